//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Event {
    //   ^^^^^ variant_removed: `Event`: a variant was removed
    Placed { id: u64 },
}
