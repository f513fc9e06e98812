//! Payment.

/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() {}

/// AC: AC-PAY-002
#[test]
fn too_late_is_cancelled() {}
