//! What a module says to the desk.

use serde::{Deserialize, Serialize};

use super::version::ApiVersion;
use crate::v1::{CommandReply, Event, HistoryRecord};

/// One reply, to one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Who the module is.
    Described(Metadata),
    /// What became of the command.
    CarriedOut(CarriedOut),
    /// The request was none.
    Refused(Refusal),
}

/// Who a module is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The name of it, the same in all its versions.
    pub id: String,
    /// Its version, as in Semantic Versioning.
    pub version: String,
    /// Which documents it was made for.
    pub api: ApiVersion,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOut {
    /// What whoever sent the command is to be told.
    pub reply: CommandReply,
    /// The history with what happened now; nothing if nothing happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<HistoryRecord>,
    /// What happened now.
    pub events: Vec<Event>,
}

/// Why a request was not dealt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, for programs.
    pub code: RefusalCode,
    /// Why, for people.
    pub message: String,
}

/// Why a request was not dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// It is no request.
    Malformed,
    /// It is of a version that the module does not speak.
    ApiUnsupported,
}
