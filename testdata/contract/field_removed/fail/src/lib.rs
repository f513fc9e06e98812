//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    //     ^^^^^^ field_removed: `Placed.total`: a field was removed
    pub id: u64,
}
