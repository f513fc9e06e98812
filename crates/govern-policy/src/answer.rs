//! What a `deny` says: messages, and the places that they name.

use serde_json::{Map, Value};

/// One thing that a rule says is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// Which part of the document: keys, and rows of lists; none if that is not said.
    pub path: Option<Vec<String>>,
    /// What to do.
    pub help: Option<String>,
    /// What else it says, by key, in one line each.
    pub details: Vec<(String, String)>,
}

/// What a rule says is wrong: a set or list of messages, an object of them, one message, or just `true`.
///
/// # Errors
///
/// With what is no message.
pub fn complaints(value: &Value) -> Result<Vec<Complaint>, String> {
    match value {
        Value::Null | Value::Bool(false) => Ok(Vec::new()),
        Value::Bool(true) => Ok(vec![Complaint::new(
            "it holds, and says no more".to_owned(),
        )]),
        Value::Array(values) => values.iter().map(complaint).collect(),
        Value::Object(object) if !object.contains_key("msg") => {
            let entries = object.iter();
            // `deny[msg] := true` is a message, too.
            entries
                .map(|(key, value)| match value {
                    Value::Bool(_) | Value::Number(_) => Ok(Complaint::new(key.clone())),
                    value => complaint(value),
                })
                .collect()
        }
        value => Ok(vec![complaint(value)?]),
    }
}

fn complaint(value: &Value) -> Result<Complaint, String> {
    match value {
        Value::String(message) => Ok(Complaint::new(message.clone())),
        Value::Object(object) => described(object),
        other => Err(other.to_string()),
    }
}

fn described(object: &Map<String, Value>) -> Result<Complaint, String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let Some(message) = text("msg") else {
        return Err(Value::Object(object.clone()).to_string());
    };
    let details = object
        .iter()
        .filter(|(key, _)| !["msg", "path", "help"].contains(&key.as_str()));
    let details = details.map(|(key, value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        (key.clone(), value)
    });
    Ok(Complaint {
        message,
        path: object.get("path").and_then(steps),
        help: text("help"),
        details: details.collect(),
    })
}

/// The steps of a list, or of a JSON pointer.
fn steps(path: &Value) -> Option<Vec<String>> {
    match path {
        Value::Array(steps) => {
            let steps = steps.iter().map(|step| match step {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            });
            steps.collect()
        }
        Value::String(pointer) if pointer.is_empty() => Some(Vec::new()),
        Value::String(pointer) => {
            let steps = pointer.strip_prefix('/')?.split('/');
            Some(
                steps
                    .map(|step| step.replace("~1", "/").replace("~0", "~"))
                    .collect(),
            )
        }
        _ => None,
    }
}

impl Complaint {
    fn new(message: String) -> Complaint {
        Complaint {
            message,
            path: None,
            help: None,
            details: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(value: Value) -> Vec<(String, Option<Vec<String>>)> {
        let complaints = complaints(&value).unwrap().into_iter();
        complaints.map(|it| (it.message, it.path)).collect()
    }

    #[test]
    fn messages_are_texts_or_objects() {
        let path = |steps: &[&str]| Some(steps.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(
            said(json!(["a", { "msg": "b", "path": ["x", 0] }, { "msg": "c", "path": "/x~1y/0" }])),
            [
                ("a".to_owned(), None),
                ("b".to_owned(), path(&["x", "0"])),
                ("c".to_owned(), path(&["x/y", "0"])),
            ]
        );
        assert_eq!(
            said(json!({ "a": true, "k": "b" })),
            [("a".to_owned(), None), ("b".to_owned(), None)]
        );
        assert_eq!(said(json!("a")), [("a".to_owned(), None)]);
        assert_eq!(said(json!({ "msg": "a" })), [("a".to_owned(), None)]);
        assert_eq!(said(json!(true)).len(), 1);
        assert_eq!(
            said(json!(false)).len() + said(json!([])).len() + said(json!(null)).len(),
            0
        );
        assert_eq!(complaints(&json!([1])), Err("1".to_owned()));
        assert_eq!(
            complaints(&json!([{ "message": "a" }])),
            Err("{\"message\":\"a\"}".to_owned())
        );
    }

    #[test]
    fn what_else_is_said_is_kept() {
        let complaints =
            complaints(&json!([{ "msg": "a", "help": "h", "severity": "high", "n": [1] }]))
                .unwrap();
        assert_eq!(complaints[0].help.as_deref(), Some("h"));
        let details: Vec<String> = complaints[0]
            .details
            .iter()
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        assert_eq!(details, ["n: [1]", "severity: high"]);
    }
}
