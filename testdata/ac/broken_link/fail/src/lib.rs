//! Orders that are paid.

/// Whether an order is paid.
///
/// Verifies: AC-PAY-001
//            ^^^^^^^^^^ broken_link: `AC-PAY-001` is said to be verified here, and this is no test
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

    /// AC: AC-PAY-001 and whatever comes to mind
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broken_link: this looks like a link to a criterion, and is none
    #[test]
    fn something_open_is_not_paid() {
        assert!(!is_paid(1));
    }
}
