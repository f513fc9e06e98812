//! Orders, as they were published.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

pub mod old {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Cancelled {
        pub id: u64,
    }
}

#[derive(Serialize, Deserialize)]
pub struct Stock {
    pub at: Vec<Shelf>,
    pub last: Change,
}

// It is looked at where it is.
#[derive(Serialize, Deserialize)]
struct Change(i64);

#[derive(Serialize, Deserialize)]
pub struct Shelf {
    pub row: u32,
}

#[derive(Serialize, Deserialize)]
pub struct Moved {
    pub from: u32,
    pub to: u32,
}
