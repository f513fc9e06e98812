//! Orders that are paid.

/// Whether an order is paid.
pub fn is_paid(open: u64) -> bool {
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-PAY-001
    #[test]
    fn nothing_open_is_paid() {
        assert!(is_paid(0));
    }
}
