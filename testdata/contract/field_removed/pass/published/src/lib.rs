//! Orders, as they were published.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    pub total: u64,
}
