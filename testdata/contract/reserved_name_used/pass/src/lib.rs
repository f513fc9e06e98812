//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    #[serde(alias = "comment")]
    pub note: Option<String>,
    pub customer: Customer,
}

#[derive(Serialize, Deserialize)]
pub struct Customer {
    pub comment: String,
    pub name: String,
}
