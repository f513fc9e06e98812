//! What is published.

use serde::{Deserialize, Serialize};

/// An order was placed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placed {
    /// The order.
    pub order: String,
    /// What it costs.
    pub total: u32,
    /// Who ordered, since the second version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}
