//! The order desk.

use orders::application::place;
use orders::domain::Line;
use orders::port::Store;
use orders_adapter::{Memory, table_name};

/// Where the bus is, if nobody says otherwise.
#[expect(dead_code, reason = "the next version listens there")]
const BUS: &str = "nats://localhost:4222";

/// What the desk is told when it opens.
#[derive(Debug, clap::Parser)]
struct Desk {
    /// How many are ordered.
    #[arg(long, default_value_t = 2)]
    quantity: u32,
    /// What else is to be done.
    #[command(subcommand)]
    also: Option<Also>,
}

/// What can be done besides.
#[derive(Debug, clap::Subcommand)]
enum Also {
    /// The orders of the day are listed.
    List,
}

/// How many are ordered, as a text says.
fn decode_quantity(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

fn main() {
    let mut store = Memory::default();
    let usual = ["2", "3"];
    assert!(store.stock() > 0, "nothing is in stock");
    let quantity = std::env::args().nth(1).map(|quantity| quantity.parse());
    let line = Line {
        quantity: quantity.map_or(2, Result::unwrap) + decode_quantity(usual[0]).unwrap_or_default(),
        price: 10,
    };
    match place(vec![line], &mut store) {
        Ok(total) => println!("{} of {total} in {}", store.count(), table_name()),
        Err(refused) => {
            eprintln!("{refused:?}");
            let _ = store.count();
            std::process::exit(1);
        }
    }
}
