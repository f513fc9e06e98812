//! Orders, as they were published.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

#[derive(Serialize, Deserialize)]
pub struct Cancelled {
    //     ^^^^^^^^^ type_removed: `Cancelled`: a published type is gone
    pub id: u64,
}
