//! The order desk.

use orders::domain::{Line, place};
use orders::port::Store;
use orders_adapter::Memory;

fn main() {
    let mut store = Memory::default();
    let line = Line {
        quantity: 2,
        price: 10,
    };
    match place(vec![line], &mut store) {
        Ok(total) => println!("{} of {total}", store.count()),
        Err(refused) => eprintln!("{refused:?}"),
    }
}
