//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(rename(serialize = "sum"), alias = "sum")]
    pub total: u64,
}
