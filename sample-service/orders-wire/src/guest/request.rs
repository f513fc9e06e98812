//! What the desk says to a module.

use serde::{Deserialize, Serialize};

use super::version::ApiVersion;
use crate::v1::{Command, HistoryRecord};

/// One request; the module runs anew for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, which is written or read at once"
)]
pub enum Request {
    /// Say who you are.
    Describe(Describe),
    /// Carry a command out.
    CarryOut(CarryOut),
}

/// The question who the module is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Describe {
    /// What the desk speaks.
    pub api: ApiVersion,
}

/// Everything that is needed to carry a command out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOut {
    /// What the desk speaks.
    pub api: ApiVersion,
    /// The tenant whose order it is; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// What happened to the order so far; nothing if that is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<HistoryRecord>,
    /// What is wished.
    pub command: Command,
    /// The id of the event, if there will be one.
    pub event_id: String,
    /// The present moment, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: u64,
}
