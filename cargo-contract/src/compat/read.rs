//! Reads a document as `Deserialize` of a type would, and notes every place where that fails.
//!
//! Besides the format itself there are two buffers that serde puts between: what is flattened, untagged or tagged inside is
//! collected first and read again from there, with rules of its own.

use super::Format;
use super::problem::{Kind, NOT_UNDERSTOOD, Problem};
use crate::known;
use crate::wire::{
    Doc, FloatType, IntType, Integer, Shape, ShapeId, Text, Value, Wire, float_text, float32_text,
};

/// What is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// The format's own deserializer.
    Format,
    /// A buffer that is consumed.
    Buffer,
    /// A buffer that is kept for further attempts.
    Kept,
}

/// A part of a document that cannot be judged, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Doubt {
    pub(crate) path: String,
    /// Where in the document: a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) reason: String,
}

/// Reads documents as one type.
pub(crate) struct Reader<'a> {
    pub(super) wire: &'a Wire,
    pub(super) format: Format,
    /// What went wrong.
    pub(crate) problems: Vec<Problem>,
    /// What could not be judged.
    pub(crate) doubts: Vec<Doubt>,
    pub(super) path: Vec<String>,
    /// The keys and indices on the way to what is being read.
    pointer: Vec<String>,
    /// Whether strings of a form are only the examples that the table has of it.
    knows_all_texts: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(wire: &'a Wire, format: Format) -> Self {
        Reader {
            wire,
            format,
            problems: Vec::new(),
            doubts: Vec::new(),
            path: vec![wire.name.clone()],
            pointer: Vec::new(),
            knows_all_texts: true,
        }
    }

    /// For documents that anybody wrote: whether a string is of a form may then not be known.
    pub(super) fn of_foreign(self) -> Self {
        Reader {
            knows_all_texts: false,
            ..self
        }
    }

    pub(super) fn fail(&mut self, kind: Kind, message: impl Into<String>) -> Value {
        self.problems.push(Problem {
            path: self.path.concat(),
            pointer: self.pointer(),
            kind,
            message: message.into(),
        });
        Value::Invalid
    }

    pub(super) fn doubt(&mut self, reason: &str) -> Value {
        let doubt = Doubt {
            path: self.path.concat(),
            pointer: self.pointer(),
            reason: reason.to_owned(),
        };
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
        Value::Text(reason.to_owned())
    }

    pub(super) fn at<T>(&mut self, segment: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(segment);
        let result = read(self);
        self.path.pop();
        result
    }

    /// As [`Self::at`], one key or index further into the document.
    pub(super) fn within<T>(
        &mut self,
        key: &str,
        segment: String,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.pointer.push(key.replace('~', "~0").replace('/', "~1"));
        let result = self.at(segment, read);
        self.pointer.pop();
        result
    }

    fn pointer(&self) -> String {
        let segments = self.pointer.iter();
        segments.flat_map(|segment| ["/", segment]).collect()
    }

    fn mismatch(&mut self, doc: &Doc, expected: &str) -> Value {
        if let Doc::Opaque(_) = doc {
            return self.doubt(NOT_UNDERSTOOD);
        }
        self.fail(
            Kind::Type,
            format!("invalid type: {}, expected {expected}", kind_of(doc)),
        )
    }

    /// Reads one value.
    pub(super) fn read(&mut self, id: ShapeId, doc: &Doc, source: Source) -> Value {
        let wire = self.wire;
        // MessagePack gives bytes to who asks for a sequence.
        if let (Doc::Bytes(bytes), true) = (doc, wants_sequence(wire.shape(id))) {
            // Of a fixed number it asks for no more, and does not notice what is left.
            let wanted = fixed_length(wire.shape(id)).unwrap_or(usize::MAX);
            let numbers = bytes
                .iter()
                .take(wanted)
                .map(|&byte| Doc::Int(Integer::from(i128::from(byte))))
                .collect();
            return self.read(id, &Doc::List(numbers), source);
        }
        match wire.shape(id) {
            Shape::Split { read, .. } => self.read(*read, doc, source),
            Shape::Any => match no_json(doc).filter(|_| self.format != Format::Json) {
                Some(what) => self.fail(Kind::Type, what),
                None => Value::Any(self.any(doc)),
            },
            Shape::Ignored => Value::Unit,
            Shape::Bool => match doc {
                Doc::Bool(value) => Value::Bool(*value),
                _ => self.mismatch(doc, "a boolean"),
            },
            Shape::Int(ty) => self.int(*ty, doc, source),
            Shape::Float(ty) => self.float(*ty, doc),
            Shape::Char => match doc {
                Doc::Str(text) if text.chars().count() == 1 => Value::Str(text.clone()),
                Doc::Str(text) => self.fail(
                    Kind::Range,
                    format!("invalid value: string {text:?}, expected a character"),
                ),
                _ => self.mismatch(doc, "a character"),
            },
            Shape::Str(text) => self.string(text, doc),
            Shape::Bytes(Some(length))
                if self.format != Format::Json && !matches!(doc, Doc::Bytes(_)) =>
            {
                self.mismatch(doc, &format!("a {length} byte array"))
            }
            Shape::Bytes(length) => match (self.bytes(doc), length) {
                (Value::Bytes(bytes), Some(length)) if bytes.len() != *length => {
                    self.length(bytes.len(), &format!("{length} bytes"))
                }
                (value, _) => value,
            },
            Shape::Unit => match doc {
                Doc::Null => Value::Unit,
                Doc::Map(entries) if entries.is_empty() && source == Source::Buffer => Value::Unit,
                _ => self.mismatch(doc, "unit"),
            },
            Shape::UnitStruct => match doc {
                Doc::Null => Value::Unit,
                Doc::List(items)
                    if items.is_empty()
                        && (source == Source::Buffer || self.format != Format::Json) =>
                {
                    Value::Unit
                }
                Doc::Map(entries) if entries.is_empty() && source == Source::Buffer => Value::Unit,
                _ => self.mismatch(doc, "unit struct"),
            },
            Shape::Option(inner) => match doc {
                Doc::Null => Value::None,
                _ => Value::Some(Box::new(self.read(*inner, doc, source))),
            },
            Shape::List(item) => match doc {
                Doc::List(items) => Value::List(self.items(*item, items, source)),
                _ => self.mismatch(doc, "a sequence"),
            },
            Shape::Set(item) => match doc {
                Doc::List(items) => {
                    let mut values: Vec<Value> = Vec::new();
                    for value in self.items(*item, items, source) {
                        if !values.contains(&value) {
                            values.push(value);
                        }
                    }
                    Value::Set(values)
                }
                _ => self.mismatch(doc, "a sequence"),
            },
            Shape::Array(item, length) => match doc {
                Doc::List(items) if items.len() as u64 == *length => {
                    Value::List(self.items(*item, items, source))
                }
                Doc::List(items) => {
                    self.length(items.len(), &format!("an array of length {length}"))
                }
                _ => self.mismatch(doc, &format!("an array of length {length}")),
            },
            Shape::Tuple(shape) => match doc {
                Doc::List(items) => {
                    let record = self.positions(shape, items, source, "a tuple");
                    Value::Tuple(record.elements())
                }
                _ => self.mismatch(doc, "a tuple"),
            },
            Shape::Map(key, value) => match doc {
                Doc::Map(entries) => {
                    let mut map: Vec<(Value, Value)> = Vec::new();
                    for (key_doc, value_doc) in entries {
                        let text = match key_doc {
                            Doc::Str(text) => text.as_str(),
                            _ => "",
                        };
                        let key = self.within(text, "{key}".to_owned(), |reader| {
                            reader.key(*key, key_doc, source)
                        });
                        let value = self.within(text, "{}".to_owned(), |reader| {
                            reader.read(*value, value_doc, source)
                        });
                        match map.iter_mut().find(|(known, _)| *known == key) {
                            Some(entry) => entry.1 = value,
                            None => map.push((key, value)),
                        }
                    }
                    Value::Map(map)
                }
                _ => self.mismatch(doc, "a map"),
            },
            Shape::Newtype(inner) => self.read(*inner, doc, source),
            Shape::Converted { inner, meaning, .. } if known::meaning(meaning).is_some() => {
                let value = self.read(*inner, doc, source);
                match (&value, known::meaning(meaning)) {
                    (Value::Int(number), Some(limits)) if !limits.holds(*number) => {
                        self.fail(Kind::Range, format!("value is not legal: {number}"))
                    }
                    _ => Value::Converted(meaning.clone(), Box::new(value)),
                }
            }
            Shape::Converted {
                inner,
                meaning,
                outcomes,
                ..
            } => {
                let value = self.read(*inner, doc, source);
                match outcomes.iter().find(|(known, _)| *known == value) {
                    Some((_, Some(made))) => made.clone(),
                    Some((_, None)) => self.fail(
                        Kind::Range,
                        format!("the conversion refuses {}", doc.to_json()),
                    ),
                    None => Value::Converted(meaning.clone(), Box::new(value)),
                }
            }
            Shape::Struct(shape) => match doc {
                Doc::Map(entries) => Value::Record(self.keys(shape, entries, source)),
                Doc::List(items) if !shape.flattens_read() => Value::Record(self.positions(
                    shape,
                    items,
                    source,
                    &format!("struct {}", shape.name),
                )),
                _ => self.mismatch(doc, &format!("struct {}", shape.name)),
            },
            Shape::Enum(shape) => self.variant(id, shape, doc, source),
            Shape::Opaque {
                fingerprint,
                reason,
            } => match doc {
                Doc::Opaque(what) if what == fingerprint || self.wire.takes(what, fingerprint) => {
                    Value::Text(what.clone())
                }
                _ => self.doubt(reason),
            },
        }
    }

    pub(super) fn length(&mut self, length: usize, expected: &str) -> Value {
        self.fail(
            Kind::Length,
            format!("invalid length {length}, expected {expected}"),
        )
    }

    fn items(&mut self, item: ShapeId, items: &[Doc], source: Source) -> Vec<Value> {
        items
            .iter()
            .enumerate()
            .map(|(index, doc)| {
                self.within(&index.to_string(), "[]".to_owned(), |reader| {
                    reader.read(item, doc, source)
                })
            })
            .collect()
    }

    fn int(&mut self, ty: IntType, doc: &Doc, source: Source) -> Value {
        let expected = ty.name();
        if ty.bits == 128 && source != Source::Format {
            return self.fail(Kind::Type, format!("{expected} is not supported"));
        }
        match doc {
            // JSON's parser turns what does not fit 64 bits into a float, unless 128 are asked for.
            Doc::Int(number)
                if self.format == Format::Json && ty.bits < 128 && !fits_64_bits(*number) =>
            {
                self.fail(
                    Kind::Type,
                    format!(
                        "invalid type: floating point `{}`, expected {expected}",
                        number.to_f64()
                    ),
                )
            }
            Doc::Int(number) if ty.holds(*number) => Value::Int(*number),
            // All of the plain type's numbers are read.
            Doc::Int(number)
                if ty.carries
                    && IntType {
                        carries: false,
                        ..ty
                    }
                    .holds(*number) =>
            {
                Value::Int(ty.read(*number))
            }
            // rmp-serde reads 128 bits and does not look at the sign.
            Doc::Int(number)
                if self.format != Format::Json && ty.bits == 128 && number.is_negative() =>
            {
                Value::Int(Integer::from(number.to_bits()))
            }
            Doc::Int(number) if ty.saturating => Value::Int((*number).clamp(ty.min(), ty.max())),
            Doc::Int(number) => self.fail(
                Kind::Range,
                format!("invalid value: integer `{number}`, expected {expected}"),
            ),
            Doc::Bytes(bytes) if ty.bits == 128 => match <[u8; 16]>::try_from(bytes.as_slice()) {
                Ok(bytes) => {
                    let bits = u128::from_be_bytes(bytes);
                    Value::Int(if ty.signed {
                        Integer::from(bits as i128)
                    } else {
                        Integer::from(bits)
                    })
                }
                Err(_) => self.mismatch(doc, &expected),
            },
            _ => self.mismatch(doc, &expected),
        }
    }

    fn float(&mut self, ty: FloatType, doc: &Doc) -> Value {
        let value = match doc {
            Doc::Int(number) => number.to_f64(),
            Doc::Float(text) => text.parse().unwrap_or(f64::NAN),
            _ => return self.mismatch(doc, if ty == FloatType::F32 { "f32" } else { "f64" }),
        };
        Value::Float(match ty {
            FloatType::F64 => float_text(value),
            FloatType::F32 => float32_text(value as f32),
        })
    }

    fn string(&mut self, text: &Text, doc: &Doc) -> Value {
        let value = match doc {
            Doc::Bytes(bytes) => String::from_utf8(bytes.clone()).ok(),
            Doc::Str(value) => Some(value.clone()),
            _ => None,
        };
        let Some(value) = value else {
            return self.mismatch(doc, "a string");
        };
        match text {
            Text::Plain => {}
            Text::Borrowed => {
                let escaped = value
                    .chars()
                    .any(|character| matches!(character, '"' | '\\') || character < ' ');
                if escaped && self.format == Format::Json {
                    let message =
                        format!("invalid type: string {value:?}, expected a borrowed string");
                    return self.fail(Kind::Type, message);
                }
            }
            Text::Form(form) => {
                if let Some(seen) = known::form(form).seen(&value) {
                    return Value::Str(seen);
                }
                if !self.knows_all_texts {
                    match known::form(form).takes(&value) {
                        Some(true) => return Value::Str(value),
                        Some(false) => {}
                        None => {
                            let doubt = format!("whether {value:?} is of the form {form}");
                            return self.doubt(&doubt);
                        }
                    }
                }
                return self.fail(
                    Kind::Range,
                    format!("invalid value: string {value:?} is not of the form {form}"),
                );
            }
        }
        Value::Str(value)
    }

    fn bytes(&mut self, doc: &Doc) -> Value {
        match doc {
            Doc::Bytes(bytes) => Value::Bytes(bytes.clone()),
            Doc::Str(text) => Value::Bytes(text.clone().into_bytes()),
            Doc::List(items) => {
                let byte = IntType {
                    signed: false,
                    bits: 8,
                    nonzero: false,
                    saturating: false,
                    carries: false,
                };
                let mut bytes = Vec::new();
                for item in items {
                    match self.int(byte, item, Source::Format) {
                        Value::Int(number) => bytes.push(number.magnitude() as u8),
                        other => return other,
                    }
                }
                Value::Bytes(bytes)
            }
            _ => self.mismatch(doc, "byte array"),
        }
    }

    /// A document as `serde_json::Value` keeps it.
    fn any(&self, doc: &Doc) -> Doc {
        match doc {
            Doc::Int(number) if self.format == Format::Json && !fits_64_bits(*number) => {
                Doc::Float(float_text(number.to_f64()))
            }
            Doc::List(items) => Doc::List(items.iter().map(|item| self.any(item)).collect()),
            Doc::Map(entries) => Doc::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), self.any(value)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Reads the key of a map. In JSON keys are strings, and the format's own deserializer reads numbers from them; a
    /// buffer does not.
    fn key(&mut self, id: ShapeId, doc: &Doc, source: Source) -> Value {
        let (Doc::Str(text), Source::Format, Format::Json) = (doc, source, self.format) else {
            return self.read(id, doc, source);
        };
        let wire = self.wire;
        match wire.shape(id) {
            Shape::Split { read, .. } => self.key(*read, doc, source),
            Shape::Newtype(inner) => self.key(*inner, doc, source),
            Shape::Converted { inner, meaning, .. } => {
                Value::Converted(meaning.clone(), Box::new(self.key(*inner, doc, source)))
            }
            Shape::Option(inner) => Value::Some(Box::new(self.key(*inner, doc, source))),
            Shape::Int(ty) => match parse_integer(text) {
                Some(number) if ty.holds(number) => Value::Int(number),
                _ => self.fail(
                    Kind::Type,
                    "invalid value: expected key to be a number in quotes",
                ),
            },
            Shape::Float(_) => match text.parse::<f64>() {
                Ok(value) => self.float(FloatType::F64, &Doc::Float(float_text(value))),
                Err(_) => self.fail(
                    Kind::Type,
                    "invalid value: expected key to be a number in quotes",
                ),
            },
            Shape::Bool => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => self.fail(
                    Kind::Type,
                    format!("invalid type: string {text:?}, expected a boolean"),
                ),
            },
            _ => self.read(id, doc, source),
        }
    }
}

