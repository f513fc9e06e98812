//! Follows values through the code: from an expression to the texts that stand in the source, through variables, constants,
//! fields, calls, and, where a function only passes on what it is given, to its callers.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use govern_diagnostics::{FileId, Span};
use govern_facts::bindings::{Bound, Source, Step, is_changed, lookup};
use govern_facts::{Expr, ExprId, Expressions};
use govern_names::Meaning;

use super::api::{self, Known};
use super::code::{Caller, Code, Unit};
use super::ty::{Def, Ty};
use super::value::{Value, Why};

/// How deep expressions may stand in each other, calls included.
const DEEPEST: u32 = 80;
/// How many expressions are looked at for one question.
const BUDGET: u32 = 50_000;
/// Through how many functions what is passed on is followed.
const LEVELS: u32 = 5;
/// More callers than these are not told apart.
const CALLERS: usize = 48;

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

/// A value, and over which calls it came.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    pub(super) value: Value,
    /// Calls, the outermost first.
    pub(super) via: Vec<Span>,
    /// The package whose code decides.
    pub(super) package: String,
}

/// Calls of a function, and how many others may be calls of it.
type Callers = Rc<(Vec<Caller>, usize)>;

/// Follows values.
pub(super) struct Follower<'c, 'w> {
    pub(super) code: &'c Code<'w>,
    depth: Cell<u32>,
    budget: Cell<u32>,
    /// Whether something was too deep, or too much, since this was last set.
    cut: Cell<bool>,
    /// Whether fields are followed to all places where the program sets them.
    fields_too: Cell<bool>,
    callers: RefCell<BTreeMap<Def, Callers>>,
    fields: RefCell<BTreeMap<(Def, String), Value>>,
    setters: RefCell<BTreeMap<FileId, Rc<Setters>>>,
}

/// The expressions of a file that may set fields.
struct Setters {
    /// Those that make a value, `Order { … }` and `Order(…)`, by the last name of the path.
    making: BTreeMap<String, Vec<ExprId>>,
    /// `it.field = …`, by the field.
    assigning: BTreeMap<String, Vec<ExprId>>,
}

impl Setters {
    fn new(code: &Expressions) -> Setters {
        let mut making: BTreeMap<String, Vec<ExprId>> = BTreeMap::new();
        let mut assigning: BTreeMap<String, Vec<ExprId>> = BTreeMap::new();
        for (id, row) in code.iter() {
            let path = match &row.expr {
                Expr::Record { path, .. } => Some(path),
                Expr::Call { callee, .. } => match code.expr(*callee) {
                    Expr::Path(path) => Some(path),
                    _ => None,
                },
                Expr::Binary(left, operator, _) if operator == "=" => {
                    if let Expr::Field { name, .. } = code.expr(*left) {
                        assigning.entry(name.clone()).or_default().push(id);
                    }
                    None
                }
                _ => None,
            };
            if let Some(last) = path.and_then(|path| path.last()) {
                making.entry(last.clone()).or_default().push(id);
            }
        }
        Setters { making, assigning }
    }

