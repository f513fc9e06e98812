//! Errors of the client library as errors of ports.

use std::fmt::Display;

use orders::port::{FeedError, PublishError, StoreError};
use thiserror::Error;

/// Why the ports cannot be offered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConnectError {
    /// The server cannot be reached or refuses.
    #[error("cannot talk to the NATS server: {reason}")]
    Server {
        /// What the client says.
        reason: String,
    },
    /// A stream, bucket or consumer is not there and cannot be made.
    #[error("cannot open `{name}` on the NATS server: {reason}")]
    Resource {
        /// Its name.
        name: String,
        /// What the client says.
        reason: String,
    },
}

impl ConnectError {
    pub(super) fn server(error: impl Display) -> Self {
        Self::Server {
            reason: error.to_string(),
        }
    }

    pub(super) fn resource(name: &str, error: impl Display) -> Self {
        Self::Resource {
            name: name.to_owned(),
            reason: error.to_string(),
        }
    }
}

pub(super) fn store_unavailable(error: impl Display) -> StoreError {
    StoreError::Unavailable {
        reason: error.to_string(),
    }
}

pub(super) fn publish_unavailable(error: impl Display) -> PublishError {
    PublishError::Unavailable {
        reason: error.to_string(),
    }
}

pub(super) fn feed_unavailable(error: impl Display) -> FeedError {
    FeedError::Unavailable {
        reason: error.to_string(),
    }
}
