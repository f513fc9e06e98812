//! Knows billing.

use crate::billing::{Bill, store::Row, total};
//                         ^^^^^^^^^^ private_module_used: `orders::api` uses `orders::billing::store::Row`, which is behind the face of `orders::billing`

pub fn pay(_: Bill, row: &Row) -> u64 {
    total(row)
}

pub fn again(_: crate::billing::store::Invoice) {}
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ private_module_used: `orders::api` uses `orders::billing::store::Invoice`, which is behind the face of `orders::billing`

#[cfg(test)]
mod tests {
    use crate::billing::store::Row;

    #[test]
    fn rows_are_added() {
        assert_eq!(crate::billing::total(&Row(1)), 1);
    }
}
