//! How a node is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The reply to `orders.v1.health`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthReport {
    /// The name of the node.
    pub node: String,
    /// The version of the program.
    pub version: String,
    /// How it is deployed: `embedded`, or `split` if its roles are shared out over nodes on a server.
    pub topology: String,
    /// What it does.
    pub roles: Vec<RoleReport>,
    /// Whether each of its roles does its work.
    pub ready: bool,
    /// What it has measured, by the names of the registry.
    pub metrics: BTreeMap<String, u64>,
}

/// How a role of a node is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleReport {
    /// `desk`, `relay`, `projector` or `fulfilment`.
    pub role: String,
    /// Whether it does its work.
    pub ready: bool,
    /// Milliseconds since it last did, if it works in rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_ms: Option<u64>,
}
