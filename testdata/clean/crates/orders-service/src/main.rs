//! The order desk.

use orders::application::place;
use orders::domain::Line;
use orders::port::Store;
use orders_adapter::{Memory, table_name};

fn main() {
    let mut store = Memory::default();
    assert!(store.stock() > 0, "nothing is in stock");
    let quantity = std::env::args().nth(1).map(|quantity| quantity.parse());
    let line = Line {
        quantity: quantity.map_or(2, Result::unwrap),
        price: 10,
    };
    match place(vec![line], &mut store) {
        Ok(total) => println!("{} of {total} in {}", store.count(), table_name()),
        Err(refused) => eprintln!("{refused:?}"),
    }
}
