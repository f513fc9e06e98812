//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    pub note: String,
    //  ^^^^ field_added: `Placed.note`: a field was added
}