/// What `serde_json::Value` refuses of a document: JSON has no byte strings, and its keys are strings.
fn no_json(doc: &Doc) -> Option<String> {
    match doc {
        Doc::Bytes(_) => Some("invalid type: byte array, expected any valid JSON value".to_owned()),
        Doc::List(items) => items.iter().find_map(no_json),
        Doc::Map(entries) => entries.iter().find_map(|(key, value)| match key {
            Doc::Str(_) | Doc::Opaque(_) => no_json(value),
            key => Some(format!(
                "invalid type: {}, expected a string key",
                kind_of(key)
            )),
        }),
        _ => None,
    }
}

fn fixed_length(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Array(_, length) => usize::try_from(*length).ok(),
        Shape::Tuple(shape) | Shape::Struct(shape) => Some(
            shape
                .fields
                .iter()
                .filter(|field| field.read.is_some())
                .count(),
        ),
        _ => None,
    }
}

fn wants_sequence(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::List(_) | Shape::Set(_) | Shape::Array(..) | Shape::Tuple(_) | Shape::Struct(_)
    )
}

fn fits_64_bits(number: Integer) -> bool {
    Integer::power(63, 0).negated() <= number && number < Integer::power(64, 0)
}

fn parse_integer(text: &str) -> Option<Integer> {
    text.parse::<u128>()
        .map(Integer::from)
        .or_else(|_| text.parse::<i128>().map(Integer::from))
        .ok()
}

fn kind_of(doc: &Doc) -> String {
    match doc {
        Doc::Null => "null".to_owned(),
        Doc::Bool(value) => format!("boolean `{value}`"),
        Doc::Int(number) => format!("integer `{number}`"),
        Doc::Float(text) => format!("floating point `{text}`"),
        Doc::Str(text) => format!("string {text:?}"),
        Doc::Bytes(_) => "byte array".to_owned(),
        Doc::List(_) => "sequence".to_owned(),
        Doc::Map(_) => "map".to_owned(),
        Doc::Opaque(_) => "something that is not understood".to_owned(),
    }
}
