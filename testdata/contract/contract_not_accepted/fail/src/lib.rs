//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
//         ^^^^^^ contract_not_accepted: `orders.placed@1` has changed since it was accepted
    pub id: u64,
    pub note: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Cancelled {
//         ^^^^^^^^^ contract_not_accepted: `orders.cancelled@1` was never accepted
    pub id: u64,
}
