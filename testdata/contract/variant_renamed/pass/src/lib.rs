//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Event {
    #[serde(rename = "placed", alias = "Placed")]
    Placed { id: u64 },
    Cancelled { id: u64 },
}
