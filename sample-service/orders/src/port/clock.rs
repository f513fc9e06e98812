//! The time.

use crate::shared::Timestamp;

/// Knows what time it is.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
