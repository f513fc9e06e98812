//! Payment.

/// Whether an order is paid.
pub fn is_paid(open: u32) -> bool {
    open == 0
}

/// AC: AC-PAY-001, AC-PAY-002
#[test]
fn nothing_open_is_paid() {
    assert!(is_paid(0));
}
