//! Time and identity as they came with the request.

use orders::domain::EventId;
use orders::port::{Clock, EventIds};
use orders::shared::Timestamp;

/// The moment of the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GivenTime(pub(crate) Timestamp);

/// The id of the one event that a request can cause.
#[derive(Debug, Clone)]
pub(crate) struct GivenId(pub(crate) EventId);

impl Clock for GivenTime {
    fn now(&self) -> Timestamp {
        self.0
    }
}

impl EventIds for GivenId {
    fn next_id(&self) -> EventId {
        self.0.clone()
    }
}
