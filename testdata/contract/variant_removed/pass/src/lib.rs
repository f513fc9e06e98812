//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Event {
    Placed { id: u64 },
}
