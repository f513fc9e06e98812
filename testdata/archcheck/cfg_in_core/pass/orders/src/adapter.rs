//! What knows where it runs.

#[cfg(unix)]
pub fn signal() {}
