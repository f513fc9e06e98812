//! Orders that are paid.

/// Whether an order is paid, for which see AC-PAY-001.
///
/// Implements: AC-PAY-001
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

#[cfg(test)]
mod more_tests {
    use super::*;

    #[test]
    #[cfg_attr(false, ac("AC-PAY-001"))]
    fn something_open_is_not_paid() {
        assert!(!is_paid(1));
    }
}
