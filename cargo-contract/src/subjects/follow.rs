//! Follows values through the code: from an expression to the texts that stand in the source, through variables, constants and
//! calls; through fields ([`super::fields`]), and, where a function only passes on what it is given, to its callers
//! ([`super::ways`]).

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use govern_diagnostics::FileId;
use govern_facts::bindings::{Bound, Source, Step, is_changed, lookup};
use govern_facts::{Expr, ExprId};

use super::callers::Callers;
use super::code::{Code, Unit};
use super::setters::Setters;
use super::ty::Def;
use super::value::{Value, Why};

/// How deep expressions may stand in each other, calls included.
const DEEPEST: u32 = 80;
/// How many expressions are looked at for one question.
const BUDGET: u32 = 50_000;

/// What is known where an expression is looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// What the function is called with; callers decide, if none.
    pub(super) params: Option<Rc<[Arg]>>,
    pub(super) self_value: Option<Rc<Arg>>,
    /// What closures are called with.
    pub(super) closures: Vec<((FileId, ExprId), Vec<Value>)>,
}

/// What a function is called with. It is looked at when somebody asks for it: most of what is passed on says nothing about the
/// question.
#[derive(Debug)]
pub(super) struct Arg {
    value: OnceCell<Value>,
    /// The expression, and where it stands.
    later: Option<(FileId, ExprId, Frame)>,
}

impl Arg {
    pub(super) fn known(value: Value) -> Arg {
        Arg {
            value: OnceCell::from(value),
            later: None,
        }
    }

    pub(super) fn later(unit: &Unit<'_>, id: ExprId, frame: &Frame) -> Arg {
        Arg {
            value: OnceCell::new(),
            later: Some((unit.file, id, frame.clone())),
        }
    }

    /// Several expressions of one place.
    pub(super) fn all(unit: &Unit<'_>, ids: &[ExprId], frame: &Frame) -> Rc<[Arg]> {
        ids.iter().map(|&id| Arg::later(unit, id, frame)).collect()
    }
}

/// Follows values.
pub(super) struct Follower<'c, 'w> {
    pub(super) code: &'c Code<'w>,
    pub(super) depth: Cell<u32>,
    pub(super) budget: Cell<u32>,
    /// Whether something was too deep, or too much, since this was last set.
    pub(super) cut: Cell<bool>,
    /// Whether fields are followed to all places where the program sets them.
    pub(super) fields_too: Cell<bool>,
    pub(super) callers: RefCell<BTreeMap<Def, Callers>>,
    pub(super) fields: RefCell<BTreeMap<(Def, String), Value>>,
    pub(super) setters: RefCell<BTreeMap<FileId, Rc<Setters>>>,
}

impl<'c, 'w> Follower<'c, 'w> {
    pub(super) fn new(code: &'c Code<'w>) -> Follower<'c, 'w> {
        Follower {
            code,
            depth: Cell::new(0),
            budget: Cell::new(BUDGET),
            cut: Cell::new(false),
            fields_too: Cell::new(true),
            callers: RefCell::default(),
            fields: RefCell::default(),
            setters: RefCell::default(),
        }
    }

    /// Does something one level deeper, if that is not too deep.
    pub(super) fn deeper<T>(&self, otherwise: T, inside: impl FnOnce() -> T) -> T {
        let (depth, budget) = (self.depth.get(), self.budget.get());
        if depth >= DEEPEST || budget == 0 {
            self.cut.set(true);
            return otherwise;
        }
        self.depth.set(depth + 1);
        self.budget.set(budget - 1);
        let value = inside();
        self.depth.set(depth);
        value
    }

    /// Begins a new question, for which as much may be looked at as for each.
    pub(super) fn ask(&self) {
        self.depth.set(0);
        self.budget.set(BUDGET);
    }

    /// The name of an item.
    pub(super) fn name(&self, def: Def) -> String {
        let unit = self.code.unit(def.file);
        unit.map_or(String::new(), |unit| {
            unit.facts.text(unit.facts.item(def.item).name).to_owned()
        })
    }

    /// What an expression comes to in a frame, without going to all places where the program sets a field: what only tells
    /// alternatives apart is not worth it, for where there are several of them nothing is told apart.
    pub(super) fn value_here(&self, unit: &Unit<'w>, id: ExprId, frame: &Frame) -> Value {
        let before = self.fields_too.replace(false);
        let value = self.value(unit, id, frame);
        self.fields_too.set(before);
        value
    }

    /// What a function is called with.
    pub(super) fn value_of_arg(&self, arg: &Arg) -> Value {
        if let Some(known) = arg.value.get() {
            return known.clone();
        }
        let unknown = || Value::unknown("what it is called with");
        let Some((file, id, frame)) = &arg.later else {
            return unknown();
        };
        let was_cut = self.cut.replace(false);
        let unit = self.code.unit(*file);
        let value = unit.map_or_else(unknown, |unit| self.value(unit, *id, frame));
        // Only what was looked at to its end is remembered.
        if !self.cut.get() && self.fields_too.get() {
            arg.value.get_or_init(|| value.clone());
        }
        self.cut.set(self.cut.get() || was_cut);
        value
    }

