//! Whether two versions see the same in one document.

use super::alike::{
    exact, is_composite, is_empty, same_as_document, same_bytes, same_float, show, single, spread,
};
use super::prove::Prover;
use super::rename::{Named, partner};
use crate::wire::{Doc, Record, RecordField, Shape, ShapeId, Value, Wire};

/// How two readings of one document compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Where something is lost or changed, and what each side sees.
    Lost { path: String, seen: String },
    /// Where it cannot be told, and why.
    Unsure { path: String, reason: String },
}

/// Compares what the writer's own version sees with what the reader sees.
pub(crate) struct Comparer<'a> {
    /// The writer's version.
    pub(crate) writer: &'a Wire,
    /// The reader's version.
    pub(crate) reader: &'a Wire,
    pub(crate) prover: &'a Prover<'a>,
    pub(crate) found: Vec<Loss>,
    path: Vec<String>,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(writer: &'a Wire, reader: &'a Wire, prover: &'a Prover<'a>) -> Self {
        Comparer {
            writer,
            reader,
            prover,
            found: Vec::new(),
            path: vec![reader.name.clone()],
        }
    }

    fn lost(&mut self, own: &Value, other: &Value) {
        if is_guessed(own) || is_guessed(other) {
            return self
                .unsure("whether it is read like that is decided by code that is not understood");
        }
        let seen = format!(
            "the writer's version sees {}, the reader sees {}",
            show(own),
            show(other)
        );
        self.found.push(Loss::Lost {
            path: self.path.concat(),
            seen,
        });
    }

    fn unsure(&mut self, reason: &str) {
        self.found.push(Loss::Unsure {
            path: self.path.concat(),
            reason: reason.to_owned(),
        });
    }

    fn at(&mut self, segment: String, compare: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        compare(self);
        self.path.pop();
    }

    /// Notes every difference.
    pub(crate) fn compare(&mut self, own: &Value, other: &Value) {
        match (own, other) {
            (Value::Invalid, _) | (_, Value::Invalid) => {}
            (Value::Text(a), Value::Text(b)) if a == b => {}
            (Value::Text(_), _) | (_, Value::Text(_)) => {
                self.unsure("the value comes from code that was changed");
            }
            (Value::Converted(a, x), Value::Converted(b, y)) if a == b => self.compare(x, y),
            (Value::Converted(a, _), Value::Converted(b, _)) if is_known(a) && is_known(b) => {
                self.lost(own, other)
            }
            (Value::Converted(..), _) | (_, Value::Converted(..)) => {
                self.unsure("the functions that convert the value were changed");
            }
            (Value::None, Value::None | Value::Unit) | (Value::Unit, _) => {}
            (value, Value::Unit) if is_empty(value) => {}
            // A flattened struct of which nothing was there.
            (Value::None, Value::Record(_)) if other.is_plain() => {}
            (Value::Some(x), Value::Some(y)) => self.compare(x, y),
            (Value::Some(x), y) if !matches!(y, Value::None) => self.compare(x, y),
            (x, Value::Some(y)) if !matches!(x, Value::None) => self.compare(x, y),
            (Value::Any(Doc::Null), Value::None | Value::Unit) => {}
            (Value::Any(a), Value::Any(b)) => {
                if a != b {
                    self.lost(own, other);
                }
            }
            (Value::Int(a), Value::Any(doc)) => {
                if *doc != Doc::Int(*a) {
                    self.lost(own, other);
                }
            }
            (Value::Any(_), Value::Variant { payload, .. }) if **payload != Value::Unit => {
                self.compare(own, payload);
            }
            (Value::Any(doc), other) => self.equal(same_as_document(doc, other), own, other),
            (_, Value::Any(_)) => {}
            (Value::Tuple(items), value) | (value, Value::Tuple(items))
                if items.len() == 1 && !is_composite(value) =>
            {
                if matches!(own, Value::Tuple(_)) {
                    self.compare(&items[0], value)
                } else {
                    self.compare(value, &items[0])
                }
            }
            // A struct around one value is that value, wherever names are not on the wire.
            (Value::Record(record), value) if !is_composite(value) && single(record).is_some() => {
                let inner = single(record).expect("asked right before");
                self.compare(inner, value);
            }
            (value, Value::Record(record)) if !is_composite(value) && single(record).is_some() => {
                let inner = single(record).expect("asked right before");
                self.compare(value, inner);
            }
            (Value::Bool(a), Value::Bool(b)) => self.equal(a == b, own, other),
            (Value::Int(a), Value::Int(b)) => self.equal(a == b, own, other),
            (Value::Int(a), Value::Float(b)) => {
                let same = b
                    .parse::<f64>()
                    .is_ok_and(|b| exact(b) == Some(a.to_string()));
                self.equal(same, own, other);
            }
            (Value::Float(a), Value::Float(b)) => self.equal(same_float(a, b), own, other),
            (Value::Bool(a), Value::Int(b)) => {
                self.equal(b.to_string() == u8::from(*a).to_string(), own, other)
            }
            (Value::Int(a), Value::Bool(b)) => {
                self.equal(a.to_string() == u8::from(*b).to_string(), own, other)
            }
            (Value::Str(a), Value::Str(b)) => self.equal(a == b, own, other),
            (Value::Str(a), Value::Bytes(b)) | (Value::Bytes(b), Value::Str(a)) => {
                self.equal(a.as_bytes() == b.as_slice(), own, other);
            }
            (Value::Bytes(a), Value::Bytes(b)) => self.equal(a == b, own, other),
            (Value::Bytes(a), Value::List(b) | Value::Tuple(b) | Value::Set(b))
            | (Value::List(b) | Value::Tuple(b) | Value::Set(b), Value::Bytes(a)) => {
                self.equal(same_bytes(a, b), own, other);
            }
            (Value::Str(a), Value::List(b) | Value::Tuple(b))
            | (Value::List(b) | Value::Tuple(b), Value::Str(a)) => {
                self.equal(same_bytes(a.as_bytes(), b), own, other);
            }
            (Value::Record(a), Value::Record(b)) => self.records(a, b),
            (Value::Record(a), Value::List(b) | Value::Tuple(b))
            | (Value::List(b) | Value::Tuple(b), Value::Record(a)) => {
                let read: Vec<&RecordField> = a
                    .fields
                    .iter()
                    .filter(|field| !field.keys.is_empty())
                    .collect();
                let swapped = !matches!(own, Value::Record(_));
                for (field, item) in read.iter().zip(b) {
                    self.at(format!(".{}", field.ident), |comparer| {
                        if swapped {
                            comparer.compare(item, &field.value)
                        } else {
                            comparer.compare(&field.value, item)
                        }
                    });
                }
            }
            (Value::Record(record), Value::Bytes(bytes)) => {
                let items: Vec<Value> = record
                    .fields
                    .iter()
                    .filter(|field| !field.keys.is_empty())
                    .map(|field| field.value.clone())
                    .collect();
                self.equal(same_bytes(bytes, &items), own, other);
            }
            (Value::Map(entries), Value::Record(record)) => {
                for (key, _) in entries {
                    let known = matches!(key, Value::Str(key) if record.fields.iter().any(|f| f.flatten || f.keys.contains(key)));
                    if !known {
                        self.lost(key, &Value::None);
                    }
                }
            }
            (Value::Record(_), Value::Map(_)) => {}
            (Value::Map(a), Value::Map(b)) => {
                for (key, value) in a {
                    match b.iter().find(|(other, _)| self.same_key(key, other)) {
                        Some((_, other)) => {
                            self.at("{}".to_owned(), |comparer| comparer.compare(value, other))
                        }
                        None if [a, b]
                            .iter()
                            .any(|map| map.iter().any(|(key, _)| is_unclear(key))) =>
                        {
                            self.at("{key}".to_owned(), |comparer| {
                                comparer.unsure("the functions that convert the key were changed");
                            })
                        }
                        None => self.lost(key, &Value::None),
                    }
                }
                if b.len() > a.len() {
                    self.lost(own, other);
                }
            }
            // Elements of a tuple come and go like fields.
            (Value::Tuple(a), Value::Tuple(b)) => {
                for (index, (x, y)) in a.iter().zip(b).enumerate() {
                    self.at(format!(".{index}"), |comparer| comparer.compare(x, y));
                }
            }
            (Value::List(a), Value::Tuple(b)) => {
                for (x, y) in a.iter().zip(b) {
                    self.at("[]".to_owned(), |comparer| comparer.compare(x, y));
                }
                self.equal(a.len() <= b.len(), own, other);
            }
            (Value::List(a) | Value::Tuple(a), Value::List(b)) => {
                for (x, y) in a.iter().zip(b) {
                    self.at("[]".to_owned(), |comparer| comparer.compare(x, y));
                }
                self.equal(a.len() == b.len(), own, other);
            }
            (Value::List(a) | Value::Tuple(a) | Value::Set(a), Value::Set(b))
            | (Value::Set(a), Value::List(b) | Value::Tuple(b)) => {
                let same = a.len() == b.len()
                    && a.iter()
                        .all(|item| b.iter().any(|other| self.same_key(item, other)));
                self.equal(same, own, other);
            }
            (Value::Variant { .. }, Value::Variant { .. }) => self.variants(own, other),
            // Of another kind: a variant's contents may be the fields, or there is nothing to compare.
            (Value::Variant { payload, .. }, Value::Record(_))
                if !matches!(**payload, Value::Record(_)) => {}
            (Value::Record(_), Value::Variant { payload, .. })
                if !matches!(**payload, Value::Record(_)) => {}
            (Value::Variant { ident, payload, .. }, other) => {
                if !(matches!(**payload, Value::Unit)
                    && matches!(other, Value::Str(_) | Value::None | Value::Unit))
                {
                    self.at(format!("::{ident}"), |comparer| {
                        comparer.compare(payload, other)
                    });
                }
            }
            (own, Value::Variant { payload, .. }) => {
                let by_name =
                    matches!(own, Value::Str(_) | Value::None) && matches!(**payload, Value::Unit);
                if !by_name {
                    self.compare(own, payload);
                }
            }
            // A number and its text.
            (Value::Int(number), Value::Str(text)) | (Value::Str(text), Value::Int(number)) => {
                self.equal(number.to_string() == *text, own, other);
            }
            (Value::Bool(flag), Value::Str(text)) | (Value::Str(text), Value::Bool(flag)) => {
                self.equal(flag.to_string() == *text, own, other);
            }
            _ => self.lost(own, other),
        }
    }

    fn equal(&mut self, same: bool, own: &Value, other: &Value) {
        if !same {
            self.lost(own, other);
        }
    }

    fn same_key(&self, own: &Value, other: &Value) -> bool {
        let mut comparer = Comparer::new(self.writer, self.reader, self.prover);
        comparer.compare(own, other);
        comparer.found.is_empty()
    }

    fn records(&mut self, own: &Record, other: &Record) {
        let own_fields = spread(own, other);
        let other_fields = spread(other, own);
        let names = |fields: &[&'_ RecordField]| -> Vec<(String, ShapeId)> {
            fields
                .iter()
                .map(|field| (field.ident.clone(), field.shape.0))
                .collect()
        };
        let (own_names, other_names) = (names(&own_fields), names(&other_fields));
        for (place, field) in own_fields.iter().enumerate() {
            let same_name = other_fields
                .iter()
                .position(|candidate| candidate.ident == field.ident);
            let renamed = || {
                partner(&named(&own_names), place, &named(&other_names), |a, b| {
                    self.prover.same_shape(a, b)
                })
            };
            let Some(at) = same_name.or_else(renamed) else {
                continue;
            };
            let partner = other_fields[at];
            self.at(format!(".{}", partner.ident), |comparer| {
                comparer.fields(field, partner)
            });
        }
    }

    fn fields(&mut self, own: &RecordField, other: &RecordField) {
        // What the writer's version never reads can tell nothing.
        if own.keys.is_empty() {
            return;
        }
        // What neither side has on the wire is a matter of defaults; `None` stands for whatever is taken for absent.
        let by_default = !other.present;
        match (&own.value, &other.value) {
            (Value::None, value) if by_default && value.is_plain() => {}
            (value, Value::None) if by_default && !own.present && value.is_plain() => {}
            (Value::Variant { .. }, Value::None) if by_default && !own.present => {
                self.lost(&own.value, &other.value)
            }
            _ => self.compare(&own.value, &other.value),
        }
    }

    fn variants(&mut self, own: &Value, other: &Value) {
        let (
            Value::Variant {
                of: own_enum,
                ident: own_ident,
                payload: own_payload,
                ..
            },
            Value::Variant {
                of: other_enum,
                ident: other_ident,
                payload: other_payload,
                catches,
            },
        ) = (own, other)
        else {
            return;
        };
        // Contents that are gone from the type are removed fields.
        if own_ident == other_ident
            && matches!(**own_payload, Value::Record(_) | Value::Map(_))
            && **other_payload == Value::Unit
        {
            return;
        }
        if own_ident == other_ident {
            return self.at(format!("::{other_ident}"), |comparer| {
                comparer.compare(own_payload, other_payload)
            });
        }
        let has = |wire: &Wire, of, ident: &str| match wire.find(of) {
            Some(Shape::Enum(shape)) => {
                shape.variants.iter().any(|variant| variant.ident == *ident)
            }
            _ => false,
        };
        let known_there = has(self.reader, other_enum.0, own_ident);
        if *catches && !known_there {
            return;
        }
        let known_here = has(self.writer, own_enum.0, other_ident);
        // A variant under a new name, told by its place or by an alias.
        if !known_there
            && !known_here
            && (**own_payload == Value::Unit) == (**other_payload == Value::Unit)
        {
            return self.at(format!("::{other_ident}"), |comparer| {
                comparer.compare(own_payload, other_payload)
            });
        }
        self.lost(own, other);
    }
}

fn named(names: &[(String, ShapeId)]) -> Vec<Named<'_>> {
    names
        .iter()
        .map(|(ident, shape)| Named {
            ident,
            shape: *shape,
        })
        .collect()
}

/// Whether a key is what functions make of it.
fn is_unclear(key: &Value) -> bool {
    match key {
        Value::Text(_) => true,
        Value::Converted(meaning, _) => !is_known(meaning),
        _ => false,
    }
}

/// Whether a variant was taken because nobody knows what its contents read.
fn is_guessed(value: &Value) -> bool {
    matches!(value, Value::Variant { payload, .. } if matches!(**payload, Value::Text(_)))
}

fn is_known(meaning: &str) -> bool {
    meaning.starts_with(crate::known::MEANING)
}
