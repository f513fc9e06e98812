//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    #[serde(default = "channel", skip_serializing_if = "String::is_empty")]
    pub channel: String,
}

fn channel() -> String {
    std::env::args().next().unwrap_or_default()
}
