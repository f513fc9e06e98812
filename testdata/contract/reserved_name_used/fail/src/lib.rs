//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
//         ^^^^^^ reserved_name_used: `orders.placed@1` uses `comment` again, at `Placed.note`
    //     ^^^^^^ reserved_name_used: `orders.placed@1` uses `name` again, at `Customer.name`
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
