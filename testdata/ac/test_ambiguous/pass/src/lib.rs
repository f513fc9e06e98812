//! Payment.

/// Whether an order is paid.
pub fn is_paid(open: u32) -> bool {
    open == 0
}

#[cfg(test)]
mod cards {
    /// AC: AC-PAY-002
    #[test]
    fn nothing_open() {
        assert!(super::is_paid(0));
    }
}

#[cfg(test)]
mod cash {
    #[test]
    fn nothing_open() {
        assert!(super::is_paid(0));
    }
}