    /// What may set this field of this struct, in the order of the file.
    fn of(&self, field: &str, structure: &str) -> Vec<ExprId> {
        let made = [structure, "Self"].map(|name| self.making.get(name));
        let found = made.into_iter().chain([self.assigning.get(field)]);
        let mut found: Vec<ExprId> = found.flatten().flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
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

    /// What an expression comes to, for all ways in which the program comes to it.
    pub(super) fn everywhere(&self, unit: &Unit<'w>, id: ExprId) -> Vec<Reached> {
        self.ask();
        self.all_ways(unit, id, &|frame| self.value(unit, id, frame))
    }

    /// What can be told of an expression by looking at where it stands, for all ways in which the program comes there.
    pub(super) fn all_ways(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        evaluate: &dyn Fn(&Frame) -> Value,
    ) -> Vec<Reached> {
        let value = evaluate(&Frame::default());
        let own = |value| {
            vec![Reached {
                value,
                via: Vec::new(),
                package: self.code.package(unit.file).to_owned(),
            }]
        };
        if !value.is_free() {
            return own(value);
        }
        match self.code.function_around(unit, id) {
            Some(function) => self.through(function, evaluate, value, LEVELS),
            None => own(value.settled("which nobody passes")),
        }
    }

    /// The same, seen from the callers of a function.
    fn through(
        &self,
        function: Def,
        evaluate: &dyn Fn(&Frame) -> Value,
        fallback: Value,
        levels: u32,
    ) -> Vec<Reached> {
        let stay = |reason: &str| {
            vec![Reached {
                value: fallback.clone().settled(reason),
                via: Vec::new(),
                package: self.code.package(function.file).to_owned(),
            }]
        };
        if levels == 0 {
            return stay("which is passed on through many functions");
        }
        let callers = self.callers(function);
        let (callers, unsure) = (&callers.0, callers.1);
        if callers.is_empty() {
            return stay("which nobody in this workspace passes");
        }
        if callers.len() > CALLERS {
            return stay("which is passed in many places");
        }
        let mut reached = Vec::new();
        for caller in callers {
            let Some(unit) = self.code.unit(caller.file) else {
                continue;
            };
            let frame = |outer: &Frame| Frame {
                params: Some(Arg::all(unit, &caller.args, outer)),
                self_value: caller
                    .receiver
                    .map(|it| Rc::new(Arg::later(unit, it, outer))),
                closures: Vec::new(),
            };
            let call = self
                .code
                .span(unit, self.code.expressions(unit).row(caller.call).extent);
            let value = evaluate(&frame(&Frame::default()));
            let around = self.code.function_around(unit, caller.call);
            match around.filter(|&it| value.is_free() && it != function) {
                Some(around) => {
                    let outer = |outer: &Frame| evaluate(&frame(outer));
                    let further = self.through(around, &outer, value, levels - 1);
                    reached.extend(further.into_iter().map(|mut it| {
                        it.via.push(call);
                        it
                    }));
                }
                None => reached.push(Reached {
                    value: value.settled("which is passed on"),
                    via: vec![call],
                    package: self.code.package(unit.file).to_owned(),
                }),
            }
        }
        if unsure > 0 {
            let name = self.name(function);
            let reason =
                format!("`{name}` is also called on something whose type is not known ({unsure})");
            reached.push(Reached {
                value: Value::unknown(reason),
                via: Vec::new(),
                package: self.code.package(function.file).to_owned(),
            });
        }
        reached
    }

    fn name(&self, def: Def) -> String {
        let unit = self.code.unit(def.file);
        unit.map_or(String::new(), |unit| {
            unit.facts.text(unit.facts.item(def.item).name).to_owned()
        })
    }

    fn callers(&self, function: Def) -> Callers {
        if let Some(known) = self.callers.borrow().get(&function) {
            return known.clone();
        }
        // Who calls it is remembered, so it must not depend on how much the present question may still look at.
        let (depth, budget) = (self.depth.get(), self.budget.get());
        let receiver_type = |unit: &Unit<'w>, id| {
            self.ask();
            self.type_of(unit, id)
        };
        let found: Callers = Rc::new(self.code.callers(function, &receiver_type));
        self.depth.set(depth);
        self.budget.set(budget);
        self.callers.borrow_mut().insert(function, found.clone());
        found
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

    /// A field of a value, or of whatever the program makes of its type.
    pub(super) fn field_value(&self, of: &Value, ty: &Ty, name: &str) -> Value {
        if let (Some(Known::Message | Known::StreamMessage), "reply") = (api::known(ty), name) {
            return Value::Reply;
        }
        if let (Some(Known::Message | Known::StreamMessage), "subject") = (api::known(ty), name) {
            return Value::unknown("it is the subject of a message that came");
        }
        let known = of.map(&|value| match value {
            Value::Record(fields, _) if fields.contains_key(name) => fields[name].clone(),
            Value::List(_) | Value::Variant(..) => match name.parse() {
                Ok(at) => part(value, at),
                Err(_) => Value::unknown("no field"),
            },
            // Whoever decides about the whole decides about the field.
            Value::Unknown(why) if why.free => Value::Unknown(Why {
                reason: format!("{}, of which it is `{name}`", why.reason),
                free: true,
            }),
            _ => Value::unknown(format!(
                "`{name}` is a field of something that is not known"
            )),
        });
        match (&known, ty) {
            (Value::Unknown(_), Ty::Item(def, _)) if self.fields_too.get() => {
                self.field_of(*def, name)
            }
            _ => known,
        }
    }

    /// What the program puts into a field of a struct.
    fn field_of(&self, def: Def, name: &str) -> Value {
        let key = (def, name.to_owned());
        if let Some(known) = self.fields.borrow().get(&key) {
            return known.clone();
        }
        let own = format!("field `{name}` of `{}`", self.name(def));
        self.fields.borrow_mut().insert(
            key.clone(),
            Value::unknown(format!("{own} depends on itself")),
        );
        let was_cut = self.cut.replace(false);
        let value = self.put_into(def, name, &own);
        // Only what was looked at to its end is remembered: the next question may look further.
        match self.cut.get() {
            true => drop(self.fields.borrow_mut().remove(&key)),
            false => drop(self.fields.borrow_mut().insert(key, value.clone())),
        }
        self.cut.set(self.cut.get() || was_cut);
        value
    }

    fn put_into(&self, def: Def, name: &str, own: &str) -> Value {
        let mut values = Vec::new();
        let Some(unit) = self.code.unit(def.file) else {
            return Value::unknown(own);
        };
        let item = unit.facts.item(def.item);
        let read = unit.facts.paths.iter().any(|path| {
            path.kind == govern_facts::PathKind::Derive
                && item.extent.contains(path.extent)
                && matches!(
                    unit.facts.segments(path.segments).next_back(),
                    Some("Deserialize" | "Parser" | "Args" | "FromRow")
                )
        });
        if read {
            values.push(Value::unknown(format!("{own} is read from outside")));
        }
        let struct_name = unit.facts.text(item.name);
        for unit in self.code.mentioning(&[name, struct_name]) {
            let code = self.code.expressions(unit);
            for id in self.setters(unit).of(name, struct_name) {
                match code.expr(id) {
                    Expr::Record { path, fields, rest } if self.makes(unit, id, path, def) => {
                        if !self.code.in_program(unit, id) {
                            continue;
                        }
                        match (fields.iter().find(|(it, _)| it == name), rest) {
                            (Some((_, value)), _) => values.extend(self.values(unit, *value)),
                            (None, Some(rest)) => {
                                let of = self.values(unit, *rest);
                                values.extend(of.iter().map(|of| match of {
                                    Value::Record(fields, _) if fields.contains_key(name) => {
                                        fields[name].clone()
                                    }
                                    _ => Value::unknown(format!("{own} is the default")),
                                }));
                            }
                            (None, None) => {}
                        }
                    }
                    Expr::Call { callee, args } => {
                        let (Expr::Path(path), Ok(at)) =
                            (code.expr(*callee), name.parse::<usize>())
                        else {
                            continue;
                        };
                        if self.makes(unit, *callee, path, def) && self.code.in_program(unit, id) {
                            values
                                .extend(args.get(at).iter().flat_map(|it| self.values(unit, **it)));
                        }
                    }
                    Expr::Binary(left, operator, right) if operator == "=" => {
                        let Expr::Field { base, name: field } = code.expr(*left) else {
                            continue;
                        };
                        if field == name
                            && matches!(self.type_of(unit, *base), Ty::Item(of, _) if of == def)
                            && self.code.in_program(unit, id)
                        {
                            values.extend(self.values(unit, *right));
                        }
                    }
                    _ => {}
                }
            }
        }
        if values.is_empty() {
            return Value::unknown(format!("{own} is set nowhere that is known"));
        }
        Value::either(values)
    }

    /// What may set a field in a file; found once.
    fn setters(&self, unit: &Unit<'w>) -> Rc<Setters> {
        if let Some(known) = self.setters.borrow().get(&unit.file) {
            return known.clone();
        }
        let found = Rc::new(Setters::new(self.code.expressions(unit)));
        self.setters.borrow_mut().insert(unit.file, found.clone());
        found
    }

    fn values(&self, unit: &Unit<'w>, id: ExprId) -> Vec<Value> {
        let evaluate = |frame: &Frame| self.value(unit, id, frame);
        let reached = self.deeper(Vec::new(), || self.all_ways(unit, id, &evaluate));
        match reached.is_empty() {
            true => vec![Value::unknown("it is too deep to be followed")],
            false => reached.into_iter().map(|it| it.value).collect(),
        }
    }

    /// Whether a path before `{` or `(` makes a struct.
    fn makes(&self, unit: &Unit<'w>, at: ExprId, path: &[String], def: Def) -> bool {
        if path.len() == 1 && path[0] == "Self" {
            let around = self.code.function_around(unit, at);
            return matches!(around.and_then(|it| self.code.self_type(it)), Some(Ty::Item(of, _)) if of == def);
        }
        let name = path.last().map(String::as_str).unwrap_or_default();
        if name != self.name(def) {
            return false;
        }
        let start = self.code.expressions(unit).row(at).extent.start;
        matches!(self.code.meaning(unit, start), Some(Meaning::Item(it, 0)) if self.code.def(it) == def)
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
