//! Orders that nobody looks at yet.

#![allow(missing_docs, reason = "the page of the orders explains them")]

// The words #[allow(dead_code)] in a comment, and "#[allow(dead_code)]" in a text, are no attributes.
pub const MANUAL: &str = "#[allow(dead_code)]";

#[expect(dead_code, reason = "the dashboard will ask for it")]
fn backlog() -> usize {
    7
}

#[cfg_attr(not(test), allow(dead_code, reason = "tests use it"))]
#[must_use]
pub fn allow(prices: &[u64]) -> u64 {
    prices.iter().sum()
}

#[cfg(test)]
mod tests {
    #[test]
    #[allow(clippy::identity_op)]
    fn sums_are_sums() {
        assert_eq!(super::allow(&[1 + 0, 2]), 3);
    }
}
