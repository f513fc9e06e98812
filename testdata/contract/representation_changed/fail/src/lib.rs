//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Event {
    //   ^^^^^ representation_changed: `Event`: the form of the type changed
    Placed { id: u64 },
}
