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
