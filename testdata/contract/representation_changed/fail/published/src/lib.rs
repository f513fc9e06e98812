//! Orders, as they were published.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event {
    Placed { id: u64 },
}
