//! Orders as lines of text: `tea 250`.

use crate::domain::Order;

/// Reads an order.
pub fn read(line: &str) -> Order {
    let (item, price) = line.split_once(' ').unwrap();
    Order {
        item: item.to_owned(),
        price: price.parse().unwrap(),
    }
}
