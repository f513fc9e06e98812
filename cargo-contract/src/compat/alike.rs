//! Whether two plain values are the same, whatever they are kept in.

use crate::wire::{Doc, Record, RecordField, Value};

/// A record's fields, with those of flattened records in their place unless the other side has the same field.
pub(super) fn spread<'r>(record: &'r Record, other: &Record) -> Vec<&'r RecordField> {
    let mut fields = Vec::new();
    for field in &record.fields {
        let stays = other
            .fields
            .iter()
            .any(|candidate| candidate.ident == field.ident);
        match &field.value {
            Value::Record(inner) if field.flatten && !stays => fields.extend(spread(inner, other)),
            _ => fields.push(field),
        }
    }
    fields
}

/// Whether a value is what a document says, as far as plain values go.
pub(super) fn same_as_document(doc: &Doc, value: &Value) -> bool {
    match (doc, value) {
        (Doc::Null, value) => value.is_plain(),
        (Doc::Bool(a), Value::Bool(b)) => a == b,
        (Doc::Int(a), Value::Int(b)) => a == b,
        (Doc::Str(a), Value::Str(b)) => a == b,
        (Doc::Bool(_) | Doc::Int(_) | Doc::Float(_), _) => true,
        (_, value) => !value.is_plain(),
    }
}

pub(super) fn is_composite(value: &Value) -> bool {
    matches!(
        value,
        Value::Record(_)
            | Value::Map(_)
            | Value::List(_)
            | Value::Tuple(_)
            | Value::Variant { .. }
            | Value::None
    )
}

/// Whether nothing of it is on the wire.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Record(record) => record.fields.iter().all(|field| field.keys.is_empty()),
        Value::Tuple(items) | Value::List(items) => items.is_empty(),
        _ => false,
    }
}

/// The only value on the wire of a struct.
pub(super) fn single(record: &Record) -> Option<&Value> {
    let mut read = record
        .fields
        .iter()
        .filter(|field| !field.keys.is_empty() && field.value != Value::Unit);
    match (read.next(), read.next()) {
        (Some(only), None) => Some(&only.value),
        _ => None,
    }
}

pub(super) fn exact(value: f64) -> Option<String> {
    (value.fract() == 0.0).then(|| format!("{value:.0}"))
}

pub(super) fn same_float(own: &str, other: &str) -> bool {
    let (Ok(a), Ok(b)) = (own.parse::<f64>(), other.parse::<f64>()) else {
        return own == other;
    };
    // Numbers of 32 bits widen to digits of their own; they are the same number.
    let narrow = a as f32;
    a == b || (crate::wire::float32_text(narrow) == own && f64::from(narrow) == b)
}

pub(super) fn same_bytes(bytes: &[u8], items: &[Value]) -> bool {
    bytes.len() == items.len()
        && bytes
            .iter()
            .zip(items)
            .all(|(byte, item)| matches!(item, Value::Int(n) if n.magnitude() == u128::from(*byte)))
}

/// A value as a person would write it, short.
pub(crate) fn show(value: &Value) -> String {
    let text = match value {
        Value::Unit => "()".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(text) => text.clone(),
        Value::Str(text) => format!("{text:?}"),
        Value::Bytes(bytes) => format!("bytes {}", crate::wire::hex(bytes)),
        Value::None => "nothing".to_owned(),
        Value::Some(inner) => show(inner),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            format!(
                "[{}]",
                items.iter().map(show).collect::<Vec<_>>().join(", ")
            )
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(k, v)| format!("{}: {}", show(k), show(v)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Record(record) => {
            let fields: Vec<String> = record
                .fields
                .iter()
                .map(|field| format!("{}: {}", field.ident, show(&field.value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Variant { ident, payload, .. } => match &**payload {
            Value::Unit => format!("`{ident}`"),
            payload => format!("`{ident}` {}", show(payload)),
        },
        Value::Any(doc) => doc.to_json(),
        Value::Converted(meaning, inner) => match meaning.strip_prefix(crate::known::MEANING) {
            Some(meaning) => format!("{} ({meaning})", show(inner)),
            None => show(inner),
        },
        Value::Text(_) => "a computed value".to_owned(),
        Value::Invalid => "nothing readable".to_owned(),
    };
    if text.chars().count() > 120 {
        text.chars().take(117).chain("...".chars()).collect()
    } else {
        text
    }
}
