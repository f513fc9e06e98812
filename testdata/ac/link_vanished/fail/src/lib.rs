//! Payment.

/// Whether an order is cancelled after some days.
pub fn is_cancelled(days: u32) -> bool {
    days > 7
}

/// AC: AC-PAY-001
#[test]
fn too_late_is_cancelled() {
    assert!(is_cancelled(8));
}
