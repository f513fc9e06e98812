//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(default)]
    pub note: String,
    pub channel: Option<String>,
}
