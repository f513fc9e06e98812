//! What was handed out and not yet dealt with: how often, and when it may be handed out again.

use std::time::{Duration, Instant};

/// The deliveries of one thing.
#[derive(Debug, Default)]
pub(super) struct Due {
    deliveries: u32,
    not_before: Option<Instant>,
}

impl Due {
    pub(super) fn is_at(&self, now: Instant) -> bool {
        self.not_before.is_none_or(|moment| moment <= now)
    }

    /// Hands it out; the how manieth time that is.
    pub(super) const fn deliver(&mut self) -> u32 {
        self.deliveries = self.deliveries.saturating_add(1);
        self.deliveries
    }

    /// A delay that no clock can tell is for ever.
    pub(super) fn postpone(&mut self, delay: Duration) {
        let now = Instant::now();
        let far = Duration::from_secs(60 * 60 * 24 * 365);
        self.not_before = now.checked_add(delay).or_else(|| now.checked_add(far));
    }
}
