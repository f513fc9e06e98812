//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    pub items: Vec<Item>,
    pub state: State,
    pub since: u64,
    #[serde(rename = "$comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Item {
    pub sku: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    Paid,
}

#[derive(Serialize, Deserialize)]
pub struct Settings {
    pub currency: String,
    #[serde(default)]
    pub limit: u8,
}
