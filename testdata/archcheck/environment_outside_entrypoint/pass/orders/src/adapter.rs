//! The broker.

use std::env::consts::OS;

pub fn url(url: Option<String>) -> String {
    url.unwrap_or_default()
}

pub fn version() -> (&'static str, Option<&'static str>, &'static str) {
    (env!("CARGO_PKG_VERSION"), option_env!("RELEASE_CHANNEL"), OS)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_test_may_read_it() {
        let _ = std::env::var("BUS_URL");
    }
}
