//! When something that failed is tried again.

use std::time::Duration;

/// Waits that double from try to try, up to a longest one; and how many tries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// The wait after the first failure.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// How often something is tried that may not get better by waiting.
    pub attempts: u32,
}

impl Retry {
    /// A quarter of a second, then twice as long each time up to half a minute; ten tries, which take about a minute and a half.
    pub const USUAL: Self = Self {
        first: Duration::from_millis(250),
        longest: Duration::from_secs(30),
        attempts: 10,
    };

    /// How long to wait after the failure of this try; tries count from 1.
    pub fn delay(&self, attempt: u32) -> Duration {
        let factor = 1_u32
            .checked_shl(attempt.saturating_sub(1))
            .unwrap_or(u32::MAX);
        self.first.saturating_mul(factor).min(self.longest)
    }

    /// Whether this try was the last one.
    pub const fn is_last(&self, attempt: u32) -> bool {
        attempt >= self.attempts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-REL-001
    #[test]
    fn waits_double_up_to_the_longest() {
        let waits = [1, 2, 3, 7, 8, 33, u32::MAX].map(|attempt| Retry::USUAL.delay(attempt));
        assert_eq!(
            waits.map(|wait| wait.as_millis()),
            [250, 500, 1_000, 16_000, 30_000, 30_000, 30_000]
        );
        assert!(!Retry::USUAL.is_last(9) && Retry::USUAL.is_last(10));
    }
}
