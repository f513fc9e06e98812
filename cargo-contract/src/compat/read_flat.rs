//! Reading flattened fields: see [`super::read`].

use super::problem::{Kind, NOT_UNDERSTOOD};
use super::read::{Reader, Source};
use super::read_struct::is_any_key;
use crate::wire::{Doc, Shape, ShapeId, Tagging, Value};

impl Reader<'_> {
    /// Reads a flattened field from the entries that are left.
    pub(super) fn flat(&mut self, id: ShapeId, rest: &mut [Option<(Doc, Doc)>]) -> Value {
        let wire = self.wire;
        let left = |rest: &[Option<(Doc, Doc)>]| -> Vec<(Doc, Doc)> {
            rest.iter().flatten().cloned().collect()
        };
        match wire.shape(id) {
            Shape::Split { read, .. } => self.flat(*read, rest),
            Shape::Newtype(inner) => self.flat(*inner, rest),
            Shape::Converted { inner, meaning, .. } => {
                Value::Converted(meaning.clone(), Box::new(self.flat(*inner, rest)))
            }
            Shape::Unit | Shape::UnitStruct | Shape::Ignored => Value::Unit,
            Shape::Option(inner) => {
                let before = self.problems.len();
                let value = self.flat(*inner, rest);
                if self.problems.len() > before {
                    self.problems.truncate(before);
                    return Value::None;
                }
                Value::Some(Box::new(value))
            }
            Shape::Struct(shape) if !shape.flattens_read() => {
                let known: Vec<&str> = shape
                    .fields
                    .iter()
                    .filter_map(|field| field.read.as_ref())
                    .flat_map(|read| read.keys.iter().map(String::as_str))
                    .collect();
                let mut taken = take(rest, &known, usize::MAX);
                // What another part writes and nobody understands may be a key of this one.
                taken.extend(rest.iter().flatten().filter(|it| is_any_key(it)).cloned());
                Value::Record(self.keys(shape, &taken, Source::Buffer))
            }
            Shape::Struct(shape) => Value::Record(self.keys(shape, &left(rest), Source::Kept)),
            Shape::Map(..) => self.read(id, &Doc::Map(left(rest)), Source::Kept),
            Shape::Any => self.read(id, &Doc::Map(left(rest)), Source::Kept),
            Shape::Enum(shape) => {
                let has_untagged = shape
                    .variants
                    .iter()
                    .any(|variant| variant.untagged && variant.read.is_some());
                match &shape.tagging {
                    Tagging::External if !has_untagged => {
                        let names: Vec<&str> = shape
                            .variants
                            .iter()
                            .filter_map(|variant| variant.read.as_ref())
                            .flat_map(|names| names.iter().map(String::as_str))
                            .collect();
                        let taken = take(rest, &names, 1);
                        if taken.is_empty() {
                            let mut left = rest.iter().flatten();
                            if left.any(|it| is_any_key(it) || matches!(it.0, Doc::Opaque(_))) {
                                return self.doubt(NOT_UNDERSTOOD);
                            }
                            let message = format!(
                                "no variant of enum {} found in flattened data",
                                shape.name
                            );
                            return self.fail(Kind::NoVariant, message);
                        }
                        self.external(id, shape, &Doc::Map(taken), Source::Buffer)
                    }
                    Tagging::Adjacent { tag, content } if !has_untagged => {
                        let taken = take(rest, &[tag, content], usize::MAX);
                        if taken.len() < 2 && rest.iter().flatten().any(is_any_key) {
                            return self.doubt(NOT_UNDERSTOOD);
                        }
                        self.adjacent(id, shape, (tag, content), &Doc::Map(taken), Source::Buffer)
                    }
                    Tagging::Number(_) => {
                        self.fail(Kind::Type, "can only flatten structs and maps")
                    }
                    _ => self.variant(id, shape, &Doc::Map(left(rest)), Source::Kept),
                }
            }
            Shape::Opaque {
                reason,
                fingerprint,
            } => {
                let unchanged = rest
                    .iter()
                    .flatten()
                    .any(|(_, value)| *value == Doc::Opaque(fingerprint.clone()));
                if unchanged {
                    Value::Text(fingerprint.clone())
                } else {
                    self.doubt(reason)
                }
            }
            _ => self.fail(Kind::Type, "can only flatten structs and maps"),
        }
    }
}

/// Takes up to `limit` entries with one of the keys.
pub(super) fn take(
    rest: &mut [Option<(Doc, Doc)>],
    keys: &[&str],
    limit: usize,
) -> Vec<(Doc, Doc)> {
    let mut taken = Vec::new();
    for slot in rest {
        if taken.len() >= limit {
            break;
        }
        if slot
            .as_ref()
            .is_some_and(|(key, _)| matches!(key, Doc::Str(text) if keys.contains(&text.as_str())))
            && let Some(entry) = slot.take()
        {
            taken.push(entry);
        }
    }
    taken
}
