//! Knows billing.

use crate::billing::{Bill, Row, total};

pub fn pay(_: Bill, row: &Row) -> u64 {
    total(row)
}

pub fn again(_: crate::billing::Bill) {}

#[cfg(test)]
mod tests {
    use crate::billing::store::Row;

    #[test]
    fn rows_are_added() {
        assert_eq!(crate::billing::total(&Row(1)), 1);
    }
}
