//! Parameters of expressions that are types: `#[derive(Parameter)] #[param(regex = "…", name = "…")]`.

use govern_facts::{Attr, FileFacts, ItemId, ItemKind, MetaValue, PathKind, TypeId};
use govern_names::{InstanceId, ItemDef, Meaning};

use super::World;
use super::pattern::Argument;
use super::types::{is_cucumber, type_of};
use crate::rust::Input;
use crate::rust::lex::{Kind, Lexer};

/// What is known about an argument of a step function.
pub(super) fn argument(
    facts: &FileFacts,
    instance: InstanceId,
    ty: TypeId,
    input: &Input<'_>,
) -> Argument {
    if is_foreign(facts, instance, ty, input) {
        return Argument::NoParameter;
    }
    let World::Item(def) = type_of(facts, instance, ty, input) else {
        return Argument::Unknown;
    };
    let file = input.names.instance(def.instance).file;
    let Some(facts) = (input.facts)(file) else {
        return Argument::Unknown;
    };
    derived(facts, def, input)
        .or_else(|| implemented(facts, def, input))
        .unwrap_or(Argument::Unknown)
}

/// Whether a type is one of the language or of the standard library: nobody but cucumber-rs could make a parameter of it.
fn is_foreign(facts: &FileFacts, instance: InstanceId, ty: TypeId, input: &Input<'_>) -> bool {
    let govern_facts::Type::Path { path, .. } = facts.ty(ty) else {
        return false;
    };
    match input.names.meaning_in(facts, instance, *path) {
        Meaning::Builtin => true,
        Meaning::External(path) => {
            matches!(path.split("::").next(), Some("std" | "core" | "alloc"))
        }
        _ => false,
    }
}

/// A parameter that is derived.
fn derived(facts: &FileFacts, def: ItemDef, input: &Input<'_>) -> Option<Argument> {
    let item = facts.item(def.item);
    let derives = |attr: &Attr| {
        let mut paths = (0..)
            .zip(&facts.paths)
            .filter(|(_, path)| path.kind == PathKind::Derive && attr.extent.contains(path.extent));
        paths.any(|(row, _)| is_parameter(facts, def.instance, govern_facts::PathId(row), input))
    };
    let derived = facts
        .attrs_of(item.attrs)
        .any(|attr| facts.attr_path(attr) == "derive" && derives(attr));
    let list = facts
        .attrs_of(item.attrs)
        .find_map(|attr| facts.attr_list(attr, "param"))?;
    let value = |key: &str| {
        list.iter().find_map(|meta| match meta.value {
            MetaValue::Str(text) if facts.text(meta.path) == key => {
                Some(facts.text(text).to_owned())
            }
            _ => None,
        })
    };
    let regex = value("regex").filter(|_| derived)?;
    let name = value("name").or_else(|| default_name(facts.text(item.name)));
    Some(Argument::Parameter { name, regex })
}

fn is_parameter(
    facts: &FileFacts,
    instance: InstanceId,
    path: govern_facts::PathId,
    input: &Input<'_>,
) -> bool {
    match input.names.meaning_in(facts, instance, path) {
        Meaning::External(path) => is_cucumber(&path) && path.ends_with("::Parameter"),
        _ => false,
    }
}

/// The name of a type in small letters. How several words in it are joined is not said here.
fn default_name(name: &str) -> Option<String> {
    let rest = name.get(1..)?;
    rest.chars()
        .all(|c| c.is_ascii_lowercase())
        .then(|| name.to_ascii_lowercase())
}

/// A parameter that is implemented by hand, in the file of the type.
fn implemented(facts: &FileFacts, def: ItemDef, input: &Input<'_>) -> Option<Argument> {
    let of_parameter = |row: usize| {
        let ItemKind::Impl {
            of_trait: Some(of_trait),
            self_ty,
            ..
        } = facts.items[row].kind
        else {
            return false;
        };
        let govern_facts::Type::Path { path, .. } = facts.ty(of_trait) else {
            return false;
        };
        is_parameter(facts, def.instance, *path, input)
            && type_of(facts, def.instance, self_ty, input) == World::Item(def)
    };
    let row = (0..facts.items.len()).find(|&row| of_parameter(row))?;
    let id = ItemId(u32::try_from(row).ok()?);
    let body = facts.item(id).body?;
    let constant = |name: &str| {
        facts.items.iter().find_map(|item| match item.kind {
            ItemKind::Const {
                literal: Some(literal),
                ..
            } if item.scope == body && facts.text(item.name) == name => {
                unquoted(facts.text(literal))
            }
            _ => None,
        })
    };
    Some(Argument::Parameter {
        name: constant("NAME"),
        regex: constant("REGEX")?,
    })
}

/// The content of a string literal without escapes.
fn unquoted(literal: &str) -> Option<String> {
    let token = Lexer::new(literal, text_size::TextSize::new(0)).next()?;
    let Kind::Literal(Some(content)) = token.kind else {
        return None;
    };
    (literal.starts_with('r') || !content.contains('\\')).then(|| content.to_owned())
}
