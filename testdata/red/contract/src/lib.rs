//! Orders on the wire.

use serde::{Deserialize, Serialize};

/// An order was placed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placed {
    /// The order.
    pub order: String,
}
