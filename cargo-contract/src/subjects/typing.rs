//! The types of expressions, as far as they are written somewhere: in signatures, fields, annotations, or in what is known of
//! `async-nats`.

use govern_facts::bindings::{Source, Step, lookup};
use govern_facts::{Expr, ExprId, ItemKind};
use govern_names::Meaning;

use super::api::{self, Known};
use super::code::Unit;
use super::follow::Follower;
use super::ty::{Def, Ty, last};
use super::types::Env;

impl<'w> Follower<'_, 'w> {
    /// The type of an expression, as far as it is written somewhere.
    pub(super) fn type_of(&self, unit: &Unit<'w>, id: ExprId) -> Ty {
        self.deeper(Ty::Unknown, || self.type_within(unit, id))
    }

    fn type_within(&self, unit: &Unit<'w>, id: ExprId) -> Ty {
        let code = self.code.expressions(unit);
        match code.expr(id) {
            Expr::Path(path) => self.type_of_path(unit, id, path),
            Expr::Literal(text) => {
                Ty::Plain(match text.starts_with(|c: char| c.is_ascii_digit()) {
                    true => "usize".to_owned(),
                    false => "str".to_owned(),
                })
            }
            Expr::Call { callee, args } => self.type_of_call(unit, *callee, args),
            Expr::Method {
                receiver,
                name,
                args,
                ..
            } => self.type_of_method(unit, *receiver, name, args),
            Expr::Field { base, name } => self.code.field(&self.type_of(unit, *base), name),
            Expr::Macro { name, .. } => match name.as_str() {
                "format" | "concat" => Ty::Plain("String".to_owned()),
                _ => Ty::Unknown,
            },
            Expr::Record { path, .. } => {
                if path.len() == 1 && path[0] == "Self" {
                    let around = self.code.function_around(unit, id);
                    return around
                        .and_then(|it| self.code.self_type(it))
                        .unwrap_or(Ty::Unknown);
                }
                match self.code.meaning(unit, code.row(id).extent.start) {
                    Some(Meaning::Item(def, 0)) => self.made(self.code.def(def)),
                    Some(Meaning::External(path)) => Ty::External(path, Vec::new()),
                    _ => Ty::Unknown,
                }
            }
            Expr::Same(inner) | Expr::Await(inner) | Expr::Try(inner) => self.type_of(unit, *inner),
            Expr::Block { value, .. } => value.map_or(Ty::Unknown, |it| self.type_of(unit, it)),
            Expr::If {
                then, otherwise, ..
            } => {
                let branches = [then, otherwise];
                let types = branches
                    .iter()
                    .filter_map(|it| it.map(|it| self.type_of(unit, it)));
                first_known(types)
            }
            Expr::Match { arms, .. } => {
                first_known(arms.iter().map(|arm| self.type_of(unit, arm.value)))
            }
            Expr::Tuple(items) => {
                Ty::Tuple(items.iter().map(|&it| self.type_of(unit, it)).collect())
            }
            Expr::Array(items) => {
                let item = items.first().map(|&it| self.type_of(unit, it));
                Ty::List(Box::new(item.unwrap_or(Ty::Unknown)))
            }
            Expr::Index(base, _) => match self.type_of(unit, *base) {
                Ty::List(item) => *item,
                _ => Ty::Unknown,
            },
            Expr::Binary(_, operator, _)
                if matches!(operator.as_str(), "==" | "!=" | "<" | ">" | "&&" | "||") =>
            {
                Ty::Plain("bool".to_owned())
            }
            Expr::Closure { .. } => Ty::Plain("closure".to_owned()),
            // `0..count`
            Expr::Other(ends) => match ends.last().map(|&end| self.type_of(unit, end)) {
                Some(Ty::Plain(name)) if name == "usize" => Ty::Plain(name),
                _ => Ty::Unknown,
            },
            _ => Ty::Unknown,
        }
    }

    fn type_of_path(&self, unit: &Unit<'w>, id: ExprId, path: &[String]) -> Ty {
        let code = self.code.expressions(unit);
        if let [name] = path {
            if name == "self" {
                let around = self.code.function_around(unit, id);
                return around
                    .and_then(|it| self.code.self_type(it))
                    .unwrap_or(Ty::Open);
            }
            if let Some(bound) = lookup(code, id, name) {
                let mut ty = self.type_of_source(unit, id, &bound.source);
                for step in &bound.route {
                    ty = self.stepped(&ty, step);
                }
                return ty;
            }
        }
        let defs = self.code.called(unit, id, path);
        if let [def] = defs[..] {
            return self.declared(def);
        }
        match self.code.meaning(unit, code.row(id).extent.start) {
            Some(Meaning::External(path)) => Ty::Plain(path),
            _ => Ty::Unknown,
        }
    }

    /// The type that a constant, static or unit struct has.
    fn declared(&self, def: Def) -> Ty {
        let Some(unit) = self.code.unit(def.file) else {
            return Ty::Unknown;
        };
        match unit.facts.item(def.item).kind {
            ItemKind::Const { ty: Some(ty), .. } | ItemKind::Static { ty: Some(ty), .. } => {
                self.code.ty(unit, ty, None)
            }
            ItemKind::Struct { .. } | ItemKind::Variant { .. } => self.made(def),
            ItemKind::Fn { .. } => Ty::Plain("fn".to_owned()),
            _ => Ty::Unknown,
        }
    }

    /// The type of what a struct or variant makes.
    pub(super) fn made(&self, def: Def) -> Ty {
        let Some(unit) = self.code.unit(def.file) else {
            return Ty::Unknown;
        };
        let item = unit.facts.item(def.item);
        match item.kind {
            ItemKind::Variant { .. } => match unit.facts.scope(item.scope).item {
                Some(around) => Ty::Item(
                    Def {
                        file: def.file,
                        item: around,
                    },
                    Vec::new(),
                ),
                None => Ty::Unknown,
            },
            ItemKind::TypeAlias { .. } => self
                .code
                .alias(def)
                .map_or(Ty::Unknown, |it| Ty::Item(it, Vec::new())),
            _ => Ty::Item(def, Vec::new()),
        }
    }

    fn type_of_param(&self, unit: &Unit<'w>, at: ExprId, param: usize) -> Ty {
        let Some(function) = self.code.function_around(unit, at) else {
            return Ty::Unknown;
        };
        let ItemKind::Fn { signature } = unit.facts.item(function.item).kind else {
            return Ty::Unknown;
        };
        let env = Env {
            self_ty: self.code.self_type(function),
            ..Env::default()
        };
        let params = &unit.facts.signatures[signature as usize].params;
        let ty = params.get(param);
        ty.map_or(Ty::Unknown, |&ty| self.code.ty(unit, ty, Some(&env)))
    }

    pub(super) fn type_of_source(&self, unit: &Unit<'w>, at: ExprId, source: &Source) -> Ty {
        match source {
            Source::Let(value, annotated) => {
                let written = annotated.map(|it| self.code.annotated(unit, it));
                match written {
                    Some(ty) if ty != Ty::Unknown => ty,
                    _ => value.map_or(Ty::Unknown, |it| self.type_of(unit, it)),
                }
            }
            Source::Matched(value) => self.type_of(unit, *value),
            Source::Each(over) => match self.type_of(unit, *over) {
                Ty::List(item) => *item,
                other if api::known(&other) == Some(Known::Messages) => other,
                // What a range of numbers goes through.
                Ty::Plain(number) => Ty::Plain(number),
                _ => Ty::Unknown,
            },
            Source::Closure(closure, _) => self.type_in_closure(unit, *closure),
            Source::Param(param) => self.type_of_param(unit, at, *param),
        }
    }

    /// What a closure is given by `for_each` and the like: what its receiver has.
    fn type_in_closure(&self, unit: &Unit<'w>, closure: ExprId) -> Ty {
        let code = self.code.expressions(unit);
        let Some(around) = code.row(closure).parent else {
            return Ty::Unknown;
        };
        match code.expr(around) {
            Expr::Method { receiver, name, .. }
                if matches!(
                    name.as_str(),
                    "map"
                        | "and_then"
                        | "for_each"
                        | "for_each_concurrent"
                        | "filter_map"
                        | "inspect"
                        | "then"
                        | "map_or"
                ) =>
            {
                match self.type_of(unit, *receiver) {
                    Ty::List(item) => *item,
                    other => other,
                }
            }
            _ => Ty::Unknown,
        }
    }

    pub(super) fn stepped(&self, ty: &Ty, step: &Step) -> Ty {
        match step {
            Step::Field(name) => self.code.field(ty, name),
            Step::Part(at) => self.code.field(ty, &at.to_string()),
            Step::Variant(name, _) if matches!(name.as_str(), "Some" | "Ok") => ty.clone(),
            Step::Variant(name, at) => match ty {
                Ty::Item(def, _) => self.variant_part(*def, name, *at),
                _ => Ty::Unknown,
            },
            Step::Lost => Ty::Unknown,
        }
    }

    fn variant_part(&self, of: Def, name: &str, at: usize) -> Ty {
        let Some(unit) = self.code.unit(of.file) else {
            return Ty::Unknown;
        };
        let item = unit.facts.item(of.item);
        if matches!(item.kind, ItemKind::Struct { .. }) {
            return self.code.field(&Ty::Item(of, Vec::new()), &at.to_string());
        }
        let mut variants = unit
            .facts
            .items
            .iter()
            .filter(|it| Some(it.scope) == item.body && unit.facts.text(it.name) == name);
        match variants.next().map(|it| &it.kind) {
            Some(ItemKind::Variant { fields, .. }) => {
                let field = unit.facts.fields[fields.rows()].get(at);
                field.map_or(Ty::Unknown, |it| self.code.ty(unit, it.ty, None))
            }
            _ => Ty::Unknown,
        }
    }

    fn type_of_call(&self, unit: &Unit<'w>, callee: ExprId, args: &[ExprId]) -> Ty {
        let code = self.code.expressions(unit);
        let Expr::Path(path) = code.expr(callee) else {
            return Ty::Unknown;
        };
        let name = path.last().map(String::as_str).unwrap_or_default();
        let owner = path.iter().rev().nth(1).map(String::as_str);
        let first = || {
            args.first()
                .map_or(Ty::Unknown, |&it| self.type_of(unit, it))
        };
        let defs = self.code.called(unit, callee, path);
        if let [def] = defs[..] {
            return match self.code.item(def).map(|it| &it.kind) {
                Some(ItemKind::Fn { .. }) => self.returned(def, None),
                _ => self.made(def),
            };
        }
        let meaning = self.code.meaning(unit, code.row(callee).extent.start);
        match (name, owner) {
            ("Some" | "Ok", _) => return first(),
            (
                "new" | "from" | "clone" | "pin",
                Some("Arc" | "Box" | "Rc" | "Mutex" | "RwLock" | "OnceCell"),
            ) => {
                return first();
            }
            _ => {}
        }
        match meaning {
            Some(Meaning::External(path)) => match api::function(&path) {
                Ty::Unknown => match path.rsplit_once("::") {
                    Some((ty, "new" | "default" | "from" | "builder"))
                        if last(ty).starts_with(char::is_uppercase) =>
                    {
                        Ty::External(ty.to_owned(), Vec::new())
                    }
                    _ => Ty::Unknown,
                },
                ty => ty,
            },
            // `Event::from(…)` of an implementation that is not for this type alone.
            Some(Meaning::Item(def, 1)) => match (name, self.code.alias(self.code.def(def))) {
                ("from" | "new" | "default" | "clone", Some(def)) => Ty::Item(def, Vec::new()),
                _ => Ty::Unknown,
            },
            _ => Ty::Unknown,
        }
    }

    fn type_of_method(&self, unit: &Unit<'w>, receiver: ExprId, name: &str, args: &[ExprId]) -> Ty {
        let on = self.type_of(unit, receiver);
        if let ("block_on", [future]) = (name, args) {
            return self.type_of(unit, *future);
        }
        if let Some(known) = api::known(&on) {
            match api::method(known, name) {
                Ty::Unknown => {}
                ty => return ty,
            }
            return match (known, name) {
                (Known::Messages | Known::Batch, "next" | "try_next") => {
                    self.type_of_messages(unit, receiver)
                }
                // What is left out, or comes after, is of the same kind.
                (
                    Known::Messages,
                    "chain" | "filter" | "fuse" | "inspect" | "peekable" | "skip" | "skip_while"
                    | "take_until" | "take_while",
                ) => on,
                _ if api::is_same(name) => on,
                _ => Ty::Unknown,
            };
        }
        if let Ty::Item(def, args) = &on
            && let [member] = self.code.members(*def, name)[..]
        {
            let env = self.code.env(*def, args);
            return self.returned(member, Some(env));
        }
        match name {
            _ if api::is_same(name) => on,
            "unwrap_or" | "unwrap_or_else" | "or" | "or_else" | "or_insert_with" | "filter"
            | "chain" | "rev" | "skip" => on,
            "get" | "first" | "last" | "get_mut" | "next" => match on {
                Ty::List(item) => *item,
                _ => Ty::Unknown,
            },
            "len" | "count" => Ty::Plain("usize".to_owned()),
            "to_lowercase" | "to_uppercase" | "replace" | "join" => Ty::Plain("String".to_owned()),
            _ => Ty::Unknown,
        }
    }

    /// What comes out of a subscription or consumer.
    fn type_of_messages(&self, unit: &Unit<'w>, receiver: ExprId) -> Ty {
        let stream = match self.type_of(unit, receiver) {
            Ty::External(path, _) => path.contains("jetstream"),
            _ => false,
        };
        let path = match stream {
            true => "async_nats::jetstream::Message",
            false => "async_nats::Message",
        };
        Ty::External(path.to_owned(), Vec::new())
    }

    /// The type that a function gives back.
    pub(super) fn returned(&self, def: Def, env: Option<Env>) -> Ty {
        let Some(unit) = self.code.unit(def.file) else {
            return Ty::Unknown;
        };
        let ItemKind::Fn { signature } = unit.facts.item(def.item).kind else {
            return self.declared(def);
        };
        let env = env.unwrap_or_else(|| Env {
            self_ty: self.code.self_type(def),
            ..Env::default()
        });
        let ret = unit.facts.signatures[signature as usize].ret;
        ret.map_or(Ty::Plain("()".to_owned()), |ret| {
            self.code.ty(unit, ret, Some(&env))
        })
    }
}

fn first_known(types: impl Iterator<Item = Ty>) -> Ty {
    let mut types = types.filter(|it| *it != Ty::Unknown);
    types.next().unwrap_or(Ty::Unknown)
}
