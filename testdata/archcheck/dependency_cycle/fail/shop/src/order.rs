//! Orders.

mod line;

pub use line::Line;

use crate::{
    Error,
    customer::{Customer, CustomerId},
};

#[derive(Default)]
pub struct Order {
    pub customer: CustomerId,
    pub lines: Vec<Line>,
}

pub fn check(order: &Order, _: &Customer) -> Result<(), Error> {
    if order.lines.is_empty() {
        return Err(Error);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::stock::Shelf;

    #[test]
    fn nothing_on_the_shelf() {
        assert!(Shelf::default().orders.is_empty());
    }
}
