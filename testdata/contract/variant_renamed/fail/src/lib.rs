//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Event {
    //   ^^^^^ variant_renamed: `Event`: a variant was renamed on the wire
    #[serde(rename = "placed")]
    Placed { id: u64 },
    Cancelled { id: u64 },
}
