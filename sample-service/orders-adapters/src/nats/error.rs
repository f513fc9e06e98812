//! Errors of the client library as errors of ports.

use std::error::Error as _;
use std::fmt::Display;

use async_nats::jetstream::context;
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
    /// The settings of streams and consumers are none.
    #[error("the settings of streams and consumers are wrong: `{name}`: {reason}")]
    Settings {
        /// Which of them.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The server has a stream or consumer with other settings.
    #[error(
        "`{name}` has `{field}` {found} on the NATS server, and {said} in the settings: change one of them"
    )]
    Differs {
        /// Its name.
        name: String,
        /// The field.
        field: String,
        /// What the settings say.
        said: String,
        /// What the server has.
        found: String,
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

    pub(super) fn settings(name: &str, error: impl Display) -> Self {
        Self::Settings {
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

pub(super) fn feed_unavailable(error: impl Display) -> FeedError {
    FeedError::Unavailable {
        reason: error.to_string(),
    }
}

/// An answer that says no to this message says so again; all else may be better later, also a stream that is full.
pub(super) fn not_published(error: &context::PublishError) -> PublishError {
    use context::PublishErrorKind::{MaxPayloadExceeded, Other};
    let answer = error
        .source()
        .and_then(|source| source.downcast_ref::<async_nats::jetstream::Error>());
    let reason = match answer {
        Some(answer) => answer.to_string(),
        None => error.to_string(),
    };
    let is_refused = match error.kind() {
        MaxPayloadExceeded => true,
        Other => answer.is_some_and(|answer| (400..500).contains(&answer.code())),
        _ => false,
    };
    if is_refused {
        PublishError::Refused { reason }
    } else {
        PublishError::Unavailable { reason }
    }
}
