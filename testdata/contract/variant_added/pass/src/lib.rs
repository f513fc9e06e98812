//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event {
    Placed { id: u64 },
    Cancelled { id: u64 },
    Refunded { id: u64 },
    #[serde(other)]
    Unknown,
}
