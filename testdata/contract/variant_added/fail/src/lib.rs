//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Event {
    //   ^^^^^ variant_added: `Event`: a variant was added
    Placed { id: u64 },
    Cancelled { id: u64 },
    Refunded { id: u64 },
}
