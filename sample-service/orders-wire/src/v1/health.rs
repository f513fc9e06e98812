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
    /// How it is deployed: `embedded`, `split` if its roles are shared out over nodes on a server, or `edge-wasm` if its desk has the
    /// rules of a module that was announced there.
    pub topology: String,
    /// Whom its desk listens to: `signed`, whoever signs with a key that it knows, or `open`, everybody; nothing if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// What it does.
    pub roles: Vec<RoleReport>,
    /// Whether each of its roles does its work.
    pub ready: bool,
    /// What it has measured, by the names of the registry.
    pub metrics: BTreeMap<String, u64>,
    /// The module that has the rules of its desk, if they are those of a module and there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<ModuleReport>,
}

/// The module in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleReport {
    /// The name of it, the same in all its versions.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
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
