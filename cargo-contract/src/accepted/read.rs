//! From the text of a wire model back to the model.

use std::collections::BTreeMap;

use super::mirror::{
    DefaultText, DocText, EnumText, Expr, FieldText, NOWHERE, Node, OmitText, PayloadText,
    StructText, TaggingText, ValueText, WireText,
};
use crate::known;
use crate::wire::{
    Default, Doc, Enum, Field, FloatType, IntType, Integer, OfShape, Omit, Payload, ReadField,
    Record, RecordField, Shape, ShapeId, Struct, Tagging, Text, Value, Variant, Wire, WriteField,
};

/// The model of a text, or which word of it means nothing.
pub(super) fn wire_of(text: &WireText, name: &str) -> Result<Wire, String> {
    let mut wire = Wire::new(name);
    let types: BTreeMap<&str, ShapeId> = text
        .types
        .keys()
        .map(|name| (name.as_str(), wire.push(Shape::Unit)))
        .collect();
    let mut reader = Reader { wire, types };
    for (name, expr) in &text.types {
        let id = reader.types[name.as_str()];
        let shape = reader.shape(expr)?;
        reader.wire.set(id, shape);
    }
    reader.wire.root = reader.expr(&text.root)?;
    reader.wire.declared = text.schema.as_deref().map(Into::into);
    Ok(reader.wire)
}

struct Reader<'t> {
    wire: Wire,
    types: BTreeMap<&'t str, ShapeId>,
}

impl Reader<'_> {
    fn expr(&mut self, expr: &Expr) -> Result<ShapeId, String> {
        if let Expr::Node(node) = expr
            && let Node::Type(name) = &**node
        {
            let known = self.types.get(name.as_str()).copied();
            return known.ok_or_else(|| format!("there is no type `{name}` in it"));
        }
        let shape = self.shape(expr)?;
        Ok(self.wire.push(shape))
    }

    fn of_value(&mut self, expr: &Expr) -> Result<OfShape, String> {
        match expr {
            Expr::Word(word) if word == NOWHERE => Ok(OfShape::NOWHERE),
            expr => self.expr(expr).map(OfShape),
        }
    }

    fn shape(&mut self, expr: &Expr) -> Result<Shape, String> {
        let node = match expr {
            Expr::Word(word) => return plain(word),
            Expr::Node(node) => &**node,
        };
        Ok(match node {
            Node::Type(name) => return Err(format!("`{name}` is only another name")),
            Node::Option(inner) => Shape::Option(self.expr(inner)?),
            Node::List(inner) => Shape::List(self.expr(inner)?),
            Node::Set(inner) => Shape::Set(self.expr(inner)?),
            Node::Array { of, length } => Shape::Array(self.expr(of)?, *length),
            Node::Map { key, value } => Shape::Map(self.expr(key)?, self.expr(value)?),
            Node::Newtype(inner) => Shape::Newtype(self.expr(inner)?),
            Node::Bytes(length) => Shape::Bytes(Some(*length)),
            Node::Form(form) => {
                let known = known::form_name(form);
                let form = known.ok_or_else(|| format!("this program knows no form `{form}`"))?;
                Shape::Str(Text::Form(form))
            }
            Node::Split { write, read } => Shape::Split {
                write: self.expr(write)?,
                read: self.expr(read)?,
            },
            Node::Converted {
                of,
                meaning,
                fallible,
                outcomes,
                keeps,
            } => Shape::Converted {
                inner: self.expr(of)?,
                meaning: meaning.clone(),
                fallible: *fallible,
                outcomes: self.outcomes(outcomes)?,
                keeps: *keeps,
            },
            Node::Opaque {
                reason,
                fingerprint,
            } => Shape::Opaque {
                reason: reason.clone(),
                fingerprint: fingerprint.clone(),
            },
            Node::Tuple(shape) => Shape::Tuple(self.fields(shape)?),
            Node::Struct(shape) => Shape::Struct(self.fields(shape)?),
            Node::Enum(shape) => Shape::Enum(self.variants(shape)?),
        })
    }

    fn fields(&mut self, text: &StructText) -> Result<Struct, String> {
        let fields: Result<Vec<Field>, String> =
            text.fields.iter().map(|field| self.field(field)).collect();
        Ok(Struct {
            name: text.name.clone(),
            fields: fields?,
            deny_unknown: text.deny_unknown,
            tag: text.tag.clone(),
        })
    }

    fn field(&mut self, text: &FieldText) -> Result<Field, String> {
        let omit = match &text.omit {
            None => None,
            Some(OmitText::None) => Some(Omit::None),
            Some(OmitText::Empty) => Some(Omit::Empty),
            Some(OmitText::Equals(value)) => Some(Omit::Equals(self.value(value)?)),
            Some(OmitText::Text(text)) => Some(Omit::Text(text.clone())),
        };
        let default = match &text.default {
            None => None,
            Some(DefaultText::Value(value)) => Some(Default::Known(self.value(value)?)),
            Some(DefaultText::Text(text)) => Some(Default::Text(text.clone())),
        };
        Ok(Field {
            ident: text.name.clone(),
            write: text.write.clone().map(|key| WriteField { key, omit }),
            read: text.read.clone().map(|keys| ReadField {
                keys,
                implicit_none: text.optional,
            }),
            default,
            flatten: text.flatten,
            shape: self.expr(&text.shape)?,
        })
    }

    fn variants(&mut self, text: &EnumText) -> Result<Enum, String> {
        let mut variants = Vec::new();
        for variant in &text.variants {
            variants.push(Variant {
                ident: variant.name.clone(),
                write: variant.write.clone(),
                read: variant.read.clone(),
                other: variant.other,
                untagged: variant.untagged,
                payload: match &variant.payload {
                    None => Payload::Unit,
                    Some(PayloadText::Newtype(inner)) => Payload::Newtype(self.expr(inner)?),
                    Some(PayloadText::Tuple(shape)) => Payload::Tuple(self.fields(shape)?),
                    Some(PayloadText::Struct(shape)) => Payload::Struct(self.fields(shape)?),
                },
                number: variant.number.unwrap_or_default(),
            });
        }
        let tagging = match &text.tagging {
            TaggingText::External => Tagging::External,
            TaggingText::Internal { tag } => Tagging::Internal { tag: tag.clone() },
            TaggingText::Adjacent { tag, content } => Tagging::Adjacent {
                tag: tag.clone(),
                content: content.clone(),
            },
            TaggingText::Untagged => Tagging::Untagged,
            TaggingText::Number(name) => Tagging::Number(
                integer_type(name).ok_or_else(|| format!("`{name}` is no type of numbers"))?,
            ),
        };
        Ok(Enum {
            name: text.name.clone(),
            variants,
            tagging,
            deny_unknown: text.deny_unknown,
        })
    }

    fn value(&mut self, text: &ValueText) -> Result<Value, String> {
        Ok(match text {
            ValueText::Unit => Value::Unit,
            ValueText::None => Value::None,
            ValueText::Invalid => Value::Invalid,
            ValueText::Bool(flag) => Value::Bool(*flag),
            ValueText::Int(number) => Value::Int(integer(number)?),
            ValueText::Float(text) => Value::Float(text.clone()),
            ValueText::Str(text) => Value::Str(text.clone()),
            ValueText::Bytes(bytes) => Value::Bytes(bytes.clone()),
            ValueText::Some(inner) => Value::Some(Box::new(self.value(inner)?)),
            ValueText::List(items) => Value::List(self.values(items)?),
            ValueText::Tuple(items) => Value::Tuple(self.values(items)?),
            ValueText::Set(items) => Value::Set(self.values(items)?),
            ValueText::Map(entries) => {
                let mut read = Vec::new();
                for (key, value) in entries {
                    read.push((self.value(key)?, self.value(value)?));
                }
                Value::Map(read)
            }
            ValueText::Record(fields) => {
                let mut read = Vec::new();
                for field in fields {
                    read.push(RecordField {
                        ident: field.name.clone(),
                        keys: field.keys.clone(),
                        present: field.present,
                        flatten: field.flatten,
                        shape: self.of_value(&field.shape)?,
                        value: self.value(&field.value)?,
                    });
                }
                Value::Record(Record { fields: read })
            }
            ValueText::Variant {
                of,
                name,
                catches,
                payload,
            } => Value::Variant {
                of: self.of_value(of)?,
                ident: name.clone(),
                catches: *catches,
                payload: Box::new(self.value(payload)?),
            },
            ValueText::Any(doc) => Value::Any(document(doc)?),
            ValueText::Converted { meaning, value } => {
                Value::Converted(meaning.clone(), Box::new(self.value(value)?))
            }
            ValueText::Text(text) => Value::Text(text.clone()),
        })
    }

    fn outcomes(
        &mut self,
        texts: &[(ValueText, Vec<ValueText>)],
    ) -> Result<Vec<(Value, Option<Value>)>, String> {
        let read = |(value, made): &(ValueText, Vec<ValueText>)| {
            let made = match made.as_slice() {
                [] => None,
                [made] => Some(self.value(made)?),
                _ => return Err("a value is made into several".to_owned()),
            };
            Ok((self.value(value)?, made))
        };
        texts.iter().map(read).collect()
    }

    fn values(&mut self, texts: &[ValueText]) -> Result<Vec<Value>, String> {
        texts.iter().map(|text| self.value(text)).collect()
    }
}

