//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

pub mod new {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Cancelled {
        pub id: u64,
    }
}

#[derive(Serialize, Deserialize)]
pub struct Stock {
    pub at: Vec<Rack>,
    pub last: i64,
}

#[derive(Serialize, Deserialize)]
pub struct Rack {
    pub row: u32,
    #[serde(default)]
    pub level: u32,
}

#[derive(Serialize, Deserialize)]
pub struct Carried {
    pub from: u32,
    pub to: u32,
}
