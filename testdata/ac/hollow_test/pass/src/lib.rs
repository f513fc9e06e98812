//! A shop.

/// An order.
#[derive(Debug)]
pub struct Order {
    open: u64,
}

impl Order {
    /// An order of which all is open.
    pub fn new(worth: u64) -> Order {
        Order { open: worth }
    }

    /// Takes what is paid.
    pub fn pay(&mut self, paid: u64) -> Result<(), u64> {
        self.open = self.open.checked_sub(paid).ok_or(self.open)?;
        Ok(())
    }

    /// What is not paid yet.
    pub fn open(&self) -> u64 {
        self.open
    }
}

#[cfg(test)]
mod tests {
    //! AC: AC-PAY-001

    use super::Order;

    fn is_paid(order: &Order) {
        assert_eq!(order.open(), 0);
    }

    #[test]
    fn all_of_it_is_paid() {
        let mut order = Order::new(5);
        order.pay(5).unwrap();
        is_paid(&order);
    }

    #[test]
    fn paying_works() -> Result<(), u64> {
        Order::new(5).pay(5)?;
        Ok(())
    }

    #[test]
    #[should_panic = "5"]
    fn too_much_is_refused() {
        Order::new(5).pay(6).unwrap();
    }
}
