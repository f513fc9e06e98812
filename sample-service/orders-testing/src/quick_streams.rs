//! Settings of streams for tests, which do not wait as long.

use std::time::Duration;

use serde_json::{Value, json};

/// The settings in the text with another time after which what is not acknowledged comes again, and with more readers of
/// events. The text is a list as `deploy/streams.json`.
///
/// # Panics
///
/// If it is not.
pub fn quick_streams(text: &str, ack_wait: Duration, readers: &[&str]) -> String {
    let mut entries: Vec<Value> = serde_json::from_str(text).expect("the settings are a list");
    let projector = entries
        .iter()
        .find(|entry| entry["config"]["durable_name"] == "projector")
        .cloned()
        .expect("there is a projector");
    for reader in readers {
        let mut entry = projector.clone();
        entry["config"]["durable_name"] = json!(reader);
        entries.push(entry);
    }
    let nanos = u64::try_from(ack_wait.as_nanos()).expect("tests do not wait for centuries");
    for entry in &mut entries {
        if let Some(wait) = entry["config"].get_mut("ack_wait") {
            *wait = json!(nanos);
        }
    }
    Value::Array(entries).to_string()
}
