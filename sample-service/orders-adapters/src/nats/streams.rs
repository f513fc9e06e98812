//! Settings of streams and consumers, from a file in the form in which the command line tool of NATS writes them.
//!
//! What the file says is what the server has, or the service does not start: a stream with another retention or window than
//! the code was written for loses data quietly.

use async_nats::jetstream::consumer::{self, pull};
use async_nats::jetstream::stream;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::ConnectError;

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streams {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Of which stream it is a consumer; none for a stream.
    stream: Option<String>,
    name: String,
    config: Map<String, Value>,
}

impl Streams {
    /// The file that the service is delivered with.
    pub const DELIVERED: &str = include_str!("../../../deploy/streams.json");

    /// The settings that the text says: a list of streams, as `nats stream info --json` writes each, and of consumers, as
    /// `nats consumer info --json` does. Fails if it is something else, or if a field is none that the client knows.
    pub fn parse(text: &str) -> Result<Self, ConnectError> {
        let said: Vec<Value> = serde_json::from_str(text)
            .map_err(|error| ConnectError::settings("the list", error))?;
        let entries: Result<Vec<_>, _> = said.into_iter().map(Entry::read).collect();
        Ok(Self { entries: entries? })
    }

    pub(super) fn stream(&self, name: &str) -> Result<stream::Config, ConnectError> {
        self.find(None, name)?.typed()
    }

    pub(super) fn consumer(&self, stream: &str, name: &str) -> Result<pull::Config, ConnectError> {
        self.find(Some(stream), name)?.typed()
    }

    /// Whether the server has what the file says.
    pub(super) fn check_stream(&self, found: &stream::Config) -> Result<(), ConnectError> {
        self.find(None, &found.name)?.check(found)
    }

    /// Whether the server has what the file says.
    pub(super) fn check_consumer(&self, found: &consumer::Info) -> Result<(), ConnectError> {
        self.find(Some(&found.stream_name), &found.name)?
            .check(&found.config)
    }

    fn find(&self, stream: Option<&str>, name: &str) -> Result<&Entry, ConnectError> {
        let found = self
            .entries
            .iter()
            .find(|entry| entry.stream.as_deref() == stream && entry.name == name);
        found.ok_or_else(|| ConnectError::settings(name, "the file does not say what it is"))
    }
}

impl Entry {
    fn read(said: Value) -> Result<Self, ConnectError> {
        let stream = said.get("stream_name").and_then(Value::as_str);
        let stream = stream.map(str::to_owned);
        let key = if stream.is_some() {
            "durable_name"
        } else {
            "name"
        };
        let config = said.get("config").and_then(Value::as_object).cloned();
        let config =
            config.ok_or_else(|| ConnectError::settings("an entry", "it has no `config`"))?;
        let name = config.get(key).and_then(Value::as_str).map(str::to_owned);
        let name =
            name.ok_or_else(|| ConnectError::settings("an entry", format!("it has no `{key}`")))?;
        let entry = Self {
            stream,
            name,
            config,
        };
        // What the client does not understand comes back otherwise, or not at all.
        let understood = match &entry.stream {
            Some(_) => json(&entry.typed::<pull::Config>()?),
            None => json(&entry.typed::<stream::Config>()?),
        };
        match entry.difference(&understood) {
            None => Ok(entry),
            Some((field, _)) => Err(ConnectError::settings(
                &entry.name,
                format!("`{field}` is no field with such a value"),
            )),
        }
    }

    fn typed<T: DeserializeOwned>(&self) -> Result<T, ConnectError> {
        serde_json::from_value(Value::Object(self.config.clone()))
            .map_err(|error| ConnectError::settings(&self.name, error))
    }

    fn check(&self, found: &impl Serialize) -> Result<(), ConnectError> {
        match self.difference(&json(found)) {
            None => Ok(()),
            Some((field, found)) => Err(ConnectError::Differs {
                name: self.name.clone(),
                field: field.to_owned(),
                said: self.config.get(field).unwrap_or(&Value::Null).to_string(),
                found: found.to_string(),
            }),
        }
    }

    /// The first field, by name, that is otherwise there, and what it is there. What is said for people makes no difference.
    fn difference(&self, there: &Value) -> Option<(&str, Value)> {
        let fields = self
            .config
            .iter()
            .filter(|(field, _)| *field != "description");
        fields.into_iter().find_map(|(field, said)| {
            let found = there.get(field).unwrap_or(&Value::Null);
            let is_same = found == said || is_nothing(found) && is_nothing(said);
            (!is_same).then(|| (field.as_str(), found.clone()))
        })
    }
}

/// What is left out where it is the default.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn json(settings: &impl Serialize) -> Value {
    serde_json::to_value(settings).expect("settings have string keys and no fallible parts")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Streams::parse(text).unwrap_err().to_string()
    }

    /// AC: AC-STR-001
    #[test]
    fn what_is_delivered_is_understood_to_the_last_field() {
        let streams = Streams::parse(Streams::DELIVERED).unwrap();
        let events = streams.stream("ORDERS_V1").unwrap();
        assert_eq!(events.duplicate_window.as_secs(), 600);
        let relay = streams.consumer("KV_orders_v1", "relay").unwrap();
        assert_eq!(relay.ack_wait.as_secs(), 5);
        assert_eq!(streams.check_stream(&events), Ok(()));
    }

    /// AC: AC-STR-001
    #[test]
    fn a_field_that_nobody_knows_is_named() {
        let typo = Streams::DELIVERED.replace("duplicate_window", "duplicates_window");
        let error = refused(&typo);
        assert!(
            error.contains("`KV_orders_v1`") && error.contains("`duplicates_window`"),
            "{error}"
        );
        for (text, part) in [
            ("{}", "the list"),
            ("[{}]", "`config`"),
            (r#"[{"config":{}}]"#, "`name`"),
            (r#"[{"stream_name":"S","config":{}}]"#, "`durable_name`"),
            (r#"[{"config":{"name":"S","retention":"some"}}]"#, "`S`"),
        ] {
            let error = refused(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    /// AC: AC-STR-002
    #[test]
    fn a_difference_is_named_with_both_values() {
        let streams = Streams::parse(Streams::DELIVERED).unwrap();
        let mut found = streams.stream("ORDERS_V1").unwrap();
        found.max_age = std::time::Duration::from_secs(1);
        assert_eq!(
            streams.check_stream(&found),
            Err(ConnectError::Differs {
                name: "ORDERS_V1".to_owned(),
                field: "max_age".to_owned(),
                said: "0".to_owned(),
                found: "1000000000".to_owned(),
            })
        );
        let missing = streams.stream("ORDERS_V2").unwrap_err().to_string();
        assert!(missing.contains("`ORDERS_V2`"), "{missing}");
    }
}
