//! Figures in memory, for whoever asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use orders::port::{Metric, Telemetry};

/// One figure for each metric. Clones show the same figures.
#[derive(Debug, Clone, Default)]
pub struct Meters(Arc<[AtomicU64; Metric::ALL.len()]>);

impl Meters {
    /// What the figure is now.
    pub fn get(&self, metric: Metric) -> u64 {
        self.meter(metric).load(Ordering::Relaxed)
    }

    /// All figures by name, in the order of the registry.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Metric::ALL
            .into_iter()
            .map(|metric| (metric.name(), self.get(metric)))
    }

    fn meter(&self, metric: Metric) -> &AtomicU64 {
        self.0
            .get(metric as usize)
            .expect("there is a meter for each metric")
    }
}

impl Telemetry for Meters {
    fn add(&self, metric: Metric, by: u64) {
        self.meter(metric).fetch_add(by, Ordering::Relaxed);
    }

    fn set(&self, metric: Metric, value: u64) {
        self.meter(metric).store(value, Ordering::Relaxed);
    }
}
