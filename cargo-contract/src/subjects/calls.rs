//! What calls of functions, methods and closures give back.

use std::collections::BTreeMap;
use std::rc::Rc;

use govern_facts::bindings::{Source, lookup};
use govern_facts::{Expr, ExprId, ItemKind};
use govern_names::Meaning;

use super::api::{self, Ask, Known};
use super::code::Unit;
use super::evaluate::{alternatives, is_variant};
use super::follow::{Arg, Follower, Frame, part};
use super::ty::{Ty, last};
use super::value::{Handle, HandleKind, Piece, Value, joined};

const SECOND: u128 = 1_000_000_000;

impl<'w> Follower<'_, 'w> {
    pub(super) fn call_of(
        &self,
        unit: &Unit<'w>,
        callee: ExprId,
        args: &[ExprId],
        frame: &Frame,
    ) -> Value {
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
            && let Some(bound) = lookup(code, callee, local)
        {
            return match bound.source {
                Source::Let(Some(closure), _) => {
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
                        let (receiver, args) = args.split_at(skipped.min(args.len()));
                        let receiver = receiver.first();
                        let receiver = receiver.map(|&it| Rc::new(Arg::later(unit, it, frame)));
                        self.call(def, Arg::all(unit, args, frame), receiver)
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
                    [def] => self.call(def, args.into_iter().map(Arg::known).collect(), None),
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

    pub(super) fn method(
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
            let given = Arg::all(unit, args, frame);
            let own = Rc::new(Arg::later(unit, receiver, frame));
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
                Value::Unknown(why) if why.free => config.clone(),
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
}
