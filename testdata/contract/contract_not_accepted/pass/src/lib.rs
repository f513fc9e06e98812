//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    // It had another name in Rust and stood behind the number when it was accepted: on the wire that is the same.
    #[serde(rename = "note")]
    pub remark: Option<String>,
    pub id: u64,
}
