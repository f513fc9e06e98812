//! Payment.

/// Whether an order is cancelled after some days.
pub fn is_cancelled(days: u32) -> bool {
    days > 7
}

/// AC: AC-PAY-001
#[test]
fn too_late_is_cancelled() {
// ^^^^^^^^^^^^^^^^^^^^^ evidence_changed: `shop::too_late_is_cancelled` changed since somebody last looked at it and criterion `AC-PAY-001`
    assert!(is_cancelled(9));
}
