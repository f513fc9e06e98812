//! The domain: what it may do, and what only looks like more.

use core::fmt;

use crate::shared::later;
use orders_shared::Id;

pub struct Name(pub String);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.0, env!("CARGO_PKG_NAME"))
    }
}

pub fn load(tokio: u32, _: Id) -> u32 {
    later();
    let fs = tokio;
    fs + 1
}

/// Not `std::fs::read`.
pub fn note() -> &'static str {
    "std::time::SystemTime::now()"
}

#[cfg(feature = "never")]
pub fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

#[cfg(test)]
mod tests {
    #[test]
    fn with_files() {
        assert!(std::fs::read("nowhere").is_err());
    }
}
