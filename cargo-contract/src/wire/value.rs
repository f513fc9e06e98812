//! Documents as they are on the wire, and values as a reader sees them.

use std::fmt::Write as _;

use super::Integer;
use super::shape_id::OfShape;

/// A document of a self-describing format.
#[derive(Debug, Clone, PartialEq)]
pub enum Doc {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Int(Integer),
    /// A number with a fraction, in its shortest spelling.
    Float(String),
    /// A string.
    Str(String),
    /// Bytes, in formats that have them.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Doc>),
    /// Keys and values in order; keys are strings in JSON.
    Map(Vec<(Doc, Doc)>),
    /// A part whose shape is not understood.
    Opaque(String),
}

/// A value as one version of a type sees it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `()`.
    Unit,
    /// A flag.
    Bool(bool),
    /// A whole number.
    Int(Integer),
    /// A number with a fraction, in its shortest spelling.
    Float(String),
    /// A string or character.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// `None`.
    None,
    /// `Some`.
    Some(Box<Value>),
    /// A list.
    List(Vec<Value>),
    /// A tuple: its elements are fields.
    Tuple(Vec<Value>),
    /// A list without repetitions.
    Set(Vec<Value>),
    /// A map.
    Map(Vec<(Value, Value)>),
    /// A struct.
    Record(Record),
    /// A variant of an enum.
    Variant {
        /// The enum.
        of: OfShape,
        /// Its Rust name.
        ident: String,
        /// Whether it takes what no other variant does.
        catches: bool,
        /// Its contents.
        payload: Box<Value>,
    },
    /// A document as it came.
    Any(Doc),
    /// A value with another meaning than its shape says.
    Converted(String, Box<Value>),
    /// What is only known by the text that makes it.
    Text(String),
    /// What could not be read.
    Invalid,
}

/// A struct's value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// Its fields in order.
    pub fields: Vec<RecordField>,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordField {
    /// The field's Rust name.
    pub ident: String,
    /// The keys that it is read from.
    pub keys: Vec<String>,
    /// Whether it was on the wire.
    pub present: bool,
    /// Whether its keys stand among those of the struct around it.
    pub flatten: bool,
    /// Its shape.
    pub shape: OfShape,
    /// The value.
    pub value: Value,
}

impl Record {
    /// The values of a tuple, without those that never reach the wire.
    pub(crate) fn elements(self) -> Vec<Value> {
        let fields = self.fields.into_iter();
        fields
            .filter(|field| !field.keys.is_empty())
            .map(|field| field.value)
            .collect()
    }
}

impl Doc {
    /// The document as JSON text; what JSON has no text for stands in angle brackets.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
            Doc::Null => out.push_str("null"),
            Doc::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Doc::Int(number) => {
                let _ = write!(out, "{number}");
            }
            Doc::Float(text) => out.push_str(text),
            Doc::Str(text) => quote(text, out),
            Doc::Bytes(bytes) => {
                let _ = write!(out, "<bytes {}>", hex(bytes));
            }
            Doc::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Doc::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    key.write(out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
            Doc::Opaque(_) => out.push_str("<not understood>"),
        }
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        match self {
            Doc::List(items) => 1 + items.iter().map(Doc::size).sum::<usize>(),
            Doc::Map(entries) => {
                1 + entries
                    .iter()
                    .map(|(_, value)| 1 + value.size())
                    .sum::<usize>()
            }
            Doc::Str(text) => 1 + text.len() / 8,
            _ => 1,
        }
    }
}

impl Value {
    /// Whether it is what people mean by nothing: none, zero, empty.
    pub fn is_plain(&self) -> bool {
        match self {
            Value::Unit | Value::None => true,
            Value::Bool(value) => !value,
            Value::Int(number) => number.is_zero(),
            Value::Float(text) => text.parse::<f64>() == Ok(0.0),
            Value::Str(text) => text.is_empty(),
            Value::Bytes(bytes) => bytes.is_empty(),
            Value::List(items) | Value::Set(items) => items.is_empty(),
            Value::Tuple(items) => items.iter().all(Value::is_plain),
            Value::Map(entries) => entries.is_empty(),
            Value::Record(record) => record.fields.iter().all(|field| field.value.is_plain()),
            Value::Any(doc) => *doc == Doc::Null,
            // A struct in which nothing is set, as a flattened one is read where none of its keys are.
            Value::Some(inner) => matches!(**inner, Value::Record(_)) && inner.is_plain(),
            Value::Variant { .. } | Value::Converted(..) | Value::Text(_) | Value::Invalid => false,
        }
    }
}

/// Bytes in hexadecimal, with spaces.
pub fn hex(bytes: &[u8]) -> String {
    let parts: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    parts.join(" ")
}

/// The shortest decimal spelling as serde_json writes it.
pub fn float_text(value: f64) -> String {
    // Rust's `Debug` writes the shortest digits too, with an exponent for the extremes.
    format!("{value:?}")
}

/// As [`float_text`], with the digits that tell one `f32` from another.
pub fn float32_text(value: f32) -> String {
    format!("{value:?}")
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if (control as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
