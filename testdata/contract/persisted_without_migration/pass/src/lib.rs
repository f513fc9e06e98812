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

impl From<Placed> for PlacedV2 {
    fn from(old: Placed) -> Self {
        PlacedV2 {
            number: old.id.to_string(),
        }
    }
}
