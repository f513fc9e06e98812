//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(skip_serializing_if = "is_zero", default)]
    pub total: u64,
    //  ^^^^^ field_presence_changed: `Placed.total`
}

fn is_zero(total: &u64) -> bool {
    *total == 0
}
