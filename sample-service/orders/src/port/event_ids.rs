//! Identity of events.

use crate::domain::EventId;

/// Gives each event an id that no other event has.
pub trait EventIds: Send + Sync {
    /// An id that was never given before.
    fn next_id(&self) -> EventId;
}
