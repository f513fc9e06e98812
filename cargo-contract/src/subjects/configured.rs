//! Streams and consumers whose configuration stands in a file: the names that JSON has for what code calls otherwise.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use serde_json::Value as Json;

use super::jetstream;
use super::value::Value;
use super::{GivenConsumer, Stream};

/// The stream of a configuration.
pub(crate) fn stream(fields: &BTreeMap<&str, &Json>, span: Span) -> Result<Stream, &'static str> {
    let config = record(fields, &["max_age", "duplicate_window"]);
    let mut stream =
        jetstream::stream(&config, span, String::new()).map_err(|_| "the stream has no name")?;
    stream.package = None;
    Ok(stream)
}

/// The consumer of a configuration.
pub(crate) fn consumer(fields: &BTreeMap<&str, &Json>, stream: &str, span: Span) -> GivenConsumer {
    let mut config = record(fields, &["ack_wait", "backoff"]);
    if let Value::Record(known, _) = &mut config {
        // Code acknowledges unless it says otherwise, and the server does not.
        let policy = || Value::Variant("None".to_owned(), Vec::new());
        known.entry("ack_policy".to_owned()).or_insert_with(policy);
    }
    let stream = Value::text(stream);
    let (consumer, filters) = jetstream::consumer(&config, None, &stream, span, String::new());
    GivenConsumer { consumer, filters }
}

fn record(fields: &BTreeMap<&str, &Json>, durations: &[&str]) -> Value {
    let fields = fields.iter().map(|(key, json)| {
        let name = match *key {
            "max_msgs" => "max_messages",
            "max_msgs_per_subject" => "max_messages_per_subject",
            other => other,
        };
        let value = match (*key, json.as_str()) {
            ("retention", Some("workqueue")) => Value::Variant("WorkQueue".to_owned(), Vec::new()),
            ("retention", Some("interest")) => Value::Variant("Interest".to_owned(), Vec::new()),
            ("retention", _) => Value::Variant("Limits".to_owned(), Vec::new()),
            ("ack_policy", Some("explicit")) => Value::Variant("Explicit".to_owned(), Vec::new()),
            ("ack_policy", Some("all")) => Value::Variant("All".to_owned(), Vec::new()),
            ("ack_policy", _) => Value::Variant("None".to_owned(), Vec::new()),
            _ => value(json, durations.contains(key)),
        };
        (name.to_owned(), value)
    });
    Value::Record(fields.collect(), true)
}

fn value(json: &Json, is_duration: bool) -> Value {
    match json {
        Json::Null => Value::Nothing,
        Json::Bool(it) => Value::Bool(*it),
        Json::String(text) => Value::text(text.clone()),
        Json::Array(items) => {
            let items = items.iter().filter(|it| !it.is_null());
            Value::List(items.map(|it| value(it, is_duration)).collect())
        }
        Json::Object(_) => Value::Record(BTreeMap::new(), false),
        Json::Number(number) => match (number.as_i64(), is_duration) {
            (Some(number), true) => Value::Duration(u128::try_from(number).unwrap_or(0)),
            (Some(number), false) => Value::Number(number.into()),
            (None, _) => Value::unknown("a number"),
        },
    }
}
