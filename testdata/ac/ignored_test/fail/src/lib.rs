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
    #[ignore]
    // <- ignored_test: criterion `AC-PAY-001` is tested by nothing but what is ignored
    fn all_of_it_is_paid() {
        is_paid(&Order::new(0));
    }
}
