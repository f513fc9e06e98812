//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: OrderId,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(u64);
