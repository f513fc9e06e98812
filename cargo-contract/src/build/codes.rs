//! The codes of errors: what variants of an enum and constants are called outside.

use std::cell::Cell;
use std::fmt;

use govern_facts::{ItemKind, Shape as Form};
use govern_names::ItemDef;

use super::builder::Builder;
use super::frame::{FUEL, Frame};
use super::ty::Ty;
use crate::wire::{Integer, Record, RecordField, Shape, Tagging, Value};

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Code {
    /// A number.
    Number(Integer),
    /// A text.
    Text(String),
}

/// How variants of an enum get their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By<'b> {
    /// By the names or numbers that serde writes.
    Serde,
    /// By their discriminants.
    Discriminant,
    /// By a method without parameters.
    Method(&'b str),
}

/// A variant, and its code, or why that is not known.
pub(crate) type Coded = (ItemDef, Result<Code, String>);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Number(number) => number.fmt(formatter),
            Code::Text(text) => formatter.write_str(text),
        }
    }
}

impl Builder<'_, '_> {
    /// The codes of an enum's variants.
    ///
    /// # Errors
    ///
    /// If it has none of this kind at all.
    pub(crate) fn codes(mut self, def: ItemDef, by: By<'_>) -> Result<Vec<Coded>, String> {
        if !matches!(self.program.item(def).kind, ItemKind::Enum) {
            return Err("it is no enum".to_owned());
        }
        match by {
            By::Serde => self.serde_codes(def),
            By::Discriminant => Ok(self.discriminants(def)),
            By::Method(name) => self.method_codes(def, name),
        }
    }

    /// The code that a constant is.
    pub(crate) fn constant_code(&self, def: ItemDef) -> Result<Code, String> {
        let program = self.program;
        let fuel = Cell::new(FUEL);
        let mut frame = Frame::new(def.instance, program.item(def).scope, &fuel);
        code(self.run_text(&mut frame, program.name(def), None))
    }

    fn serde_codes(&mut self, def: ItemDef) -> Result<Vec<Coded>, String> {
        let program = self.program;
        let root = self.shape(&Ty::Item(def, Vec::new()));
        let Shape::Enum(shape) = self.wire.shape(self.wire.written(root)) else {
            return Err("serde does not write the names of its variants".to_owned());
        };
        if shape.tagging == Tagging::Untagged {
            return Err(
                "serde does not write the names of its variants: it is untagged".to_owned(),
            );
        }
        let coded = program.variants(def).into_iter().map(|(variant, _)| {
            let ident = program.name(variant);
            let found = shape.variants.iter().find(|it| it.ident == ident);
            let code = match (found, &shape.tagging) {
                (Some(it), Tagging::Number(_)) => Ok(Code::Number(Integer::from(it.number))),
                (Some(it), _) if !it.untagged => match &it.write {
                    Some(name) => Ok(Code::Text(name.clone())),
                    None => Err("it is never written".to_owned()),
                },
                _ => Err("it is written without its name".to_owned()),
            };
            (variant, code)
        });
        Ok(coded.collect())
    }

    /// Numbers of variants, counted on from the last one that is given.
    pub(super) fn discriminants(&self, def: ItemDef) -> Vec<Coded> {
        let program = self.program;
        let facts = program.facts_of(def.instance);
        let mut next = Some(0i128);
        let mut coded = Vec::new();
        for (variant, item) in program.variants(def) {
            if let ItemKind::Variant {
                discriminant: Some(text),
                ..
            } = item.kind
            {
                let fuel = Cell::new(FUEL);
                let mut frame = Frame::new(def.instance, program.item(def).scope, &fuel);
                next = match self.run_text(&mut frame, facts.text(text), None) {
                    Some(Value::Int(number)) => i128::try_from(number.magnitude())
                        .ok()
                        .map(|it| if number.is_negative() { -it } else { it }),
                    _ => None,
                };
            }
            let code = next.map(|number| Code::Number(Integer::from(number)));
            coded.push((
                variant,
                code.ok_or_else(|| "its number is not known".to_owned()),
            ));
            next = next.and_then(|number| number.checked_add(1));
        }
        coded
    }

    fn method_codes(&self, def: ItemDef, name: &str) -> Result<Vec<Coded>, String> {
        let program = self.program;
        let method = self.associated_item(def, name);
        let Some(method) = method.and_then(|method| self.function_of(method)) else {
            return Err(format!("it has no method `{name}` with a body"));
        };
        if method.params.first().map(String::as_str) != Some("self") || method.params.len() > 1 {
            return Err(format!("`{name}` takes more than `self`"));
        }
        let ty = Ty::Item(def, Vec::new());
        let coded = program.variants(def).into_iter().map(|(variant, item)| {
            let payload = match item.kind {
                ItemKind::Variant { shape, fields, .. } => {
                    let facts = program.facts_of(variant.instance);
                    let names = facts.fields[fields.rows()].iter();
                    unknown_of(shape, names.map(|field| facts.text(field.name)))
                }
                _ => Value::Invalid,
            };
            let value = self.variant_of(&ty, program.name(variant).to_owned(), payload);
            let fuel = Cell::new(FUEL);
            let instance = method.def.instance;
            let mut frame = Frame::new(instance, program.item(method.def).scope, &fuel);
            frame.self_ty = Some(ty.clone());
            frame.locals.push(("self".to_owned(), value));
            (variant, code(self.run_body(&mut frame, &method.body, None)))
        });
        Ok(coded.collect())
    }
}

/// Contents of which nothing is known.
fn unknown_of<'n>(shape: Form, names: impl Iterator<Item = &'n str>) -> Value {
    let mut parts: Vec<(&str, Value)> = names.map(|name| (name, Value::Invalid)).collect();
    match (shape, parts.len()) {
        (Form::Unit, _) => Value::Unit,
        (Form::Tuple, 1) => parts.remove(0).1,
        (Form::Tuple, _) => Value::Tuple(parts.into_iter().map(|(_, value)| value).collect()),
        (Form::Named, _) => Value::Record(Record {
            fields: parts
                .into_iter()
                .map(|(name, value)| RecordField {
                    ident: name.to_owned(),
                    keys: vec![name.to_owned()],
                    present: true,
                    flatten: false,
                    shape: crate::wire::OfShape::NOWHERE,
                    value,
                })
                .collect(),
        }),
    }
}

fn code(value: Option<Value>) -> Result<Code, String> {
    match value {
        Some(Value::Int(number)) => Ok(Code::Number(number)),
        Some(Value::Str(text)) => Ok(Code::Text(text)),
        Some(Value::Some(inner)) => code(Some(*inner)),
        Some(Value::None) => Err("it has none".to_owned()),
        _ => Err("its code is not a literal, nor made of such".to_owned()),
    }
}
