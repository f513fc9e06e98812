//! What is published.

use serde::{Deserialize, Serialize};

/// An order was placed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placed {
    /// The order.
    pub order: String,
    /// What it costs.
    pub total: u32,
}

/// How an order is paid for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bill {
    /// What it costs.
    pub total: u32,
    /// What the client says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How far an order is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum State {
    /// Somebody has it in hand.
    Open,
    /// It is with the client, who has so many days to pay.
    Delivered {
        /// How many.
        days: u16,
    },
}
