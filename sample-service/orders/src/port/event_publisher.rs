//! Where events are made known.

use std::future::Future;

use thiserror::Error;

use crate::domain::OrderEvent;

/// Makes events known to whoever reads the log of events.
pub trait EventPublisher<E = OrderEvent>: Send + Sync {
    /// Returns when the log has kept the event for good; an event that it keeps already is not kept twice.
    fn publish(&self, event: &E) -> impl Future<Output = Result<Published, PublishError>> + Send;
}

/// What the log did with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It keeps it at this place.
    At(u64),
    /// It had it already.
    Before,
}

/// Why an event was not made known, or perhaps was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PublishError {
    /// The log does not answer; whether it keeps the event is not known.
    #[error("the log of events does not answer: {reason}")]
    Unavailable {
        /// What the log's client says.
        reason: String,
    },
    /// The log answers that it does not take the event; it would not take it a second time either.
    #[error("the log of events refuses the event: {reason}")]
    Refused {
        /// What the log says.
        reason: String,
    },
}

impl PublishError {
    /// What kind of failure it is, without a word of the event: fit for a log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unavailable { .. } => "log_unavailable",
            Self::Refused { .. } => "event_refused",
        }
    }
}
