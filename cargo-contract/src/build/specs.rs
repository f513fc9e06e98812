//! Shapes of known external types.

use super::builder::Builder;
use super::ty::{Arg, Length, Ty};
use super::types::parse_length;
use crate::known::{self, MEANING, Spec};
use crate::wire::{
    Enum, Field, FloatType, IntType, Payload, ReadField, Shape, ShapeId, Struct, Tagging, Text,
    Variant, WriteField,
};

impl Builder<'_, '_> {
    /// The shape that the table gives a type.
    pub(super) fn spec(&mut self, spec: &'static Spec, args: &[Arg], path: &str) -> ShapeId {
        let shape = match spec {
            Spec::Argument(place, default) => {
                return match (args.get(*place), default) {
                    (Some(Arg::Type(ty)), _) => self.shape(&ty.clone()),
                    (_, Some(default)) => self.spec(default, args, path),
                    _ => self.unknown_part(path, "a generic argument is missing"),
                };
            }
            Spec::Name(name) => match name.as_str() {
                "any" => Shape::Any,
                "ignored" => Shape::Ignored,
                "unit" => Shape::Unit,
                "unit-struct" => Shape::UnitStruct,
                "bytes" => Shape::Bytes(None),
                "bool" => Shape::Bool,
                "char" => Shape::Char,
                "str" => Shape::Str(Text::Plain),
                "borrowed" => Shape::Str(Text::Borrowed),
                "f32" => Shape::Float(FloatType::F32),
                "f64" => Shape::Float(FloatType::F64),
                name => match IntType::parse(name) {
                    Some(ty) => Shape::Int(ty),
                    None => {
                        let ty = Ty::External(path.to_owned(), args.to_vec());
                        self.opaque(
                            &ty,
                            &format!("what `{path}` looks like depends on its features"),
                        )
                    }
                },
            },
            Spec::Parts(name, parts) => match name.as_str() {
                "form" => Shape::Str(Text::Form(known::form(&parts[0].0).name())),
                "bytes" => match spec.part(0) {
                    Some(Spec::Name(length)) => {
                        Shape::Bytes(parse_length(length).map(|length| length as usize))
                    }
                    _ => return self.unknown_part(path, "a byte string without a length"),
                },
                "human" => {
                    let part = if self.readable {
                        spec.part(0)
                    } else {
                        spec.part(1)
                    };
                    return self.part(part, args, path);
                }
                "meaning" => {
                    let inner = self.part(spec.part(1), args, path);
                    Shape::Converted {
                        inner,
                        meaning: format!("{MEANING}{}", parts[0].0),
                        fallible: false,
                        outcomes: Vec::new(),
                        keeps: false,
                    }
                }
                "struct" => {
                    let fields = parts
                        .iter()
                        .map(|(label, part)| {
                            let shape = self.part(part.as_ref(), args, path);
                            plain(label, shape)
                        })
                        .collect();
                    let name = path.rsplit("::").next().unwrap_or(path).to_owned();
                    Shape::Struct(Struct {
                        name,
                        fields,
                        deny_unknown: true,
                        tag: None,
                    })
                }
                "enum" => {
                    let variants = parts
                        .iter()
                        .enumerate()
                        .map(|(index, (label, part))| Variant {
                            ident: label.clone(),
                            write: Some(label.clone()),
                            read: Some(vec![label.clone()]),
                            other: false,
                            untagged: false,
                            payload: match part {
                                Some(part) => Payload::Newtype(self.spec(part, args, path)),
                                None => Payload::Unit,
                            },
                            number: index as i128,
                        })
                        .collect();
                    let name = path.rsplit("::").next().unwrap_or(path).to_owned();
                    Shape::Enum(Enum {
                        name,
                        variants,
                        tagging: Tagging::External,
                        deny_unknown: false,
                    })
                }
                "option" => Shape::Option(self.part(spec.part(0), args, path)),
                "list" => Shape::List(self.part(spec.part(0), args, path)),
                "set" => Shape::Set(self.part(spec.part(0), args, path)),
                "map" => {
                    let key = self.part(spec.part(0), args, path);
                    Shape::Map(key, self.part(spec.part(1), args, path))
                }
                "array" => {
                    let item = self.part(spec.part(0), args, path);
                    match spec.part(1) {
                        Some(Spec::Name(length)) => {
                            Shape::Array(item, parse_length(length).unwrap_or(0))
                        }
                        _ => return self.unknown_part(path, "an array without a length"),
                    }
                }
                "tuple" => {
                    let fields = parts
                        .iter()
                        .enumerate()
                        .map(|(index, (_, part))| {
                            let shape = self.part(part.as_ref(), args, path);
                            plain(&index.to_string(), shape)
                        })
                        .collect();
                    Shape::Tuple(Struct {
                        fields,
                        ..Struct::default()
                    })
                }
                "nonzero" | "saturating" | "carries" => {
                    let inner = self.part(spec.part(0), args, path);
                    match self.wire.shape(inner) {
                        Shape::Int(ty) => Shape::Int(IntType {
                            nonzero: name == "nonzero",
                            saturating: name == "saturating",
                            carries: name == "carries",
                            ..*ty
                        }),
                        _ => return self.unknown_part(path, "of something that is no integer"),
                    }
                }
                // The item of an array type that stands for a list.
                "item" => {
                    let array = match spec.part(0) {
                        Some(Spec::Argument(place, _)) => args.get(*place),
                        _ => None,
                    };
                    return match array {
                        Some(Arg::Type(Ty::Array(item, Length::Known(_) | Length::Text(..)))) => {
                            self.shape(&(**item).clone())
                        }
                        _ => self.unknown_part(path, "the type of its items is not known"),
                    };
                }
                _ => return self.unknown_part(path, "the table of known types is wrong"),
            },
        };
        self.wire.push(shape)
    }

    fn part(&mut self, part: Option<&'static Spec>, args: &[Arg], path: &str) -> ShapeId {
        match part {
            Some(part) => self.spec(part, args, path),
            None => self.unknown_part(path, "the table of known types is wrong"),
        }
    }

    fn unknown_part(&mut self, path: &str, reason: &str) -> ShapeId {
        let shape = Shape::Opaque {
            reason: format!("`{path}`: {reason}"),
            fingerprint: path.to_owned(),
        };
        self.wire.push(shape)
    }

    /// A field without any attributes.
    pub(super) fn plain_field(&mut self, ident: &str, ty: &Ty) -> Field {
        let shape = self.shape(ty);
        let implicit_none = self.is_option(ty);
        let mut field = plain(ident, shape);
        if let Some(read) = &mut field.read {
            read.implicit_none = implicit_none;
        }
        field
    }
}

fn plain(ident: &str, shape: ShapeId) -> Field {
    Field {
        ident: ident.to_owned(),
        write: Some(WriteField {
            key: ident.to_owned(),
            omit: None,
        }),
        read: Some(ReadField {
            keys: vec![ident.to_owned()],
            implicit_none: false,
        }),
        default: None,
        flatten: false,
        shape,
    }
}
