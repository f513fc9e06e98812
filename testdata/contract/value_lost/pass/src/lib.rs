//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(rename = "comment", alias = "note")]
    pub note: Option<String>,
}