fn plain(word: &str) -> Result<Shape, String> {
    Ok(match word {
        "any" => Shape::Any,
        "ignored" => Shape::Ignored,
        "bool" => Shape::Bool,
        "f32" => Shape::Float(FloatType::F32),
        "f64" => Shape::Float(FloatType::F64),
        "char" => Shape::Char,
        "string" => Shape::Str(Text::Plain),
        "borrowed string" => Shape::Str(Text::Borrowed),
        "bytes" => Shape::Bytes(None),
        "unit" => Shape::Unit,
        "unit struct" => Shape::UnitStruct,
        other => match integer_type(other) {
            Some(ty) => Shape::Int(ty),
            None => return Err(format!("`{other}` is no type")),
        },
    })
}

fn integer_type(name: &str) -> Option<IntType> {
    IntType::named(name)
}

fn integer(text: &str) -> Result<Integer, String> {
    let wrong = || format!("`{text}` is no number");
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let number = Integer::from(digits.parse::<u128>().map_err(|_| wrong())?);
    Ok(if negative { number.negated() } else { number })
}

fn document(text: &DocText) -> Result<Doc, String> {
    Ok(match text {
        DocText::Null => Doc::Null,
        DocText::Bool(flag) => Doc::Bool(*flag),
        DocText::Int(number) => Doc::Int(integer(number)?),
        DocText::Float(text) => Doc::Float(text.clone()),
        DocText::Str(text) => Doc::Str(text.clone()),
        DocText::Bytes(bytes) => Doc::Bytes(bytes.clone()),
        DocText::List(items) => Doc::List(items.iter().map(document).collect::<Result<_, _>>()?),
        DocText::Map(entries) => {
            let mut read = Vec::new();
            for (key, value) in entries {
                read.push((document(key)?, document(value)?));
            }
            Doc::Map(read)
        }
        DocText::Opaque(what) => Doc::Opaque(what.clone()),
    })
}
