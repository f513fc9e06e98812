//! Types with their names resolved and their generic arguments filled in.

use std::collections::BTreeMap;

use govern_facts::{GenericArg, GenericKind, ItemKind, Type, TypeId};
use govern_names::{InstanceId, ItemDef, Meaning};

use super::node::Node;
use super::program::{Program, is_primitive};
use super::ty::{Arg, Env, Length, Ty};

/// How many aliases and associated types may lead on to each other.
const STEPS: u32 = 64;

impl Program<'_, '_> {
    /// The type that is written at a place.
    pub(super) fn resolve(&self, instance: InstanceId, ty: TypeId, env: &Env) -> Ty {
        self.resolve_within(instance, ty, env, STEPS)
    }

    fn resolve_within(&self, instance: InstanceId, ty: TypeId, env: &Env, steps: u32) -> Ty {
        let Some(steps) = steps.checked_sub(1) else {
            return Ty::Unknown("a type that never ends".to_owned());
        };
        let facts = self.facts_of(instance);
        let resolve = |ty: TypeId| self.resolve_within(instance, ty, env, steps);
        match facts.ty(ty) {
            Type::Path { path, args } => {
                let args: Vec<Arg> = args
                    .iter()
                    .filter_map(|arg| match arg {
                        GenericArg::Type(ty) => Some(Arg::Type(resolve(*ty))),
                        GenericArg::Const(text) => Some(Arg::Const(facts.text(*text).to_owned())),
                        GenericArg::Binding(..) => None,
                    })
                    .collect();
                let row = facts.path(*path);
                let last = facts
                    .segments(row.segments)
                    .next_back()
                    .unwrap_or("")
                    .to_owned();
                match self.meaning(instance, *path) {
                    Meaning::Builtin => Ty::Primitive(last),
                    Meaning::External(path) => Ty::External(path, args),
                    Meaning::Item(def, 0) => self.item_type(def, args, steps),
                    Meaning::Item(def, _) => {
                        let self_ty = self.item_type(def, Vec::new(), steps);
                        self.associated(&self_ty, None, &last, steps)
                    }
                    Meaning::Module(_) => Ty::Unknown(format!("`{last}` is a module")),
                    Meaning::Unresolved if is_primitive(&last) && row.segments.len() == 1 => {
                        Ty::Primitive(last)
                    }
                    Meaning::Unresolved => Ty::Unresolved(facts.path_text(row)),
                }
            }
            Type::Param { name, rest } => {
                let name = facts.text(*name);
                let own = match env.params.get(name) {
                    Some(Arg::Type(ty)) => ty.clone(),
                    _ => Ty::Unknown(format!("generic parameter `{name}`")),
                };
                match facts.segments(*rest).next_back() {
                    Some(item) => self.associated(&own, None, item, steps),
                    None => own,
                }
            }
            Type::SelfType { rest } => {
                let own = env
                    .self_ty
                    .clone()
                    .unwrap_or_else(|| Ty::Unknown("`Self`".to_owned()));
                match facts.segments(*rest).next_back() {
                    Some(item) => self.associated(&own, None, item, steps),
                    None => own,
                }
            }
            Type::Qualified {
                self_ty,
                of_trait,
                rest,
            } => {
                let own = resolve(*self_ty);
                let of_trait = of_trait.and_then(|of_trait| self.trait_name(instance, of_trait));
                match facts.segments(*rest).next_back() {
                    Some(item) => self.associated(&own, of_trait.as_deref(), item, steps),
                    None => own,
                }
            }
            Type::Ref { target, .. } => Ty::Ref(Box::new(resolve(*target))),
            Type::Slice(item) => Ty::Slice(Box::new(resolve(*item))),
            Type::Array(item, length) => Ty::Array(
                Box::new(resolve(*item)),
                self.length(instance, facts.text(*length), env),
            ),
            Type::Tuple(items) => Ty::Tuple(items.iter().map(|&item| resolve(item)).collect()),
            Type::Pointer(_) | Type::FnPointer(_) => Ty::Unknown("a pointer".to_owned()),
            Type::Dyn(bounds) => {
                let traits = bounds.iter().filter_map(|bound| match facts.ty(*bound) {
                    Type::Path { path, .. } => match self.meaning(instance, *path) {
                        Meaning::Item(def, 0) => Some(Node::Item(def)),
                        _ => None,
                    },
                    _ => None,
                });
                Ty::Behind("a trait object".to_owned(), traits.collect())
            }
            Type::Impl(_) => Ty::Unknown("an `impl Trait`".to_owned()),
            Type::Never => Ty::Unknown("`!`".to_owned()),
            Type::Infer => Ty::Unknown("`_`".to_owned()),
            Type::Macro => Ty::Unknown("a type made by a macro".to_owned()),
            Type::Error => Ty::Unknown("a type that could not be read".to_owned()),
        }
    }

