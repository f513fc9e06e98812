//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

#[derive(Serialize, Deserialize)]
pub struct PlacedV2 {
    pub number: String,
}
