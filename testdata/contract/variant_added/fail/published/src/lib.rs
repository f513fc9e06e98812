//! Orders, as they were published.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Event {
    Placed { id: u64 },
    Cancelled { id: u64 },
}
