//! Orders, as they were published.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

#[derive(Serialize, Deserialize)]
pub struct Cancelled {
    //     ^^^^^^^^^ type_removed: `Cancelled`: a published type is gone
    pub id: u64,
}

#[derive(Serialize, Deserialize)]
pub struct Noted {
    //     ^^^^^ type_removed: `Noted`: a published type is gone
    pub note: String,
}

pub mod extra {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Other {
        //     ^^^^^ type_removed: `Other`: a published type is gone
        pub note: String,
    }
}
