//! Adds up what is bought.

use std::sync::Mutex;

use shop::adapter::read;
use shop::domain::{Order, total};

static SOLD: Mutex<Vec<Order>> = Mutex::new(Vec::new());

fn main() {
    for line in std::env::args().skip(1) {
        SOLD.lock().unwrap().push(read(&line));
    }
    println!(
        "{} cents",
        total(&SOLD.lock().expect("nobody panics while it is held"))
    );
}
