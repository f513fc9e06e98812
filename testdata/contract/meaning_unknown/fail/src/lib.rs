//! Orders.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    #[serde(default = "channel", skip_serializing_if = "String::is_empty")]
    pub channel: String,
    //  ^^^^^^^ meaning_unknown: `Placed.channel`
}

fn channel() -> String {
    std::env::args().nth(1).unwrap_or_default()
}
