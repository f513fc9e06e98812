//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

#[cfg(feature = "extra")]
#[derive(Serialize, Deserialize)]
pub struct Noted {
    pub note: String,
}

#[cfg(feature = "extra")]
pub mod extra {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Other {
        pub note: String,
    }
}
