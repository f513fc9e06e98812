//! Payment.

/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {}
