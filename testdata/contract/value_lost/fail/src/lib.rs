//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(rename = "comment")]
    pub note: Option<String>,
    //  ^^^^ value_lost: `Placed.note`: a value is lost without an error
}
