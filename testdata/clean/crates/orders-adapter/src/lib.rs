//! Orders kept in memory.

mod table;

use orders::domain::Line;
use orders::port::Store;

/// Orders in memory, behind a table of what is in stock.
#[derive(Debug)]
pub struct Memory {
    orders: Vec<Vec<Line>>,
    stock: u32,
}

impl Default for Memory {
    fn default() -> Self {
        Memory {
            orders: Vec::new(),
            stock: table::STOCK.parse().unwrap(),
        }
    }
}

impl Memory {
    /// How much is in stock.
    pub fn stock(&self) -> u32 {
        self.stock
    }
}

impl Store for Memory {
    fn keep(&mut self, lines: Vec<Line>) {
        self.orders.push(lines);
    }

    fn count(&self) -> usize {
        self.orders.len()
    }
}

/// What the table is called.
pub fn table_name() -> &'static str {
    // SAFETY: the bytes are ASCII
    unsafe { std::str::from_utf8_unchecked(b"stock") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        assert_eq!(Memory::default().stock(), 100);
    }
}
