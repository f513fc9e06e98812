//! Reading enums and flattened fields: see [`super::read`].

use super::problem::{Kind, NOT_UNDERSTOOD};
use super::read::{Reader, Source};
use crate::wire::{Doc, Enum, Integer, OfShape, Payload, Shape, ShapeId, Tagging, Value, Variant};

impl Reader<'_> {
    /// Reads an enum.
    pub(super) fn variant(
        &mut self,
        id: ShapeId,
        shape: &Enum,
        doc: &Doc,
        source: Source,
    ) -> Value {
        if let Doc::Opaque(_) = doc {
            return self.doubt(NOT_UNDERSTOOD);
        }
        if shape.tagging == Tagging::Untagged {
            return self.first_fitting(id, shape, doc, |_| true);
        }
        // An untagged variant makes serde buffer the whole value and try the tagged ones first.
        if shape
            .variants
            .iter()
            .any(|variant| variant.untagged && variant.read.is_some())
        {
            let before = (self.problems.len(), self.doubts.len());
            let value = self.tagged_variant(id, shape, doc, Source::Kept);
            if self.problems.len() == before.0 {
                return value;
            }
            self.problems.truncate(before.0);
            return self.first_fitting(id, shape, doc, |variant| variant.untagged);
        }
        self.tagged_variant(id, shape, doc, source)
    }

    fn tagged_variant(&mut self, id: ShapeId, shape: &Enum, doc: &Doc, source: Source) -> Value {
        match &shape.tagging {
            Tagging::External => self.external(id, shape, doc, source),
            Tagging::Internal { tag } => self.internal(id, shape, tag, doc),
            Tagging::Adjacent { tag, content } => {
                self.adjacent(id, shape, (tag, content), doc, source)
            }
            Tagging::Number(ty) => {
                let number = match doc {
                    Doc::Int(number) if ty.holds(*number) => *number,
                    Doc::Int(number) => {
                        return self.fail(
                            Kind::Range,
                            format!("invalid value: integer `{number}`, expected {}", ty.name()),
                        );
                    }
                    _ => return self.fail(Kind::Type, format!("expected {}", ty.name())),
                };
                let named = shape
                    .variants
                    .iter()
                    .find(|variant| Integer::from(variant.number) == number);
                match named.or_else(|| shape.variants.iter().find(|variant| variant.other)) {
                    Some(variant) => value_of(id, variant, Value::Unit),
                    None => self.fail(
                        Kind::Variant(number.to_string()),
                        format!("invalid value: {number}, expected one of the discriminants"),
                    ),
                }
            }
            Tagging::Untagged => self.first_fitting(id, shape, doc, |_| true),
        }
    }

    fn first_fitting(
        &mut self,
        id: ShapeId,
        shape: &Enum,
        doc: &Doc,
        candidates: impl Fn(&Variant) -> bool,
    ) -> Value {
        for variant in shape
            .variants
            .iter()
            .filter(|variant| variant.read.is_some() && candidates(variant))
        {
            let before = (self.problems.len(), self.doubts.len());
            let payload = self.at(format!("::{}", variant.ident), |reader| {
                reader.bare_payload(variant, doc, Source::Kept)
            });
            if self.problems.len() == before.0 {
                return value_of(id, variant, payload);
            }
            self.problems.truncate(before.0);
            if self.doubts.len() > before.1 {
                // Whether this variant takes it is not known, so nothing behind it is either.
                return Value::Invalid;
            }
        }
        self.fail(
            Kind::NoVariant,
            format!(
                "data did not match any variant of untagged enum {}",
                shape.name
            ),
        )
    }

    /// The contents of a variant that stand for themselves: untagged, or beside an adjacent tag.
    fn bare_payload(&mut self, variant: &Variant, doc: &Doc, source: Source) -> Value {
        match &variant.payload {
            Payload::Unit => match doc {
                Doc::Null => Value::Unit,
                _ => self.fail(
                    Kind::Type,
                    format!("invalid type, expected unit variant {}", variant.ident),
                ),
            },
            Payload::Newtype(inner) => self.read(*inner, doc, source),
            Payload::Tuple(fields) => match doc {
                Doc::List(items) => {
                    let record = self.positions(fields, items, source, "tuple variant");
                    Value::Tuple(record.elements())
                }
                _ => self.fail(
                    Kind::Type,
                    format!("invalid type, expected tuple variant {}", variant.ident),
                ),
            },
            Payload::Struct(fields) => match doc {
                Doc::Map(entries) => Value::Record(self.keys(fields, entries, source)),
                _ => self.fail(
                    Kind::Type,
                    format!("invalid type, expected struct variant {}", variant.ident),
                ),
            },
        }
    }

    pub(super) fn external(
        &mut self,
        id: ShapeId,
        shape: &Enum,
        doc: &Doc,
        source: Source,
    ) -> Value {
        let (name, contents) = match doc {
            Doc::Str(name) => (name.as_str(), None),
            Doc::Map(entries) => match entries.as_slice() {
                [(Doc::Str(name), contents)] => (name.as_str(), Some(contents)),
                _ => {
                    return self.fail(
                        Kind::Type,
                        "invalid value: map, expected map with a single key",
                    );
                }
            },
            _ => {
                return self.fail(
                    Kind::Type,
                    format!("invalid type, expected enum {}", shape.name),
                );
            }
        };
        let Some(variant) = self.named_variant(shape, name) else {
            return Value::Invalid;
        };
        let segment = format!("::{}", variant.ident);
        let payload = match contents {
            Some(_) => self.within(name, segment, |reader| {
                reader.external_payload(variant, contents, source)
            }),
            None => self.at(segment, |reader| {
                reader.external_payload(variant, None, source)
            }),
        };
        value_of(id, variant, payload)
    }

    /// The contents of an externally tagged variant; none if only its name was there.
    fn external_payload(
        &mut self,
        variant: &Variant,
        contents: Option<&Doc>,
        source: Source,
    ) -> Value {
        let Some(contents) = contents else {
            return match variant.payload {
                Payload::Unit => Value::Unit,
                _ => self.fail(Kind::Type, "invalid type: unit variant, expected contents"),
            };
        };
        match &variant.payload {
            Payload::Unit => match contents {
                Doc::Null => Value::Unit,
                Doc::Opaque(_) => self.doubt(NOT_UNDERSTOOD),
                _ => self.fail(Kind::Type, "invalid type, expected unit"),
            },
            Payload::Newtype(inner) => self.read(*inner, contents, source),
            Payload::Tuple(_) => self.bare_payload(variant, contents, source),
            Payload::Struct(fields) => match contents {
                Doc::List(items) if !fields.flattens_read() => {
                    Value::Record(self.positions(fields, items, source, "struct variant"))
                }
                _ => self.bare_payload(variant, contents, source),
            },
        }
    }

    fn named_variant<'s>(&mut self, shape: &'s Enum, name: &str) -> Option<&'s Variant> {
        let tagged = || shape.variants.iter().filter(|variant| !variant.untagged);
        let named = tagged().find(|variant| {
            variant
                .read
                .as_ref()
                .is_some_and(|names| names.iter().any(|known| known == name))
        });
        let found =
            named.or_else(|| tagged().find(|variant| variant.other && variant.read.is_some()));
        if found.is_none() {
            self.fail(
                Kind::Variant(name.to_owned()),
                format!("unknown variant `{name}`"),
            );
        }
        found
    }

    fn internal(&mut self, id: ShapeId, shape: &Enum, tag: &str, doc: &Doc) -> Value {
        match doc {
            Doc::Map(entries) => {
                let is_tag = |key: &Doc| matches!(key, Doc::Str(text) if text == tag);
                let mut tags = entries.iter().filter(|(key, _)| is_tag(key));
                let Some((_, name)) = tags.next() else {
                    return self.fail(Kind::Tag, format!("missing field `{tag}`"));
                };
                if tags.next().is_some() {
                    return self.fail(Kind::Duplicate, format!("duplicate field `{tag}`"));
                }
                let Doc::Str(name) = name else {
                    return self.fail(Kind::Tag, "invalid type, expected variant identifier");
                };
                let Some(variant) = self.named_variant(shape, name) else {
                    return Value::Invalid;
                };
                let rest: Vec<(Doc, Doc)> = entries
                    .iter()
                    .filter(|(key, _)| !is_tag(key))
                    .cloned()
                    .collect();
                let payload = self.at(format!("::{}", variant.ident), |reader| {
                    match &variant.payload {
                        Payload::Unit => Value::Unit,
                        Payload::Newtype(inner) => {
                            reader.read(*inner, &Doc::Map(rest), Source::Buffer)
                        }
                        Payload::Struct(fields) => {
                            Value::Record(reader.keys(fields, &rest, Source::Buffer))
                        }
                        Payload::Tuple(_) => {
                            reader.fail(Kind::Type, "a tuple variant cannot be tagged inside")
                        }
                    }
                });
                value_of(id, variant, payload)
            }
            Doc::List(items) => {
                let Some((Doc::Str(name), rest)) = items.split_first() else {
                    return self.fail(Kind::Tag, format!("missing field `{tag}`"));
                };
                let Some(variant) = self.named_variant(shape, name) else {
                    return Value::Invalid;
                };
                let payload = self.at(format!("::{}", variant.ident), |reader| {
                    match &variant.payload {
                        Payload::Unit if rest.is_empty() => Value::Unit,
                        Payload::Unit => reader.fail(
                            Kind::Length,
                            "invalid length, expected 0 elements in sequence",
                        ),
                        Payload::Newtype(inner) => {
                            reader.read(*inner, &Doc::List(rest.to_vec()), Source::Buffer)
                        }
                        Payload::Struct(fields) if !fields.flattens_read() => Value::Record(
                            reader.positions(fields, rest, Source::Buffer, "struct variant"),
                        ),
                        _ => reader.fail(Kind::Type, "invalid type: sequence, expected map"),
                    }
                });
                value_of(id, variant, payload)
            }
            _ => self.fail(
                Kind::Tag,
                format!(
                    "invalid type, expected internally tagged enum {}",
                    shape.name
                ),
            ),
        }
    }

    pub(super) fn adjacent(
        &mut self,
        id: ShapeId,
        shape: &Enum,
        keys: (&str, &str),
        doc: &Doc,
        source: Source,
    ) -> Value {
        let (tag, content) = keys;
        let is_list = matches!(doc, Doc::List(_));
        let expected = format!(
            "invalid type, expected adjacently tagged enum {}",
            shape.name
        );
        let (name, contents, source) = match doc {
            Doc::Map(entries) => {
                let find = |key: &str| {
                    let mut found = entries
                        .iter()
                        .enumerate()
                        .filter(|(_, (k, _))| matches!(k, Doc::Str(t) if t == key));
                    (found.next(), found.next().is_some())
                };
                let ((tag_entry, tag_twice), (content_entry, content_twice)) =
                    (find(tag), find(content));
                if tag_twice || content_twice {
                    let key = if tag_twice { tag } else { content };
                    return self.fail(Kind::Duplicate, format!("duplicate field `{key}`"));
                }
                if shape.deny_unknown
                    && let Some(key) = entries.iter().find_map(|(key, _)| match key {
                        Doc::Str(text) if text != tag && text != content => Some(text.clone()),
                        _ => None,
                    })
                {
                    return self.fail(Kind::Unknown(key.clone()), format!("unknown field `{key}`"));
                }
                let Some((tag_at, (_, name))) = tag_entry else {
                    return self.fail(Kind::Tag, format!("missing field `{tag}`"));
                };
                // Contents that come before the tag are buffered.
                let buffered = content_entry.as_ref().is_some_and(|(at, _)| *at < tag_at);
                let contents = content_entry.map(|(_, (_, contents))| contents);
                (
                    name,
                    contents,
                    if buffered { Source::Buffer } else { source },
                )
            }
            Doc::List(items) => match items.as_slice() {
                [name, contents] => (name, Some(contents), source),
                [] | [_] => {
                    return self.fail(
                        Kind::Length,
                        "invalid length, expected a tag and its contents",
                    );
                }
                _ => {
                    return self.fail(
                        Kind::Length,
                        "trailing elements behind the tag and its contents",
                    );
                }
            },
            _ => return self.fail(Kind::Tag, expected),
        };
        let name = match name {
            Doc::Str(name) => name,
            Doc::Map(entries) if entries.len() == 1 => match &entries[0] {
                (Doc::Str(name), Doc::Null) => name,
                _ => return self.fail(Kind::Tag, expected),
            },
            _ => return self.fail(Kind::Tag, expected),
        };
        let Some(variant) = self.named_variant(shape, name) else {
            return Value::Invalid;
        };
        let payload = self.at(format!("::{}", variant.ident), |reader| {
            match (contents, &variant.payload) {
                (Some(contents), _) => {
                    let key = if is_list { "1" } else { content };
                    reader.within(key, String::new(), |reader| {
                        reader.bare_payload(variant, contents, source)
                    })
                }
                (None, Payload::Unit) => Value::Unit,
                (None, Payload::Newtype(inner)) if reader.accepts_missing(*inner) => Value::None,
                (None, _) => reader.fail(
                    Kind::Missing(content.to_owned()),
                    format!("missing field `{content}`"),
                ),
            }
        });
        value_of(id, variant, payload)
    }

    /// Whether a missing key reads as `None` for a value of this shape.
    fn accepts_missing(&self, id: ShapeId) -> bool {
        match self.wire.shape(id) {
            Shape::Option(_) | Shape::Ignored => true,
            Shape::Split { .. } | Shape::Converted { .. } => false,
            _ => false,
        }
    }
}

fn value_of(of: ShapeId, variant: &Variant, payload: Value) -> Value {
    let catches = variant.other || variant.untagged || matches!(payload, Value::Any(_));
    Value::Variant {
        of: OfShape(of),
        ident: variant.ident.clone(),
        catches,
        payload: Box::new(payload),
    }
}
