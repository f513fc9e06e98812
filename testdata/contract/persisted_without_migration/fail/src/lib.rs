//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

#[derive(Serialize, Deserialize)]
pub struct PlacedV2 {
//         ^^^^^^^^ persisted_without_migration: `orders.snapshot@2` cannot read all that was stored as `orders.snapshot@1`, and nothing migrates it
    pub number: String,
}