    /// An item with arguments, used as a type.
    pub(super) fn instantiate(&self, def: ItemDef, args: Vec<Arg>) -> Ty {
        self.item_type(def, args, STEPS)
    }

    /// An item used as a type: aliases are followed.
    fn item_type(&self, def: ItemDef, mut args: Vec<Arg>, steps: u32) -> Ty {
        let item = self.item(def);
        if item.expanded {
            let why = "a type that a macro declares".to_owned();
            return Ty::Behind(why, vec![Node::Item(def)]);
        }
        match item.kind {
            ItemKind::TypeAlias { ty: Some(ty) } => {
                self.complete(def, &mut args, steps);
                let env = self.env_of(def, &args);
                self.resolve_within(def.instance, ty, &env, steps)
            }
            ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. } => {
                self.complete(def, &mut args, steps);
                Ty::Item(def, args)
            }
            _ => Ty::Unknown(format!("`{}` is no type", self.name(def))),
        }
    }

    /// Appends the defaults of generic parameters that were left out.
    fn complete(&self, def: ItemDef, args: &mut Vec<Arg>, steps: u32) {
        let facts = self.facts_of(def.instance);
        let params: Vec<_> = facts.generics[self.item(def).generics.rows()]
            .iter()
            .filter(|param| param.kind != GenericKind::Lifetime)
            .collect();
        while args.len() < params.len() {
            let env = self.env_of(def, args);
            let param = params[args.len()];
            args.push(Arg::Type(match param.default {
                Some(default) => self.resolve_within(def.instance, default, &env, steps),
                None => Ty::Unknown(format!("generic parameter `{}`", facts.text(param.name))),
            }));
        }
    }

    /// What the parameters of an item stand for, given its arguments.
    pub(super) fn env_of(&self, def: ItemDef, args: &[Arg]) -> Env {
        let facts = self.facts_of(def.instance);
        let params = facts.generics[self.item(def).generics.rows()]
            .iter()
            .filter(|param| param.kind != GenericKind::Lifetime)
            .map(|param| facts.text(param.name).to_owned());
        Env {
            params: params.zip(args.iter().cloned()).collect(),
            self_ty: Some(Ty::Item(def, args.to_vec())),
        }
    }

    fn trait_name(&self, instance: InstanceId, of_trait: TypeId) -> Option<String> {
        let facts = self.facts_of(instance);
        match facts.ty(of_trait) {
            Type::Path { path, .. } => facts
                .segments(facts.path(*path).segments)
                .next_back()
                .map(str::to_owned),
            _ => None,
        }
    }

    /// `<T as Trait>::Name`, if one implementation for that type says what it is.
    fn associated(&self, self_ty: &Ty, of_trait: Option<&str>, name: &str, steps: u32) -> Ty {
        if let Ty::Unknown(_) | Ty::Unresolved(_) | Ty::Behind(..) = self_ty {
            return self_ty.clone();
        }
        let mut found = Vec::new();
        for (instance, facts) in self.instances() {
            for item in &facts.items {
                let ItemKind::Impl {
                    of_trait: Some(implemented),
                    self_ty: header,
                    negative: false,
                } = item.kind
                else {
                    continue;
                };
                if item.expanded {
                    continue;
                }
                let trait_name = self.trait_name(instance, implemented);
                if of_trait.is_some() && trait_name.as_deref() != of_trait {
                    continue;
                }
                let Some(body) = item.body else { continue };
                let alias = self
                    .items_in(instance, body)
                    .find_map(|(_, inner)| match inner.kind {
                        ItemKind::TypeAlias { ty } if facts.text(inner.name) == name => ty,
                        _ => None,
                    });
                let Some(alias) = alias else { continue };
                if self.resolve_within(instance, header, &Env::open(), steps) == *self_ty {
                    let env = Env {
                        params: BTreeMap::new(),
                        self_ty: Some(self_ty.clone()),
                    };
                    found.push(self.resolve_within(instance, alias, &env, steps));
                }
            }
        }
        found.dedup();
        match found.as_slice() {
            [one] => one.clone(),
            _ => Ty::Unknown(format!("the associated type `{name}`")),
        }
    }

    fn length(&self, instance: InstanceId, text: &str, env: &Env) -> Length {
        if let Some(length) = parse_length(text) {
            return Length::Known(length);
        }
        match env.params.get(text) {
            Some(Arg::Const(text)) => {
                return parse_length(text)
                    .map_or_else(|| Length::Text(instance, text.clone()), Length::Known);
            }
            Some(Arg::Type(Ty::Unknown(_) | Ty::Unresolved(_))) | None => {}
            Some(Arg::Type(_)) => return Length::Text(instance, text.to_owned()),
        }
        // A constant: of this file, or the only one of that name anywhere.
        let name = text.rsplit("::").next().unwrap_or(text).trim();
        if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Length::Text(instance, text.to_owned());
        }
        let constants = |instance: InstanceId| -> Vec<String> {
            let facts = self.facts_of(instance);
            let of_name = facts
                .items
                .iter()
                .filter(|item| facts.text(item.name) == name);
            of_name
                .filter_map(|item| match item.kind {
                    ItemKind::Const {
                        literal: Some(literal),
                        ..
                    } => Some(facts.text(literal).to_owned()),
                    _ => None,
                })
                .collect()
        };
        let mut values = constants(instance);
        if values.is_empty() {
            values = self
                .instances()
                .flat_map(|(instance, _)| constants(instance))
                .collect();
        }
        values.dedup();
        match values.as_slice() {
            [one] => {
                parse_length(one).map_or_else(|| Length::Text(instance, one.clone()), Length::Known)
            }
            _ => Length::Text(instance, text.to_owned()),
        }
    }

    /// A type as people write it.
    pub(super) fn show(&self, ty: &Ty) -> String {
        let with_args = |name: String, args: &[Arg]| {
            let args: Vec<String> = args
                .iter()
                .map(|arg| match arg {
                    Arg::Type(ty) => self.show(ty),
                    Arg::Const(text) => text.clone(),
                })
                .collect();
            if args.is_empty() {
                name
            } else {
                format!("{name}<{}>", args.join(", "))
            }
        };
        match ty {
            Ty::Item(def, args) => with_args(self.name(*def).to_owned(), args),
            Ty::External(path, args) => {
                with_args(path.rsplit("::").next().unwrap_or(path).to_owned(), args)
            }
            Ty::Primitive(name) => name.clone(),
            Ty::Ref(inner) => format!("&{}", self.show(inner)),
            Ty::Slice(item) => format!("[{}]", self.show(item)),
            Ty::Array(item, Length::Known(length)) => format!("[{}; {length}]", self.show(item)),
            Ty::Array(item, Length::Text(_, length)) => format!("[{}; {length}]", self.show(item)),
            Ty::Tuple(items) => format!(
                "({})",
                items
                    .iter()
                    .map(|item| self.show(item))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            Ty::Unresolved(path) => format!("`{path}` could not be resolved"),
            Ty::Unknown(why) | Ty::Behind(why, _) => why.clone(),
        }
    }
}

/// An integer literal as an array length.
pub(super) fn parse_length(text: &str) -> Option<u64> {
    let text: String = text.chars().filter(|&character| character != '_').collect();
    let text = text.trim().trim_matches(['{', '}']).trim();
    let digits = text.strip_suffix("usize").unwrap_or(text);
    match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_length;

    #[test]
    fn lengths_are_literals_of_any_kind() {
        assert_eq!(parse_length("4"), Some(4));
        assert_eq!(parse_length("1_000usize"), Some(1000));
        assert_eq!(parse_length("{ 0x10 }"), Some(16));
        assert_eq!(parse_length("N"), None);
    }
}
