//! Orders. Not `#[cfg(unix)]`.

#[cfg(feature = "fast")]
pub const LARGEST: usize = 100;

pub fn limit() -> usize {
    if cfg!(debug_assertions) { 10 } else { 100 }
}

#[cfg(all(test, unix))]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn a_test_may_ask() {}
}
