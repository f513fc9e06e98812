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

/// A number that only this process has.
pub fn process() -> u32 {
    unsafe extern "C" {
        safe fn getpid() -> i32;
    }
    // SAFETY: the bits of a number are a number
    unsafe { std::mem::transmute(getpid()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        assert_eq!(Memory::default().stock(), 100);
    }
}
