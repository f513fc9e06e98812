//! Speaks to customers.

use crate::domain::{Line, total};

pub struct Desk;

impl Desk {
    pub fn place(&self, lines: &[Line]) -> String {
        match total(lines) {
            Ok(total) => total.to_string(),
            Err(refused) => refused.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Desk;

    #[test]
    fn what_is_placed_has_a_total() {
        let desk = Desk;
        let one = desk.place(&[]);
        let two = desk.place(&[]);
        let three = desk.place(&[]);
        assert_eq!(one, "0");
        assert_eq!(two, "0");
        assert_eq!(three, "0");
    }
}
