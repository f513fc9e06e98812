//! Reading structs and tuples: see [`super::read`].

use super::accept_object::accepts_absence;
use super::data::ANY_KEY;
use super::problem::{Kind, NOT_UNDERSTOOD};
use super::read::{Reader, Source};
use crate::wire::{Default, Doc, Field, OfShape, Record, RecordField, Shape, Struct, Value};

impl Reader<'_> {
    /// The fields of a struct from a map.
    pub(super) fn keys(
        &mut self,
        shape: &Struct,
        entries: &[(Doc, Doc)],
        source: Source,
    ) -> Record {
        let mut found: Vec<Option<Value>> = vec![None; shape.fields.len()];
        let mut rest: Vec<Option<(Doc, Doc)>> = Vec::new();
        let flattens = shape.flattens_read();
        // What a flattened part that is not understood writes may be any key.
        let is_open = entries.iter().any(is_any_key);
        for (key, doc) in entries {
            let text = match key {
                Doc::Str(text) => text.as_str(),
                Doc::Opaque(_) => {
                    self.doubt(NOT_UNDERSTOOD);
                    continue;
                }
                _ => "",
            };
            let named = shape
                .fields
                .iter()
                .position(|field| !field.flatten && reads(field, text));
            match named {
                Some(index) => {
                    let field = &shape.fields[index];
                    let value = self.within(text, format!(".{}", field.ident), |reader| {
                        reader.read(field.shape, doc, source)
                    });
                    if found[index].replace(value).is_some() {
                        let name = first_key(field).to_owned();
                        self.at(format!(".{}", field.ident), |reader| {
                            reader.fail(Kind::Duplicate, format!("duplicate field `{name}`"))
                        });
                    }
                }
                None if flattens => rest.push(Some((key.clone(), doc.clone()))),
                None if shape.deny_unknown && is_any_key(&(key.clone(), doc.clone())) => {
                    self.doubt(NOT_UNDERSTOOD);
                }
                None if shape.deny_unknown => {
                    self.within(text, format!(".{text}"), |reader| {
                        reader.fail(
                            Kind::Unknown(text.to_owned()),
                            format!("unknown field `{text}`"),
                        )
                    });
                }
                None => {}
            }
        }
        let mut record = Record::default();
        for (field, value) in shape.fields.iter().zip(found) {
            let present = value.is_some();
            let value = match value {
                Some(value) => value,
                None if field.read.is_none() => default_of(field),
                None if field.flatten => self.at(format!(".{}", field.ident), |reader| {
                    reader.flat(field.shape, &mut rest)
                }),
                // Which of the keys are there is one question.
                None if is_open && !accepts_absence(field) => self.doubt(NOT_UNDERSTOOD),
                None => self.missing(field),
            };
            record
                .fields
                .push(record_field(field, present || field.flatten, value));
        }
        if flattens && shape.deny_unknown {
            for (key, _) in rest.iter().flatten() {
                let text = if let Doc::Str(text) = key {
                    text.clone()
                } else {
                    key.to_json()
                };
                self.within(&text, format!(".{text}"), |reader| {
                    reader.fail(
                        Kind::Unknown(text.clone()),
                        format!("unknown field `{text}`"),
                    )
                });
            }
        }
        record
    }

    pub(super) fn missing(&mut self, field: &Field) -> Value {
        let implicit_none = field.read.as_ref().is_some_and(|read| read.implicit_none);
        if field.default.is_some() {
            return default_of(field);
        }
        if implicit_none {
            return Value::None;
        }
        let name = first_key(field).to_owned();
        self.at(format!(".{}", field.ident), |reader| {
            let shape = reader.wire.shape(reader.wire.read(field.shape));
            if matches!(shape, Shape::Opaque { .. }) && !shape.is_by_function() {
                return reader.doubt(
                    "whether the key may be missing is decided by code that is not understood",
                );
            }
            reader.fail(
                Kind::Missing(name.clone()),
                format!("missing field `{name}`"),
            )
        })
    }

    /// The fields of a struct or tuple from a list.
    pub(super) fn positions(
        &mut self,
        shape: &Struct,
        items: &[Doc],
        source: Source,
        expected: &str,
    ) -> Record {
        let mut record = Record::default();
        let mut items_left = items.iter().enumerate();
        for field in &shape.fields {
            if field.read.is_none() {
                record
                    .fields
                    .push(record_field(field, false, default_of(field)));
                continue;
            }
            let (present, value) = match items_left.next() {
                Some((index, doc)) => {
                    let index = index.to_string();
                    let value = self.within(&index, format!(".{}", field.ident), |reader| {
                        reader.read(field.shape, doc, source)
                    });
                    (true, value)
                }
                None if field.default.is_some() => (false, default_of(field)),
                None => {
                    let count = shape
                        .fields
                        .iter()
                        .filter(|field| field.read.is_some())
                        .count();
                    let value = self.at(format!(".{}", field.ident), |reader| {
                        reader.length(items.len(), &format!("{expected} with {count} elements"))
                    });
                    (false, value)
                }
            };
            record.fields.push(record_field(field, present, value));
        }
        if items_left.next().is_some() {
            self.length(items.len(), &format!("{expected} with fewer elements"));
        }
        record
    }
}

pub(super) fn record_field(field: &Field, present: bool, value: Value) -> RecordField {
    RecordField {
        ident: field.ident.clone(),
        keys: field
            .read
            .as_ref()
            .map(|read| read.keys.clone())
            .unwrap_or_default(),
        present,
        flatten: field.flatten,
        shape: OfShape(field.shape),
        value,
    }
}

pub(super) fn default_of(field: &Field) -> Value {
    match &field.default {
        Some(Default::Known(value)) => value.clone(),
        Some(Default::Text(text)) => Value::Text(text.clone()),
        None => Value::None,
    }
}

pub(super) fn first_key(field: &Field) -> &str {
    field
        .read
        .as_ref()
        .and_then(|read| read.keys.first())
        .map_or(field.ident.as_str(), String::as_str)
}

pub(super) fn reads(field: &Field, key: &str) -> bool {
    field
        .read
        .as_ref()
        .is_some_and(|read| read.keys.iter().any(|known| known == key))
}

/// Whether an entry stands for those of a flattened part that is not understood.
pub(super) fn is_any_key((key, doc): &(Doc, Doc)) -> bool {
    matches!(doc, Doc::Opaque(_)) && *key == Doc::Str(ANY_KEY.to_owned())
}
