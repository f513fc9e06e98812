//! What the desk replies to a command.

use orders::domain::Refusal;
use orders::port::{Accepted, DeskError};
use serde::{Deserialize, Serialize};

use crate::error::WireError;

/// The reply to any command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CommandReply {
    /// It was carried out, now or when it was sent before.
    Accepted {
        /// The order.
        order_id: String,
        /// The version that it made.
        version: u32,
    },
    /// The rules refuse it; sending it again does not help.
    Rejected {
        /// Why, for programs.
        code: String,
        /// Why, for people.
        message: String,
    },
    /// It could not be carried out, or nobody knows whether it was.
    Failed {
        /// Why, for programs.
        code: FailureCode,
        /// Why, for people.
        message: String,
    },
}

/// Why a request was not dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// It is no request; sending it again does not help.
    Malformed,
    /// Too many change the same order; send it again.
    Contended,
    /// Something behind the desk does not answer; send it again.
    Unavailable,
}

impl From<Result<Accepted, DeskError>> for CommandReply {
    fn from(result: Result<Accepted, DeskError>) -> Self {
        match result {
            Ok(accepted) => Self::Accepted {
                order_id: accepted.order.id.to_string(),
                version: accepted.version.get(),
            },
            Err(DeskError::Rejected(rejection)) => Self::Rejected {
                code: rejection.code().to_owned(),
                message: rejection.to_string(),
            },
            Err(error) => {
                let (code, message) = failure(&error);
                Self::Failed { code, message }
            }
        }
    }
}

impl From<WireError> for CommandReply {
    fn from(error: WireError) -> Self {
        Self::Failed {
            code: FailureCode::Malformed,
            message: error.to_string(),
        }
    }
}

/// The codes of failures are all that readers of version 1 know; those of rejections were open from the beginning.
impl From<Refusal> for CommandReply {
    fn from(refusal: Refusal) -> Self {
        Self::Rejected {
            code: refusal.code().to_owned(),
            message: refusal.to_string(),
        }
    }
}

/// The code of an error that is no rejection. What a store says stays inside: it names hosts and keys.
pub(super) fn failure(error: &DeskError) -> (FailureCode, String) {
    match error {
        DeskError::Contended { .. } => (FailureCode::Contended, error.to_string()),
        DeskError::Rejected(rejection) => (FailureCode::Malformed, rejection.to_string()),
        DeskError::Store(_) => (
            FailureCode::Unavailable,
            "the store is not available".to_owned(),
        ),
        DeskError::Rules { .. } => (
            FailureCode::Unavailable,
            "the rules of the desk are not available".to_owned(),
        ),
    }
}