    /// What an expression comes to in a frame.
    pub(super) fn value(&self, unit: &Unit<'w>, id: ExprId, frame: &Frame) -> Value {
        let too_far = Value::unknown("it is too deep to be followed");
        self.deeper(too_far, || self.value_of(unit, id, frame))
    }

    /// The value of a function of the workspace for some arguments.
    pub(super) fn call(
        &self,
        function: Def,
        args: Rc<[Arg]>,
        self_value: Option<Rc<Arg>>,
    ) -> Value {
        let Some((unit, row)) = self
            .code
            .unit(function.file)
            .zip(self.code.function(function))
        else {
            return Value::unknown("a function without a body");
        };
        let frame = Frame {
            params: Some(args),
            self_value,
            closures: Vec::new(),
        };
        let code = self.code.expressions(unit);
        let body = row.body;
        let extent = code.row(body).extent;
        let mut values = vec![self.value(unit, body, &frame)];
        for (id, row) in code.iter() {
            let Expr::Return(Some(value)) = row.expr else {
                continue;
            };
            let is_own = extent.contains(row.extent)
                && code.around(id).last() == Some(body)
                && !code
                    .around(id)
                    .any(|it| matches!(code.expr(it), Expr::Closure { .. }));
            if is_own {
                values.push(self.value(unit, value, &frame));
            }
        }
        // `Err(…)`, `None` and blocks that only return are no values.
        let is_some = |it: &Value| *it != Value::Nothing;
        if values.iter().any(is_some) {
            values.retain(is_some);
        }
        Value::either(values)
    }

    /// What a local name comes to.
    pub(super) fn local(
        &self,
        unit: &Unit<'w>,
        at: ExprId,
        name: &str,
        frame: &Frame,
    ) -> Option<Value> {
        let code = self.code.expressions(unit);
        let bound = lookup(code, at, name)?;
        if bound.is_mut && is_changed(code, at, name) {
            return Some(Value::unknown(format!("`{name}` is changed while it runs")));
        }
        let value = self.source(unit, &bound, name, frame);
        Some(self.routed(unit, at, &bound, value))
    }

    fn source(&self, unit: &Unit<'w>, bound: &Bound, name: &str, frame: &Frame) -> Value {
        match bound.source {
            Source::Let(Some(value), _) | Source::Matched(value) => self.value(unit, value, frame),
            Source::Let(None, _) => Value::unknown(format!("`{name}` is set later")),
            Source::Each(over) => self.value(unit, over, frame).map(&|value| match value {
                Value::List(items) => Value::either(items.clone()),
                Value::Unknown(why) => Value::Unknown(why.clone()),
                _ => Value::unknown(format!("`{name}` is one of several things")),
            }),
            Source::Closure(closure, at) => {
                let key = (unit.file, closure);
                let known = frame.closures.iter().rev().find(|(it, _)| *it == key);
                known
                    .and_then(|(_, args)| args.get(at).cloned())
                    .unwrap_or_else(|| Value::unknown(format!("`{name}` is given to a closure")))
            }
            Source::Param(at) => match &frame.params {
                Some(params) => match params.get(at) {
                    Some(arg) => self.value_of_arg(arg),
                    None => Value::unknown(format!("`{name}` is not given")),
                },
                None => Value::Unknown(Why {
                    reason: format!("`{name}` is a parameter"),
                    free: true,
                }),
            },
        }
    }

    /// The part of a value to which a pattern leads.
    fn routed(&self, unit: &Unit<'w>, at: ExprId, bound: &Bound, mut value: Value) -> Value {
        let mut ty = None;
        for step in &bound.route {
            let of_source = || self.type_of_source(unit, at, &bound.source);
            let before = ty.take().unwrap_or_else(of_source);
            value = match step {
                Step::Field(name) => self.field_value(&value, &before, name),
                Step::Part(at) => part(&value, *at),
                Step::Variant(name, at) => match name.as_str() {
                    "Some" | "Ok" => value,
                    _ => value.map(&|value| match value {
                        Value::Variant(own, parts) if own == name => parts
                            .get(*at)
                            .cloned()
                            .unwrap_or_else(|| Value::unknown("it has no such part")),
                        _ => Value::unknown(format!("it is what `{name}` has")),
                    }),
                },
                Step::Lost => Value::unknown("it is one of several parts"),
            };
            ty = Some(self.stepped(&before, step));
        }
        value
    }
}

/// A part of a list or tuple.
pub(super) fn part(value: &Value, at: usize) -> Value {
    value.map(&|value| match value {
        Value::List(items) | Value::Variant(_, items) => items
            .get(at)
            .cloned()
            .unwrap_or_else(|| Value::unknown("it has no such part")),
        Value::Unknown(why) if why.free => value.clone(),
        _ => Value::unknown("it is a part of something that is not known"),
    })
}
