//! A path in a pattern.

pub fn is_full(count: u32) -> bool {
    match count {
        crate::adapter::LIMIT => true,
        // <- layer_violation: `domain` may not use `adapter`
        _ => false,
    }
}
