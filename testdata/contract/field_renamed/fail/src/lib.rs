//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(rename = "sum")]
    pub total: u64,
    //  ^^^^^ field_renamed: `Placed.total`: a field was renamed on the wire
}
