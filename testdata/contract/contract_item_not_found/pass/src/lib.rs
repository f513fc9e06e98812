//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
}

/// All placed orders, by a name of its own.
pub mod api {
    pub use super::Placed;
}

#[derive(Serialize, Deserialize)]
pub struct Envelope<T> {
    pub payload: T,
}

pub struct Handlers;

impl Handlers {
    pub fn on_placed(&self, _: Placed) {}
}
