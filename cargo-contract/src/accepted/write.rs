//! From a wire model to its text.
//!
//! Structs and enums, and whatever else contains itself, become types with names; all others stand where they are used. The
//! names are given on the way from the root, so that equal models have equal texts.

use std::collections::BTreeMap;

use super::mirror::{
    DefaultText, DocText, EnumText, Expr, FieldText, NOWHERE, Node, OmitText, PayloadText,
    RecordFieldText, StructText, TaggingText, ValueText, VariantText, WireText,
};
use super::walk::{names, reached};
use crate::wire::{
    Default, Doc, Enum, Field, FloatType, OfShape, Omit, Payload, Shape, ShapeId, Struct, Tagging,
    Text, Value, Wire,
};

/// The text of a model.
pub(super) fn text_of(wire: &Wire) -> WireText {
    Writer {
        wire,
        names: names(wire),
        is_named: true,
    }
    .text()
}

/// The text of a model without the names of types, as far as these never reach the wire: equal for two models that say the
/// same.
pub(super) fn nameless(wire: &Wire) -> WireText {
    let ids: Vec<ShapeId> = reached(wire);
    let names = names(wire);
    let named = ids.into_iter().filter(|id| names.contains_key(id));
    let numbers = named
        .zip(1..)
        .map(|(id, number): (_, u32)| (id, number.to_string()));
    Writer {
        wire,
        names: numbers.collect(),
        is_named: false,
    }
    .text()
}

struct Writer<'w> {
    wire: &'w Wire,
    names: BTreeMap<ShapeId, String>,
    /// Whether types say what they are called.
    is_named: bool,
}

