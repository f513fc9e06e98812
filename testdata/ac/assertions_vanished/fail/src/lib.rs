//! Payment.

/// Whether an order is cancelled after some days.
pub fn is_cancelled(days: u32) -> bool {
    days > 7
}

/// AC: AC-PAY-001
#[test]
fn too_late_is_cancelled() -> Result<(), std::num::ParseIntError> {
// ^^^^^^^^^^^^^^^^^^^^^ assertions_vanished: `shop::too_late_is_cancelled` asserts nothing any more
    let _ = is_cancelled("8".parse()?);
    Ok(())
}
