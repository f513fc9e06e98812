//! What each kind of expression comes to.

use std::collections::BTreeMap;

use govern_facts::{Arm, Expr, ExprId, Expressions, ItemKind, Pat, Statement};
use govern_names::Meaning;

use super::api::{self, Ask, Known};
use super::code::{Def, Unit};
use super::follow::{Follower, Frame, part};
use super::types::{Ty, last};
use super::value::{Handle, HandleKind, Piece, Value, joined};

const SECOND: u128 = 1_000_000_000;

impl<'w> Follower<'_, 'w> {
    pub(super) fn value_of(&self, unit: &Unit<'w>, id: ExprId, frame: &Frame) -> Value {
        let code = self.code.expressions(unit);
        let value = |id: ExprId| self.value(unit, id, frame);
        match code.expr(id) {
            Expr::Path(path) => self.path(unit, id, path, frame),
            Expr::Literal(text) => literal(text),
            Expr::Call { callee, args } => self.call_of(unit, *callee, args, frame),
            Expr::Method {
                receiver,
                name,
                args,
                ..
            } => self.method(unit, id, *receiver, name, args, frame),
            Expr::Field { base, name } => {
                let ty = self.type_of(unit, *base);
                self.field_value(&value(*base), &ty, name)
            }
            Expr::Macro { name, args } => self.macro_call(unit, id, name, args, frame),
            Expr::Record { fields, rest, .. } => {
                let own = fields.iter().map(|(name, id)| (name.clone(), value(*id)));
                let own: BTreeMap<String, Value> = own.collect();
                let Some(rest) = rest else {
                    return Value::Record(own, true);
                };
                value(*rest).map(&|rest| match rest {
                    Value::Record(fields, is_default) => {
                        let mut all = fields.clone();
                        all.extend(own.clone());
                        Value::Record(all, *is_default)
                    }
                    _ => Value::Record(own.clone(), false),
                })
            }
            Expr::Array(items) | Expr::Tuple(items) => {
                Value::List(items.iter().map(|&it| value(it)).collect())
            }
            Expr::Repeat(item) => Value::List(vec![value(*item)]),
            Expr::Same(inner) | Expr::Await(inner) | Expr::Try(inner) | Expr::Cast(inner) => {
                value(*inner)
            }
            Expr::Prefix(inner) => match value(*inner) {
                Value::Number(number) => Value::Number(-number),
                Value::Bool(it) => Value::Bool(!it),
                _ => Value::unknown("an operator"),
            },
            Expr::Binary(one, operator, other) => {
                let (one_id, other_id) = (*one, *other);
                self.binary(
                    unit,
                    (one_id, &value(one_id)),
                    operator,
                    (other_id, &value(other_id)),
                )
            }
            Expr::Index(base, index) => match (value(*base), value(*index).number()) {
                (list @ Value::List(_), Some(at)) => {
                    usize::try_from(at).map_or(Value::unknown("an index"), |at| part(&list, at))
                }
                (Value::List(items), None) => Value::either(items),
                _ => Value::unknown("a part of something that is not known"),
            },
            Expr::Block {
                value: inner,
                statements,
            } => match (inner, statements.last()) {
                (Some(inner), _) => value(*inner),
                (None, Some(Statement::Expr(last)))
                    if matches!(code.expr(*last), Expr::Return(_)) =>
                {
                    Value::Nothing
                }
                _ => Value::Nothing,
            },
            Expr::If {
                then, otherwise, ..
            } => {
                let branches = [then, otherwise].into_iter().filter_map(|it| *it);
                alternatives(branches.map(value))
            }
            Expr::Match { value: of, arms } => self.arms(unit, &value(*of), arms, frame),
            Expr::Return(_) => Value::Nothing,
            Expr::Closure { .. } => Value::unknown("a closure"),
            Expr::Let { .. } | Expr::For { .. } | Expr::While { .. } | Expr::Other(_) => {
                Value::unknown("it cannot be followed")
            }
        }
    }

    fn path(&self, unit: &Unit<'w>, id: ExprId, path: &[String], frame: &Frame) -> Value {
        if let [name] = path {
            if name == "self" {
                let known = frame.self_value.clone();
                return known.unwrap_or_else(|| Value::unknown("`self`"));
            }
            if let Some(value) = self.local(unit, id, name, frame) {
                return value;
            }
        }
        let name = path.last().map(String::as_str).unwrap_or_default();
        if name == "None" {
            return Value::Nothing;
        }
        let defs = self.code.called(unit, id, path);
        if !defs.is_empty() {
            return Value::either(defs.iter().map(|&def| self.constant(def)));
        }
        let start = self.code.expressions(unit).row(id).extent.start;
        match self.code.meaning(unit, start) {
            Some(Meaning::External(path)) => external_constant(&path),
            // `T::SUBJECT`: what any implementation has.
            None | Some(Meaning::Unresolved | Meaning::Item(_, 1)) if path.len() == 2 => {
                let known = self.code.of_traits(name);
                match known.is_empty() {
                    true => Value::unknown(format!("`{}`", path.join("::"))),
                    false => Value::either(known.iter().map(|&def| self.constant(def))),
                }
            }
            _ => Value::unknown(format!("`{}`", path.join("::"))),
        }
    }

    fn constant(&self, def: Def) -> Value {
        let Some(unit) = self.code.unit(def.file) else {
            return Value::unknown("a constant");
        };
        let item = unit.facts.item(def.item);
        let name = unit.facts.text(item.name);
        match item.kind {
            ItemKind::Const { .. } | ItemKind::Static { .. } => match self.code.value_of(def) {
                Some(value) => self.value(unit, value, &Frame::default()),
                None => Value::unknown(format!("the constant `{name}`")),
            },
            ItemKind::Variant { .. } | ItemKind::Struct { .. } => {
                Value::Variant(name.to_owned(), Vec::new())
            }
            _ => Value::unknown(format!("`{name}`")),
        }
    }

    fn call_of(&self, unit: &Unit<'w>, callee: ExprId, args: &[ExprId], frame: &Frame) -> Value {
        let code = self.code.expressions(unit);
        let value = |at: usize| {
            args.get(at)
                .map_or(Value::unknown("nothing"), |&it| self.value(unit, it, frame))
        };
        let Expr::Path(path) = code.expr(callee) else {
            return Value::unknown("what a call gives back");
        };
        let name = path.last().map(String::as_str).unwrap_or_default();
        let owner = path
            .iter()
            .rev()
            .nth(1)
            .map(String::as_str)
            .unwrap_or_default();
        let unknown = || Value::unknown(format!("what `{}(…)` gives back", path.join("::")));
        if let [local] = &path[..]
            && let Some(bound) = super::bindings::lookup(code, callee, local)
        {
            return match bound.source {
                super::bindings::Source::Let(Some(closure), _) => {
                    let given = (0..args.len()).map(value).collect();
                    self.apply(unit, closure, given, frame)
                }
                _ => unknown(),
            };
        }
        let defs = self.code.called(unit, callee, path);
        if !defs.is_empty() {
            return Value::either(defs.into_iter().map(|def| {
                match self.code.item(def).map(|it| &it.kind) {
                    Some(ItemKind::Fn { signature }) => {
                        let signature = self
                            .code
                            .unit(def.file)
                            .map(|unit| unit.facts.signatures[*signature as usize].has_self);
                        let skipped = usize::from(signature == Some(true));
                        let given = (skipped..args.len()).map(value).collect();
                        let receiver = (skipped == 1).then(|| value(0));
                        self.call(def, given, receiver)
                    }
                    _ => Value::Variant(name.to_owned(), (0..args.len()).map(value).collect()),
                }
            }));
        }
        let factor = match name {
            "from_secs" => Some(SECOND),
            "from_millis" => Some(SECOND / 1000),
            "from_micros" => Some(1000),
            "from_nanos" => Some(1),
            "from_mins" => Some(60 * SECOND),
            "from_hours" => Some(3600 * SECOND),
            "from_days" => Some(24 * 3600 * SECOND),
            "from_weeks" => Some(7 * 24 * 3600 * SECOND),
            _ => None,
        };
        if let Some(factor) = factor.filter(|_| owner == "Duration") {
            return match value(0).number().and_then(|it| u128::try_from(it).ok()) {
                Some(number) => Value::Duration(number.saturating_mul(factor)),
                None => unknown(),
            };
        }
        match (owner, name) {
            (_, "Err") => Value::Nothing,
            (_, "Some" | "Ok")
            | (
                "Arc" | "Box" | "Cow" | "Rc" | "String" | "Subject" | "Vec" | "Bytes" | "Into"
                | "From" | "ToString" | "ToOwned" | "AsRef" | "LazyLock" | "OnceLock" | "Lazy",
                "new" | "from" | "from_static" | "Borrowed" | "Owned" | "into" | "to_string"
                | "to_owned" | "clone" | "as_ref" | "from_utf8",
            ) => match (args.first(), name) {
                (Some(&closure), "new") if matches!(code.expr(closure), Expr::Closure { .. }) => {
                    self.apply(unit, closure, Vec::new(), frame)
                }
                (Some(_), _) => value(0),
                (None, _) if owner == "String" => Value::text(""),
                (None, _) => Value::List(Vec::new()),
            },
            (_, "default") => {
                let start = code.row(callee).extent.start;
                match self.code.meaning(unit, start) {
                    Some(Meaning::External(_)) => Value::Record(BTreeMap::new(), true),
                    _ => unknown(),
                }
            }
            ("env", "var") => Value::unknown("it comes from the environment"),
            _ => {
                let start = code.row(callee).extent.start;
                match self.code.meaning(unit, start) {
                    // A variant of an enum of another crate, with something in it.
                    Some(Meaning::External(path)) if is_variant(&path) => {
                        let parts = (0..args.len()).map(value).collect();
                        Value::Variant(last(&path).to_owned(), parts)
                    }
                    _ => unknown(),
                }
            }
        }
    }

    /// What a closure, or a function by its path, makes of something.
    fn apply(&self, unit: &Unit<'w>, function: ExprId, args: Vec<Value>, frame: &Frame) -> Value {
        let code = self.code.expressions(unit);
        match code.expr(function) {
            Expr::Closure { body, .. } => {
                let mut inner = frame.clone();
                inner.closures.push(((unit.file, function), args));
                self.value(unit, *body, &inner)
            }
            Expr::Path(path) => {
                let defs = self.code.called(unit, function, path);
                let name = path.last().map(String::as_str).unwrap_or_default();
                match defs[..] {
                    [def] => self.call(def, args, None),
                    _ if matches!(
                        name,
                        "from"
                            | "into"
                            | "to_owned"
                            | "to_string"
                            | "clone"
                            | "as_str"
                            | "new"
                            | "Some"
                            | "as_ref"
                    ) =>
                    {
                        args.into_iter().next().unwrap_or(Value::Nothing)
                    }
                    _ => Value::unknown(format!("what `{name}` gives back")),
                }
            }
            Expr::Same(inner) => self.apply(unit, *inner, args, frame),
            _ => Value::unknown("what a function gives back"),
        }
    }

    fn method(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        receiver: ExprId,
        name: &str,
        args: &[ExprId],
        frame: &Frame,
    ) -> Value {
        let on = self.type_of(unit, receiver);
        let value = |at: usize| {
            args.get(at)
                .map_or(Value::unknown("nothing"), |&it| self.value(unit, it, frame))
        };
        if let Some(ask) = api::known(&on).and_then(|known| api::asks(known, name))
            && let Some(kind) = api::handle(ask)
        {
            return self.handle(unit, id, kind, ask, receiver, &value, frame);
        }
        match (api::known(&on), name, args) {
            (Some(Known::Client), "new_inbox", _) => return Value::Reply,
            (_, "block_on", [_]) => return value(0),
            _ => {}
        }
        // Messages of a consumer are those of the consumer.
        if let Some(Known::Consumer | Known::Batch | Known::Messages) = api::known(&on)
            && !matches!(name, "next" | "try_next")
        {
            return self.value(unit, receiver, frame);
        }
        let members = match &on {
            Ty::Item(def, _) => self.code.members(*def, name),
            // What any implementation does.
            Ty::Open => self.code.of_traits(name).to_vec(),
            _ => Vec::new(),
        };
        if !members.is_empty() {
            let given: Vec<Value> = (0..args.len()).map(value).collect();
            let own = self.value(unit, receiver, frame);
            let called = members
                .iter()
                .map(|&def| self.call(def, given.clone(), Some(own.clone())));
            return Value::either(called);
        }
        let own = || self.value(unit, receiver, frame);
        let each = |function: ExprId| {
            own().map(&|value| match value {
                Value::List(items) => Value::List(
                    items
                        .iter()
                        .map(|it| self.apply(unit, function, vec![it.clone()], frame))
                        .collect(),
                ),
                Value::Nothing => Value::Nothing,
                one => self.apply(unit, function, vec![one.clone()], frame),
            })
        };
        match (name, args) {
            (_, _) if api::is_same(name) => own(),
            ("map" | "and_then" | "then", [function]) => each(*function),
            ("unwrap_or" | "or" | "chain", [_]) => alternatives([own(), value(0)]),
            ("unwrap_or_else" | "or_else", [function]) => {
                let error = vec![Value::unknown("an error")];
                alternatives([own(), self.apply(unit, *function, error, frame)])
            }
            ("map_or" | "map_or_else", [_, function]) => alternatives([value(0), each(*function)]),
            ("filter" | "rev" | "inspect" | "timeout" | "instrument", _) => own(),
            ("get" | "nth", [_]) => match (own(), value(0).number()) {
                (list @ Value::List(_), Some(at)) => {
                    usize::try_from(at).map_or(Value::unknown("an index"), |at| part(&list, at))
                }
                _ => Value::unknown("a part of something that is not known"),
            },
            ("join", [_]) => match (own(), value(0)) {
                (Value::List(items), separator) => {
                    let separator = separator.as_pieces("…", true);
                    let mut parts = Vec::new();
                    for (at, item) in items.iter().enumerate() {
                        if at > 0 {
                            parts.push(separator.clone());
                        }
                        parts.push(item.as_pieces("…", true));
                    }
                    joined(parts)
                }
                _ => Value::unknown("texts that are joined"),
            },
            ("concat", []) => match own() {
                Value::List(items) => {
                    joined(items.iter().map(|it| it.as_pieces("…", true)).collect())
                }
                _ => Value::unknown("texts that are joined"),
            },
            ("to_lowercase" | "to_ascii_lowercase", []) => {
                self.with_text(&own(), &|text| text.to_lowercase())
            }
            ("to_uppercase" | "to_ascii_uppercase", []) => {
                self.with_text(&own(), &|text| text.to_uppercase())
            }
            ("replace", [_, _]) => match (value(0).literal(), value(1).literal()) {
                (Some(from), Some(to)) => self.with_text(&own(), &|text| text.replace(&from, &to)),
                _ => Value::unknown("what `replace` makes of it"),
            },
            ("len" | "count", []) => Value::unknown("a number"),
            _ => Value::unknown(format!("what `{name}` gives back")),
        }
    }

    /// What a change of a text without placeholders makes of it.
    fn with_text(&self, value: &Value, change: &dyn Fn(&str) -> String) -> Value {
        value.map(&|value| match value.literal() {
            Some(text) => Value::text(change(&text)),
            None => Value::unknown("a text that is changed"),
        })
    }

    #[expect(clippy::too_many_arguments, reason = "a call, taken apart")]
    fn handle(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        kind: HandleKind,
        ask: Ask,
        receiver: ExprId,
        value: &dyn Fn(usize) -> Value,
        frame: &Frame,
    ) -> Value {
        let field = |config: Value, names: &[&str]| {
            config.map(&|config| match config {
                Value::Record(fields, _) => names
                    .iter()
                    .find_map(|name| fields.get(*name).filter(|it| **it != Value::Nothing))
                    .cloned()
                    .unwrap_or_else(|| Value::unknown("the server chooses its name")),
                Value::Text(_) => config.clone(),
                _ => Value::unknown("its configuration is not known"),
            })
        };
        let (name, of) = match ask {
            Ask::MakeStream { config } => (field(value(config), &["name"]), None),
            Ask::MakeBucket { config } | Ask::MakeObjects { config } => {
                (field(value(config), &["bucket"]), None)
            }
            Ask::GetStream { name } | Ask::GetBucket { name } | Ask::GetObjects { name } => {
                (value(name), None)
            }
            Ask::MakeConsumer {
                config,
                name,
                stream,
            } => {
                let own = match name {
                    Some(name) => value(name),
                    None => field(value(config), &["durable_name", "name"]),
                };
                (
                    own,
                    Some(self.stream(unit, receiver, stream.map(value), frame)),
                )
            }
            Ask::GetConsumer { name, stream } => {
                let of = self.stream(unit, receiver, stream.map(value), frame);
                (value(name), Some(of))
            }
            Ask::Subscribe { subject, .. } => (value(subject), None),
            _ => (Value::unknown("it has no name"), None),
        };
        let extent = self.code.expressions(unit).row(id).extent;
        Value::Handle(Handle {
            kind,
            name: Box::new(name),
            of: of.map(Box::new),
            span: self.code.span(unit, extent),
        })
    }

    /// The name of the stream that a consumer is of.
    pub(super) fn stream(
        &self,
        unit: &Unit<'w>,
        receiver: ExprId,
        named: Option<Value>,
        frame: &Frame,
    ) -> Value {
        if let Some(named) = named {
            return named;
        }
        self.value(unit, receiver, frame).map(&|value| match value {
            Value::Handle(handle) if handle.kind == HandleKind::Stream => (*handle.name).clone(),
            Value::Handle(handle) if handle.kind == HandleKind::Bucket => joined(vec![
                vec![vec![Piece::Literal("KV_".to_owned())]],
                handle.name.as_pieces("bucket", false),
            ]),
            Value::Unknown(why) => Value::Unknown(why.clone()),
            _ => Value::unknown("its stream is not known"),
        })
    }

    fn arms(&self, unit: &Unit<'w>, of: &Value, arms: &[Arm], frame: &Frame) -> Value {
        let variant = match of {
            Value::Variant(name, _) => Some(name.as_str()),
            _ => None,
        };
        let fits = |arm: &&Arm| match (variant, named(&arm.pattern)) {
            (Some(variant), Some(name)) => variant == name,
            _ => true,
        };
        let fitting = arms.iter().filter(fits);
        alternatives(fitting.map(|arm| self.value(unit, arm.value, frame)))
    }

    fn binary(
        &self,
        unit: &Unit<'w>,
        (one_id, one): (ExprId, &Value),
        operator: &str,
        (other_id, other): (ExprId, &Value),
    ) -> Value {
        let unknown = || Value::unknown("what an operator gives");
        match (operator, one, other) {
            (operator, Value::Number(one), Value::Number(other)) => {
                let result = match operator {
                    "+" => one.checked_add(*other),
                    "-" => one.checked_sub(*other),
                    "*" => one.checked_mul(*other),
                    "/" => one.checked_div(*other),
                    "<<" => u32::try_from(*other)
                        .ok()
                        .and_then(|it| one.checked_shl(it)),
                    _ => None,
                };
                result.map_or_else(unknown, Value::Number)
            }
            ("*", Value::Duration(nanos), Value::Number(factor))
            | ("*", Value::Number(factor), Value::Duration(nanos)) => {
                let factor = u128::try_from(*factor).ok();
                let product = factor.and_then(|it| nanos.checked_mul(it));
                product.map_or_else(unknown, Value::Duration)
            }
            ("+", ..)
                if [one, other]
                    .iter()
                    .any(|it| matches!(it.all()[0], Value::Text(_))) =>
            {
                joined(vec![
                    one.as_pieces(&self.shown(unit, one_id), self.spreads(unit, one_id)),
                    other.as_pieces(&self.shown(unit, other_id), self.spreads(unit, other_id)),
                ])
            }
            _ => unknown(),
        }
    }

    fn macro_call(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        name: &str,
        args: &[(Option<String>, ExprId)],
        frame: &Frame,
    ) -> Value {
        let value = |id: ExprId| self.value(unit, id, frame);
        match name {
            "vec" => Value::List(args.iter().map(|(_, id)| value(*id)).collect()),
            "concat" => joined(
                args.iter()
                    .map(|(_, id)| value(*id).as_pieces(&self.shown(unit, *id), true))
                    .collect(),
            ),
            "format" | "format_args" => self.format(unit, id, args, frame),
            "env" | "option_env" => Value::unknown("it comes from the environment of the build"),
            "panic" | "unreachable" | "todo" | "unimplemented" | "bail" => Value::Nothing,
            _ => Value::unknown(format!("what `{name}!` makes")),
        }
    }

    fn format(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        args: &[(Option<String>, ExprId)],
        frame: &Frame,
    ) -> Value {
        let Some(((None, template), args)) = args.split_first() else {
            return Value::unknown("a format without a text");
        };
        let Some(template) = self.value(unit, *template, frame).literal() else {
            return Value::unknown("a format without a text");
        };
        let Some(parts) = template_parts(&template) else {
            return Value::unknown("a format that cannot be read");
        };
        let positional: Vec<ExprId> = args
            .iter()
            .filter_map(|(name, id)| name.is_none().then_some(*id))
            .collect();
        let mut next = 0;
        let mut pieces = Vec::new();
        for part in parts {
            let (name, spec) = match part {
                Part::Literal(text) => {
                    pieces.push(vec![vec![Piece::Literal(text)]]);
                    continue;
                }
                Part::Argument(name, spec) => (name, spec),
            };
            let argument = match name.parse::<usize>() {
                Ok(at) => positional.get(at).copied(),
                Err(_) if name.is_empty() => {
                    next += 1;
                    positional.get(next - 1).copied()
                }
                Err(_) => args
                    .iter()
                    .find(|(own, _)| own.as_deref() == Some(&name))
                    .map(|(_, id)| *id),
            };
            let (value, shown, spreads) = match argument {
                Some(argument) => (
                    self.value(unit, argument, frame),
                    self.shown(unit, argument),
                    self.spreads(unit, argument),
                ),
                None if name.is_empty() => return Value::unknown("a format that cannot be read"),
                // `{name}`: what has this name here.
                None => (
                    self.captured(unit, id, &name, frame),
                    name.clone(),
                    self.captured_spreads(unit, id, &name),
                ),
            };
            // Width, precision and `:?` change what is written.
            let value = match spec {
                true => Value::unknown("it is written in a form of its own"),
                false => value,
            };
            pieces.push(value.as_pieces(&shown, spreads));
        }
        joined(pieces)
    }

    fn captured(&self, unit: &Unit<'w>, at: ExprId, name: &str, frame: &Frame) -> Value {
        if let Some(value) = self.local(unit, at, name, frame) {
            return value;
        }
        // A constant of this name, in this file or imported into it.
        let facts = unit.facts;
        let constant = facts.items.iter().zip(0u32..).find(|(item, _)| {
            facts.text(item.name) == name
                && matches!(item.kind, ItemKind::Const { .. } | ItemKind::Static { .. })
        });
        match constant {
            Some((_, row)) => self.constant(Def {
                file: unit.file,
                item: govern_facts::ItemId(row),
            }),
            None => Value::unknown(format!("`{name}`")),
        }
    }

    fn captured_spreads(&self, unit: &Unit<'w>, at: ExprId, name: &str) -> bool {
        let code = self.code.expressions(unit);
        let Some(bound) = super::bindings::lookup(code, at, name) else {
            return true;
        };
        let mut ty = self.type_of_source(unit, at, &bound.source);
        for step in &bound.route {
            ty = self.stepped(&ty, step);
        }
        spreads(&ty)
    }

    /// Whether what an expression is written as may have dots.
    fn spreads(&self, unit: &Unit<'w>, id: ExprId) -> bool {
        spreads(&self.type_of(unit, id))
    }

    /// An expression as the source has it, shortened.
    fn shown(&self, unit: &Unit<'w>, id: ExprId) -> String {
        let extent = self.code.expressions(unit).row(id).extent;
        let text = self.code.side.workspace.text(unit.file).ok();
        let text = text.and_then(|text| {
            let part = text.get(extent.start as usize..extent.end as usize)?;
            Some(part.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        match text {
            Some(text) if text.chars().count() > 40 => {
                text.chars().take(39).collect::<String>() + "…"
            }
            Some(text) => text,
            None => "…".to_owned(),
        }
    }
}

/// One of several; what gives nothing is left out if others give something.
fn alternatives(values: impl IntoIterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.into_iter().collect();
    let is_some = |it: &Value| *it != Value::Nothing;
    if values.iter().any(is_some) {
        values.retain(is_some);
    }
    Value::either(values)
}

/// The variant that a pattern asks for.
fn named(pattern: &Pat) -> Option<&str> {
    match pattern {
        Pat::TupleStruct(path, _) | Pat::Record(path, _) => path.last().map(String::as_str),
        Pat::Other(text) if text.contains("::") => Some(last(text)),
        _ => None,
    }
}

/// Whether a value of a type may be written with dots. Of a type that is not known, it may.
fn spreads(ty: &Ty) -> bool {
    match ty {
        Ty::Plain(name) => !matches!(
            name.as_str(),
            "bool"
                | "char"
                | "i8"
                | "i16"
                | "i32"
                | "i64"
                | "i128"
                | "isize"
                | "u8"
                | "u16"
                | "u32"
                | "u64"
                | "u128"
                | "usize"
        ),
        Ty::External(path, _) => !matches!(
            last(path),
            "Uuid" | "Ulid" | "NaiveDate" | "Hyphenated" | "Simple"
        ),
        _ => true,
    }
}

fn is_variant(path: &str) -> bool {
    let mut parts = path.rsplit("::");
    let is_type = |part: Option<&str>| part.is_some_and(|it| it.starts_with(char::is_uppercase));
    is_type(parts.next()) && is_type(parts.next())
}

fn external_constant(path: &str) -> Value {
    match last(path) {
        "NATS_MESSAGE_ID" => Value::text("Nats-Msg-Id"),
        "ZERO" if path.contains("Duration") => Value::Duration(0),
        "MAX" if path.contains("Duration") => Value::Duration(u128::MAX),
        name if is_variant(path) => Value::Variant(name.to_owned(), Vec::new()),
        _ => Value::unknown(format!("`{path}`")),
    }
}

fn literal(text: &str) -> Value {
    match text {
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    if let Some(text) = Expressions::string(text) {
        return Value::text(text);
    }
    let digits: String = text.chars().filter(|&it| it != '_').collect();
    let digits = digits.trim_end_matches("usize").trim_end_matches("isize");
    let digits = [
        "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128",
    ]
    .iter()
    .find_map(|suffix| digits.strip_suffix(suffix))
    .unwrap_or(digits);
    let number = match digits.strip_prefix("0x") {
        Some(hex) => i128::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    number.map_or(Value::unknown("a literal"), Value::Number)
}

/// A part of the text of `format!`.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// Its name or number, and whether something is said about its form.
    Argument(String, bool),
}

fn template_parts(template: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if chars.peek() == Some(&c) => {
                chars.next();
                literal.push(c);
            }
            '{' => {
                let inside: String = chars.by_ref().take_while(|&c| c != '}').collect();
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                let (name, spec) = match inside.split_once(':') {
                    Some((name, spec)) => (name, !spec.is_empty()),
                    None => (inside.as_str(), false),
                };
                parts.push(Part::Argument(name.trim().to_owned(), spec));
            }
            '}' => return None,
            other => literal.push(other),
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::{Part, Value, literal, template_parts};

    #[test]
    fn templates_have_parts() {
        let argument = |name: &str, spec| Part::Argument(name.to_owned(), spec);
        let text = |text: &str| Part::Literal(text.to_owned());
        assert_eq!(
            template_parts("a.{}.{{x}}.{b:04}{0}").unwrap(),
            [
                text("a."),
                argument("", false),
                text(".{x}."),
                argument("b", true),
                argument("0", false)
            ]
        );
        assert_eq!(template_parts("a}"), None);
    }

    #[test]
    fn literals_have_values() {
        assert_eq!(literal("1_000u64"), Value::Number(1000));
        assert_eq!(literal("0x10"), Value::Number(16));
        assert_eq!(literal("r#\"a\"#"), Value::text("a"));
        assert_eq!(literal("true"), Value::Bool(true));
        assert!(matches!(literal("1.5"), Value::Unknown(_)));
    }
}