impl Writer<'_> {
    fn text(&self) -> WireText {
        let types = self.names.iter();
        WireText {
            root: self.expr(self.wire.root),
            types: types
                .map(|(&id, name)| (name.clone(), self.shape(id)))
                .collect(),
            schema: self.wire.declared.as_deref().map(str::to_owned),
        }
    }

    /// The name of a type, if that matters.
    fn name(&self, name: &str, is_written: bool) -> String {
        match self.is_named || is_written {
            true => name.to_owned(),
            false => String::new(),
        }
    }

    fn expr(&self, id: ShapeId) -> Expr {
        match self.names.get(&id) {
            Some(name) => node(Node::Type(name.clone())),
            None => self.shape(id),
        }
    }

    /// The shape of a value, which may be in no document.
    fn of_value(&self, of: OfShape) -> Expr {
        match of.somewhere() {
            Some(id) => self.expr(id),
            None => Expr::Word(NOWHERE.to_owned()),
        }
    }

    fn shape(&self, id: ShapeId) -> Expr {
        let word = |word: &str| Expr::Word(word.to_owned());
        node(match self.wire.shape(id) {
            Shape::Any => return word("any"),
            Shape::Ignored => return word("ignored"),
            Shape::Bool => return word("bool"),
            Shape::Int(ty) => return word(&ty.name()),
            Shape::Float(FloatType::F32) => return word("f32"),
            Shape::Float(FloatType::F64) => return word("f64"),
            Shape::Char => return word("char"),
            Shape::Str(Text::Plain) => return word("string"),
            Shape::Str(Text::Borrowed) => return word("borrowed string"),
            Shape::Str(Text::Form(form)) => Node::Form((*form).to_owned()),
            Shape::Bytes(None) => return word("bytes"),
            Shape::Bytes(Some(length)) => Node::Bytes(*length),
            Shape::Unit => return word("unit"),
            Shape::UnitStruct => return word("unit struct"),
            Shape::Option(inner) => Node::Option(self.expr(*inner)),
            Shape::List(inner) => Node::List(self.expr(*inner)),
            Shape::Set(inner) => Node::Set(self.expr(*inner)),
            Shape::Array(inner, length) => Node::Array {
                of: self.expr(*inner),
                length: *length,
            },
            Shape::Tuple(shape) => Node::Tuple(self.fields(shape)),
            Shape::Map(key, value) => Node::Map {
                key: self.expr(*key),
                value: self.expr(*value),
            },
            Shape::Newtype(inner) => Node::Newtype(self.expr(*inner)),
            Shape::Struct(shape) => Node::Struct(self.fields(shape)),
            Shape::Enum(shape) => Node::Enum(self.variants(shape)),
            Shape::Split { write, read } => Node::Split {
                write: self.expr(*write),
                read: self.expr(*read),
            },
            Shape::Converted {
                inner,
                meaning,
                fallible,
                outcomes,
                keeps,
            } => Node::Converted {
                of: self.expr(*inner),
                meaning: meaning.clone(),
                fallible: *fallible,
                outcomes: self.outcomes(outcomes),
                keeps: *keeps,
            },
            Shape::Opaque {
                reason,
                fingerprint,
            } => Node::Opaque {
                reason: reason.clone(),
                fingerprint: fingerprint.clone(),
            },
        })
    }

    fn fields(&self, shape: &Struct) -> StructText {
        let Struct {
            name,
            fields,
            deny_unknown,
            tag,
        } = shape;
        StructText {
            name: self.name(name, tag.is_some()),
            deny_unknown: *deny_unknown,
            tag: tag.clone(),
            fields: fields.iter().map(|field| self.field(field)).collect(),
        }
    }

    fn field(&self, field: &Field) -> FieldText {
        let Field {
            ident,
            write,
            read,
            default,
            flatten,
            shape,
        } = field;
        FieldText {
            name: ident.clone(),
            write: write.as_ref().map(|write| write.key.clone()),
            omit: write
                .as_ref()
                .and_then(|write| write.omit.as_ref())
                .map(|omit| match omit {
                    Omit::None => OmitText::None,
                    Omit::Empty => OmitText::Empty,
                    Omit::Equals(value) => OmitText::Equals(self.value(value)),
                    Omit::Text(text) => OmitText::Text(text.clone()),
                }),
            read: read.as_ref().map(|read| read.keys.clone()),
            optional: read.as_ref().is_some_and(|read| read.implicit_none),
            default: default.as_ref().map(|default| match default {
                Default::Known(value) => DefaultText::Value(self.value(value)),
                Default::Text(text) => DefaultText::Text(text.clone()),
            }),
            flatten: *flatten,
            shape: self.expr(*shape),
        }
    }

    fn variants(&self, shape: &Enum) -> EnumText {
        let Enum {
            name,
            variants,
            tagging,
            deny_unknown,
        } = shape;
        let is_number = matches!(tagging, Tagging::Number(_));
        let variants = variants.iter().map(|variant| VariantText {
            name: variant.ident.clone(),
            write: variant.write.clone(),
            read: variant.read.clone(),
            other: variant.other,
            untagged: variant.untagged,
            // Of other enums it never reaches the wire.
            number: is_number.then_some(variant.number),
            payload: match &variant.payload {
                Payload::Unit => None,
                Payload::Newtype(inner) => Some(PayloadText::Newtype(self.expr(*inner))),
                Payload::Tuple(shape) => Some(PayloadText::Tuple(self.fields(shape))),
                Payload::Struct(shape) => Some(PayloadText::Struct(self.fields(shape))),
            },
        });
        EnumText {
            name: self.name(name, false),
            deny_unknown: *deny_unknown,
            variants: variants.collect(),
            tagging: match tagging {
                Tagging::External => TaggingText::External,
                Tagging::Internal { tag } => TaggingText::Internal { tag: tag.clone() },
                Tagging::Adjacent { tag, content } => TaggingText::Adjacent {
                    tag: tag.clone(),
                    content: content.clone(),
                },
                Tagging::Untagged => TaggingText::Untagged,
                Tagging::Number(ty) => TaggingText::Number(ty.name()),
            },
        }
    }

    fn value(&self, value: &Value) -> ValueText {
        let all = |values: &[Value]| values.iter().map(|value| self.value(value)).collect();
        match value {
            Value::Unit => ValueText::Unit,
            Value::Bool(flag) => ValueText::Bool(*flag),
            Value::Int(number) => ValueText::Int(number.to_string()),
            Value::Float(text) => ValueText::Float(text.clone()),
            Value::Str(text) => ValueText::Str(text.clone()),
            Value::Bytes(bytes) => ValueText::Bytes(bytes.clone()),
            Value::None => ValueText::None,
            Value::Some(inner) => ValueText::Some(Box::new(self.value(inner))),
            Value::List(items) => ValueText::List(all(items)),
            Value::Tuple(items) => ValueText::Tuple(all(items)),
            Value::Set(items) => ValueText::Set(all(items)),
            Value::Map(entries) => ValueText::Map(
                entries
                    .iter()
                    .map(|(key, value)| (self.value(key), self.value(value)))
                    .collect(),
            ),
            Value::Record(record) => ValueText::Record(
                record
                    .fields
                    .iter()
                    .map(|field| RecordFieldText {
                        name: field.ident.clone(),
                        keys: field.keys.clone(),
                        present: field.present,
                        flatten: field.flatten,
                        shape: self.of_value(field.shape),
                        value: self.value(&field.value),
                    })
                    .collect(),
            ),
            Value::Variant {
                of,
                ident,
                catches,
                payload,
            } => ValueText::Variant {
                of: self.of_value(*of),
                name: ident.clone(),
                catches: *catches,
                payload: Box::new(self.value(payload)),
            },
            Value::Any(doc) => ValueText::Any(document(doc)),
            Value::Converted(meaning, inner) => ValueText::Converted {
                meaning: meaning.clone(),
                value: Box::new(self.value(inner)),
            },
            Value::Text(text) => ValueText::Text(text.clone()),
            Value::Invalid => ValueText::Invalid,
        }
    }

    fn outcomes(&self, outcomes: &[(Value, Option<Value>)]) -> Vec<(ValueText, Vec<ValueText>)> {
        let outcomes = outcomes.iter();
        let text = |(value, made): &(Value, Option<Value>)| {
            let made = made.iter().map(|made| self.value(made));
            (self.value(value), made.collect())
        };
        outcomes.map(text).collect()
    }
}

fn node(node: Node) -> Expr {
    Expr::Node(Box::new(node))
}

fn document(doc: &Doc) -> DocText {
    match doc {
        Doc::Null => DocText::Null,
        Doc::Bool(flag) => DocText::Bool(*flag),
        Doc::Int(number) => DocText::Int(number.to_string()),
        Doc::Float(text) => DocText::Float(text.clone()),
        Doc::Str(text) => DocText::Str(text.clone()),
        Doc::Bytes(bytes) => DocText::Bytes(bytes.clone()),
        Doc::List(items) => DocText::List(items.iter().map(document).collect()),
        Doc::Map(entries) => DocText::Map(
            entries
                .iter()
                .map(|(key, value)| (document(key), document(value)))
                .collect(),
        ),
        Doc::Opaque(what) => DocText::Opaque(what.clone()),
    }
}
