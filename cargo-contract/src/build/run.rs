//! Runs small pieces of the workspace's code: what defaults, constants and conversions give.
//!
//! Only what leaves no doubt has a result. Loops, traits, mutation and everything else is unknown, never guessed.

use std::cell::Cell;

use govern_facts::{ItemKind, Shape as Form};
use govern_names::{ItemDef, Meaning};

use super::builder::Builder;
use super::code::{Literal, literal};
use super::frame::Frame;
use super::parse::{Node, Pattern, Statement, parse_block, parse_expression};
use super::tokens::tokens;
use super::ty::{Arg, Ty};
use crate::wire::{
    IntType, Integer, OfShape, Record, RecordField, Value, float_text, float32_text,
};

/// How a text begins that stands for a part of a value whose contents are not known: code that looks at it is not understood.
pub(super) const PART: char = '\u{1}';

/// Why there is no value.
pub(super) enum Stop {
    /// It is not understood.
    Unknown,
    /// The function returns early.
    Return(Value),
}

type Outcome = Result<Value, Stop>;

fn unknown<T>() -> Result<T, Stop> {
    Err(Stop::Unknown)
}

/// A variant of no enum of the workspace.
fn result(ident: &str, payload: Value) -> Value {
    Value::Variant {
        of: OfShape::NOWHERE,
        ident: ident.to_owned(),
        catches: false,
        payload: Box::new(payload),
    }
}

/// What a `Result` holds; none if it is no result.
pub(super) fn of_result(value: &Value) -> Option<Result<&Value, ()>> {
    match value {
        Value::Variant {
            of, ident, payload, ..
        } if of.somewhere().is_none() => match ident.as_str() {
            "Ok" => Some(Ok(payload)),
            "Err" => Some(Err(())),
            _ => None,
        },
        _ => None,
    }
}

impl Builder<'_, '_> {
    /// The value of a function's body.
    pub(super) fn run_body(
        &self,
        frame: &mut Frame<'_>,
        body: &str,
        want: Option<&Ty>,
    ) -> Option<Value> {
        let node = parse_block(&tokens(body))?;
        match self.run(frame, &node, want) {
            Ok(value) | Err(Stop::Return(value)) => Some(fit(value, want)),
            Err(Stop::Unknown) => None,
        }
    }

    /// The value of an expression.
    pub(super) fn run_text(
        &self,
        frame: &mut Frame<'_>,
        text: &str,
        want: Option<&Ty>,
    ) -> Option<Value> {
        let node = parse_expression(&tokens(text))?;
        self.run(frame, &node, want)
            .ok()
            .map(|value| fit(value, want))
    }

    fn run(&self, frame: &mut Frame<'_>, node: &Node, want: Option<&Ty>) -> Outcome {
        let Some(left) = frame.fuel.get().checked_sub(1) else {
            return unknown();
        };
        frame.fuel.set(left);
        match node {
            Node::Literal(text) => self.literal(text, want),
            Node::Made | Node::Closure(..) => unknown(),
            Node::Path(path, argument) => self.run_path(frame, path, argument.as_deref(), want),
            Node::Unary(operator, inner) => {
                let value = self.run(frame, inner, want)?;
                match (operator, value) {
                    ('*' | '&', value) => Ok(value),
                    ('-', Value::Int(number)) => Ok(Value::Int(number.negated())),
                    ('-', Value::Float(text)) => match text.strip_prefix('-') {
                        Some(positive) => Ok(Value::Float(positive.to_owned())),
                        None => Ok(Value::Float(format!("-{text}"))),
                    },
                    ('!', Value::Bool(value)) => Ok(Value::Bool(!value)),
                    _ => unknown(),
                }
            }
            Node::Binary(operator, left, right) => self.binary(frame, operator, left, right, want),
            Node::Cast(inner, ty) => cast(self.run(frame, inner, None)?, ty),
            Node::Field(inner, name) => field(self.run(frame, inner, None)?, name),
            Node::Method(inner, name, argument, arguments) => {
                self.method(frame, inner, name, argument.as_deref(), arguments, want)
            }
            Node::Call(function, arguments) => self.call(frame, function, arguments, want),
            Node::Struct(path, fields, base) => {
                self.structure(frame, path, fields, base.as_deref(), want)
            }
            Node::Tuple(items) if items.is_empty() => Ok(Value::Unit),
            Node::Tuple(items) => {
                let types = match want {
                    Some(Ty::Tuple(types)) => types.as_slice(),
                    _ => &[],
                };
                let values = items
                    .iter()
                    .enumerate()
                    .map(|(place, item)| self.run(frame, item, types.get(place)));
                Ok(Value::Tuple(values.collect::<Result<_, _>>()?))
            }
            Node::List(items) => {
                let item_ty = item_type(want);
                let values = items.iter().map(|item| self.run(frame, item, item_ty));
                Ok(Value::List(values.collect::<Result<_, _>>()?))
            }
            Node::Repeat(item, count) => {
                let value = self.run(frame, item, item_type(want))?;
                match self.run(frame, count, None)? {
                    Value::Int(count) if count.magnitude() <= 256 => {
                        Ok(Value::List(vec![value; count.magnitude() as usize]))
                    }
                    _ => unknown(),
                }
            }
            Node::If(condition, then, otherwise) => {
                let depth = frame.locals.len();
                let value = match (self.run(frame, condition, None)?, otherwise) {
                    (Value::Bool(true), _) => self.run(frame, then, want),
                    (Value::Bool(false), Some(otherwise)) => self.run(frame, otherwise, want),
                    (Value::Bool(false), None) => Ok(Value::Unit),
                    _ => unknown(),
                };
                frame.locals.truncate(depth);
                value
            }
            Node::Matches(value, pattern) => {
                let value = self.run(frame, value, None)?;
                Ok(Value::Bool(self.fits(frame, pattern, &value)?))
            }
            Node::Match(value, arms) => {
                let value = self.run(frame, value, None)?;
                for (pattern, guard, body) in arms {
                    let depth = frame.locals.len();
                    let fits = self.fits(frame, pattern, &value)?
                        && match guard {
                            Some(guard) => match self.run(frame, guard, None)? {
                                Value::Bool(holds) => holds,
                                _ => return unknown(),
                            },
                            None => true,
                        };
                    if fits {
                        let value = self.run(frame, body, want);
                        frame.locals.truncate(depth);
                        return value;
                    }
                    frame.locals.truncate(depth);
                }
                unknown()
            }
            Node::Block(statements, tail) => {
                let depth = frame.locals.len();
                for statement in statements {
                    self.statement(frame, statement)?;
                }
                let value = match tail {
                    Some(tail) => self.run(frame, tail, want),
                    None => Ok(Value::Unit),
                };
                frame.locals.truncate(depth);
                value
            }
            Node::Return(value) => {
                let value = match value {
                    Some(value) => self.run(frame, value, want)?,
                    None => Value::Unit,
                };
                Err(Stop::Return(value))
            }
            Node::Try(inner) => {
                let value = self.run(frame, inner, want)?;
                match of_result(&value) {
                    Some(Ok(value)) => Ok(value.clone()),
                    Some(Err(())) => Err(Stop::Return(value)),
                    None => match value {
                        Value::Some(inner) => Ok(*inner),
                        Value::None => Err(Stop::Return(Value::None)),
                        _ => unknown(),
                    },
                }
            }
        }
    }

    fn statement(&self, frame: &mut Frame<'_>, statement: &Statement) -> Result<(), Stop> {
        match statement {
            Statement::Let(pattern, ty, value) => {
                let ty = ty
                    .as_deref()
                    .filter(|name| super::program::is_primitive(name))
                    .map(|name| Ty::Primitive(name.to_owned()));
                let value = self.run(frame, value, ty.as_ref())?;
                if self.fits(frame, pattern, &value)? {
                    Ok(())
                } else {
                    unknown()
                }
            }
            Statement::Run(node) => self.run(frame, node, None).map(drop),
        }
    }

    fn literal(&self, text: &str, want: Option<&Ty>) -> Outcome {
        if let "true" | "false" = text {
            return Ok(Value::Bool(text == "true"));
        }
        match literal(text) {
            Some(Literal::Int(number)) => match want {
                Some(Ty::Primitive(name)) if name == "f64" || name == "f32" => {
                    Ok(Value::Float(float_text(number.to_f64())))
                }
                _ => Ok(Value::Int(number)),
            },
            Some(Literal::Float(value)) => Ok(Value::Float(float_text(value))),
            Some(Literal::Str(text)) => Ok(Value::Str(text)),
            Some(Literal::Char(value)) => Ok(Value::Str(value.to_string())),
            _ => unknown(),
        }
    }

    fn run_path(
        &self,
        frame: &Frame<'_>,
        path: &[String],
        argument: Option<&str>,
        want: Option<&Ty>,
    ) -> Outcome {
        if let [name] = path {
            if let Some((_, value)) = frame.locals.iter().rev().find(|(known, _)| known == name) {
                return Ok(value.clone());
            }
            if name == "None" {
                return Ok(Value::None);
            }
        }
        if let [.., primitive, constant] = path
            && let Some(ty) = IntType::parse(primitive)
        {
            return match constant.as_str() {
                "MAX" => Ok(Value::Int(ty.max())),
                "MIN" => Ok(Value::Int(ty.min())),
                "BITS" => Ok(Value::Int(Integer::from(i128::from(ty.bits)))),
                _ => unknown(),
            };
        }
        let _ = argument;
        match self.what(frame, path) {
            Some((Meaning::Item(def, 0), None)) => match self.program.item(def).kind {
                ItemKind::Const { .. } => self.constant(def, None, want, frame.fuel),
                ItemKind::Variant {
                    shape: Form::Unit, ..
                } => self.variant(def, Value::Unit),
                ItemKind::Struct {
                    shape: Form::Unit, ..
                } => Ok(Value::Unit),
                _ => unknown(),
            },
            // A constant or variant of a type.
            Some((Meaning::Item(owner, _), Some(name))) => {
                self.associated(frame, owner, &name, want)
            }
            _ => unknown(),
        }
    }

    /// What a path means; for an item of a type: the type, and the item's name.
    pub(super) fn what(
        &self,
        frame: &Frame<'_>,
        path: &[String],
    ) -> Option<(Meaning, Option<String>)> {
        let segments: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut place = (frame.instance, frame.scope);
        let (first, mut rest) = segments.split_first()?;
        let mut meaning = match *first {
            "Self" => match &frame.self_ty {
                Some(Ty::Item(def, _)) => Meaning::Item(*def, 0),
                _ => return None,
            },
            "self" if !rest.is_empty() => {
                let (next, after) = rest.split_first()?;
                rest = after;
                self.program.name_meaning(place.0, place.1, next)
            }
            "super" | "crate" => {
                // By the first name that is declared anywhere in the crate in only one place.
                let name = rest.first()?;
                let mut found = None;
                for (instance, facts) in self.program.instances() {
                    for (row, item) in facts.items.iter().enumerate() {
                        let is_impl =
                            matches!(item.kind, ItemKind::Impl { .. } | ItemKind::Variant { .. });
                        if !is_impl && facts.text(item.name) == *name {
                            if found.is_some() {
                                return None;
                            }
                            found = Some((instance, item.scope, row));
                        }
                    }
                }
                let (instance, scope, _) = found?;
                place = (instance, scope);
                rest = &rest[1..];
                self.program.name_meaning(place.0, place.1, name)
            }
            name => self.program.name_meaning(place.0, place.1, name),
        };
        while let Some((next, after)) = rest.split_first() {
            match meaning {
                Meaning::Module(id) => {
                    let module = self.program.names.module(id);
                    place = (module.instance?, module.scope);
                    meaning = self.program.name_meaning(place.0, place.1, next);
                }
                Meaning::Item(..) if after.is_empty() => {
                    return Some((meaning, Some((*next).to_owned())));
                }
                Meaning::External(path) => {
                    meaning = Meaning::External(format!("{path}::{next}"));
                }
                _ => return None,
            }
            rest = after;
        }
        Some((meaning, None))
    }

    fn constant(
        &self,
        def: ItemDef,
        self_ty: Option<Ty>,
        want: Option<&Ty>,
        fuel: &Cell<u32>,
    ) -> Outcome {
        let item = self.program.item(def);
        if item.expanded {
            return unknown();
        }
        let source = self.program.source(def.instance, item.extent);
        let words = tokens(&source);
        let Some(at) = words.iter().position(|word| word == "=") else {
            return unknown();
        };
        let end = words.len() - usize::from(words.last().is_some_and(|word| word == ";"));
        let Some(node) = words.get(at + 1..end).and_then(parse_expression) else {
            return unknown();
        };
        let ty = match item.kind {
            ItemKind::Const { ty: Some(ty), .. } => Some(self.program.resolve(
                def.instance,
                ty,
                &super::ty::Env::open(),
            )),
            _ => None,
        };
        let mut frame = Frame::new(def.instance, item.scope, fuel);
        frame.self_ty = self_ty;
        self.run(&mut frame, &node, ty.as_ref().or(want))
    }

    fn variant(&self, def: ItemDef, payload: Value) -> Outcome {
        // The enum around it.
        let scope = self.program.item(def).scope;
        let facts = self.program.facts_of(def.instance);
        let Some((id, _)) = facts.items_around(scope).next() else {
            return unknown();
        };
        let owner = ItemDef {
            instance: def.instance,
            item: id,
        };
        Ok(self.variant_of(
            &Ty::Item(owner, Vec::new()),
            self.program.name(def).to_owned(),
            payload,
        ))
    }

    /// A variant of the enum that a type is.
    pub(super) fn variant_of(&self, ty: &Ty, ident: String, payload: Value) -> Value {
        Value::Variant {
            of: self
                .made
                .get(ty)
                .map_or(OfShape::NOWHERE, |id| OfShape(*id)),
            ident,
            catches: false,
            payload: Box::new(payload),
        }
    }

    /// `Type::NAME`: a unit variant, or a constant of an implementation.
    fn associated(
        &self,
        frame: &Frame<'_>,
        owner: ItemDef,
        name: &str,
        want: Option<&Ty>,
    ) -> Outcome {
        let variants = self.program.variants(owner);
        if let Some((def, item)) = variants
            .iter()
            .find(|(def, _)| self.program.name(*def) == name)
        {
            return match item.kind {
                ItemKind::Variant {
                    shape: Form::Unit, ..
                } => self.variant(*def, Value::Unit),
                _ => unknown(),
            };
        }
        let Some(def) = self.associated_item(owner, name) else {
            return unknown();
        };
        match self.program.item(def).kind {
            ItemKind::Const { .. } => {
                self.constant(def, Some(Ty::Item(owner, Vec::new())), want, frame.fuel)
            }
            _ => unknown(),
        }
    }

    fn binary(
        &self,
        frame: &mut Frame<'_>,
        operator: &str,
        left: &Node,
        right: &Node,
        want: Option<&Ty>,
    ) -> Outcome {
        let want = want.filter(|_| !matches!(operator, "==" | "!=" | "<" | ">" | "<=" | ">="));
        let a = self.run(frame, left, want)?;
        if let (Value::Bool(a), "&&" | "||") = (&a, operator) {
            return if *a == (operator == "||") {
                Ok(Value::Bool(*a))
            } else {
                self.run(frame, right, None)
            };
        }
        let b = self.run(frame, right, want)?;
        match operator {
            "==" | "!=" => Ok(Value::Bool(same(&a, &b)? == (operator == "=="))),
            "<" | ">" | "<=" | ">=" => {
                let order = match (&a, &b) {
                    (Value::Int(a), Value::Int(b)) => a.cmp(b),
                    (Value::Float(a), Value::Float(b)) => {
                        let (Ok(a), Ok(b)) = (a.parse::<f64>(), b.parse::<f64>()) else {
                            return unknown();
                        };
                        a.total_cmp(&b)
                    }
                    (Value::Str(a), Value::Str(b)) => a.cmp(b),
                    _ => return unknown(),
                };
                Ok(Value::Bool(match operator {
                    "<" => order.is_lt(),
                    ">" => order.is_gt(),
                    "<=" => order.is_le(),
                    _ => order.is_ge(),
                }))
            }
            _ => match (&a, &b) {
                (Value::Int(a), Value::Int(b)) => arithmetic(operator, *a, *b, want),
                _ => unknown(),
            },
        }
    }

    fn call(
        &self,
        frame: &mut Frame<'_>,
        function: &Node,
        arguments: &[Node],
        want: Option<&Ty>,
    ) -> Outcome {
        let Node::Path(path, _) = function else {
            return unknown();
        };
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        if let ([.., "deserialize"], [Node::Path(given, _)]) = (names.as_slice(), arguments)
            && let Some((name, value)) = &frame.input
            && *given == [name.clone()]
        {
            return Ok(result("Ok", value.clone()));
        }
        match (names.as_slice(), arguments) {
            (["Some"], [inner]) => {
                let value = self.run(frame, inner, item_type(want))?;
                return Ok(Value::Some(Box::new(value)));
            }
            (["Ok"], [inner]) => return Ok(result("Ok", self.run(frame, inner, want)?)),
            // Which error it is decides on nothing.
            (["Err"], [_]) => return Ok(result("Err", Value::Unit)),
            (["String" | "Cow" | "PathBuf", "from" | "Owned" | "Borrowed"], [inner])
            | (["Box" | "Arc" | "Rc", "new" | "from"], [inner]) => {
                return self.run(frame, inner, None);
            }
            (["Vec", "from"], [inner]) => return self.run(frame, inner, want),
            (["String", "new"], []) => return Ok(Value::Str(String::new())),
            (["Vec" | "VecDeque", "new"] | ["Vec", "with_capacity"], _) => {
                return Ok(Value::List(Vec::new()));
            }
            (["HashMap" | "BTreeMap", "new"], []) => return Ok(Value::Map(Vec::new())),
            (["HashSet" | "BTreeSet", "new"], []) => return Ok(Value::Set(Vec::new())),
            (
                [
                    ..,
                    "Duration",
                    unit @ ("from_secs" | "from_millis" | "from_micros" | "from_nanos"),
                ],
                [inner],
            ) => {
                let Value::Int(number) = self.run(frame, inner, None)? else {
                    return unknown();
                };
                return duration(unit, number);
            }
            ([.., "size_of"], []) => {
                let Node::Path(_, Some(argument)) = function else {
                    return unknown();
                };
                return match IntType::parse(argument) {
                    Some(ty) if !matches!(argument.as_str(), "usize" | "isize") => {
                        Ok(Value::Int(Integer::from(i128::from(ty.bits / 8))))
                    }
                    _ => unknown(),
                };
            }
            _ => {}
        }
        match self.what(frame, path) {
            Some((Meaning::Item(def, 0), None)) => match self.program.item(def).kind {
                ItemKind::Fn { .. } => self.call_function(frame, def, None, arguments, want),
                ItemKind::Struct {
                    shape: Form::Tuple, ..
                } => self.tuple_struct(frame, def, arguments),
                ItemKind::Variant { .. } => unknown(),
                _ => unknown(),
            },
            Some((Meaning::Item(owner, _), Some(name))) => {
                let variants = self.program.variants(owner);
                if let Some((def, item)) = variants
                    .iter()
                    .find(|(def, _)| self.program.name(*def) == name)
                {
                    let ItemKind::Variant {
                        shape: Form::Tuple, ..
                    } = item.kind
                    else {
                        return unknown();
                    };
                    let payload = self.tuple_struct(frame, *def, arguments)?;
                    return self.variant(*def, payload);
                }
                let own = Ty::Item(owner, Vec::new());
                if name == "default"
                    && arguments.is_empty()
                    && self.associated_item(owner, "default").is_none()
                {
                    return self.default_value(&own, 16).ok_or(Stop::Unknown);
                }
                match self.associated_item(owner, &name) {
                    Some(def) => self.call_function(frame, def, Some(own), arguments, want),
                    None => unknown(),
                }
            }
            _ if names.last() == Some(&"default") && arguments.is_empty() => {
                let ty = match names.as_slice() {
                    ["Default", _] => want.cloned(),
                    [.., "default", "Default", _] => want.cloned(),
                    [primitive, _] if super::program::is_primitive(primitive) => {
                        Some(Ty::Primitive((*primitive).to_owned()))
                    }
                    ["String", _] => return Ok(Value::Str(String::new())),
                    _ => None,
                };
                ty.and_then(|ty| self.default_value(&ty, 16))
                    .ok_or(Stop::Unknown)
            }
            _ => unknown(),
        }
    }

    fn call_function(
        &self,
        frame: &mut Frame<'_>,
        def: ItemDef,
        self_ty: Option<Ty>,
        arguments: &[Node],
        want: Option<&Ty>,
    ) -> Outcome {
        let Some(function) = self.function_of(def) else {
            return unknown();
        };
        if function.params.len() != arguments.len() {
            return unknown();
        }
        let mut inner = Frame::new(def.instance, self.program.item(def).scope, frame.fuel);
        inner.self_ty = self_ty;
        for (name, argument) in function.params.iter().zip(arguments) {
            let value = self.run(frame, argument, None)?;
            inner.locals.push((name.clone(), value));
        }
        self.run_body(&mut inner, &function.body, want)
            .ok_or(Stop::Unknown)
    }

    /// A tuple struct or the contents of a tuple variant: a single value stands for itself.
    fn tuple_struct(&self, frame: &mut Frame<'_>, def: ItemDef, arguments: &[Node]) -> Outcome {
        let types = self.field_types(def);
        let values = arguments.iter().enumerate().map(|(place, argument)| {
            Ok(fit(
                self.run(frame, argument, types.get(place))?,
                types.get(place),
            ))
        });
        let mut values: Vec<Value> = values.collect::<Result<_, Stop>>()?;
        if values.len() == 1 {
            return values.pop().ok_or(Stop::Unknown);
        }
        Ok(Value::Tuple(values))
    }

    pub(super) fn field_types(&self, def: ItemDef) -> Vec<Ty> {
        let fields = match &self.program.item(def).kind {
            ItemKind::Struct { fields, .. } | ItemKind::Variant { fields, .. } => *fields,
            _ => return Vec::new(),
        };
        let facts = self.program.facts_of(def.instance);
        facts.fields[fields.rows()]
            .iter()
            .map(|field| {
                self.program
                    .resolve(def.instance, field.ty, &super::ty::Env::open())
            })
            .collect()
    }

    fn structure(
        &self,
        frame: &mut Frame<'_>,
        path: &[String],
        given: &[(String, Node)],
        base: Option<&Node>,
        want: Option<&Ty>,
    ) -> Outcome {
        let def = match self.what(frame, path) {
            Some((Meaning::Item(def, 0), None)) => def,
            Some((Meaning::Item(owner, _), Some(name))) => {
                let variants = self.program.variants(owner);
                match variants
                    .iter()
                    .find(|(def, _)| self.program.name(*def) == name)
                {
                    Some((def, _)) => *def,
                    None => return unknown(),
                }
            }
            _ => return unknown(),
        };
        let (is_variant, fields) = match &self.program.item(def).kind {
            ItemKind::Struct {
                shape: Form::Named,
                fields,
            } => (false, *fields),
            ItemKind::Variant {
                shape: Form::Named,
                fields,
                ..
            } => (true, *fields),
            _ => return unknown(),
        };
        let own = Ty::Item(def, Vec::new());
        let base = match base {
            Some(node) => match self.run(frame, node, Some(want.unwrap_or(&own)))? {
                Value::Record(record) => record.fields,
                _ => return unknown(),
            },
            None => Vec::new(),
        };
        let types = self.field_types(def);
        let facts = self.program.facts_of(def.instance);
        let mut record = Record::default();
        for (field, ty) in facts.fields[fields.rows()].iter().zip(&types) {
            let name = facts.text(field.name);
            let value = match given
                .iter()
                .find(|(known, _)| known.trim_start_matches("r#") == name)
            {
                Some((_, node)) => fit(self.run(frame, node, Some(ty))?, Some(ty)),
                None => match base.iter().find(|known| known.ident == name) {
                    Some(known) => known.value.clone(),
                    None => return unknown(),
                },
            };
            record.fields.push(RecordField {
                ident: name.to_owned(),
                keys: vec![name.to_owned()],
                present: true,
                flatten: false,
                shape: OfShape::NOWHERE,
                value,
            });
        }
        let value = Value::Record(record);
        if is_variant {
            self.variant(def, value)
        } else {
            Ok(value)
        }
    }

    fn method(
        &self,
        frame: &mut Frame<'_>,
        inner: &Node,
        name: &str,
        argument: Option<&str>,
        arguments: &[Node],
        want: Option<&Ty>,
    ) -> Outcome {
        let value = self.run(frame, inner, if name == "into" { None } else { want })?;
        let first =
            |builder: &Self, frame: &mut Frame<'_>, want: Option<&Ty>| match arguments.first() {
                Some(node) => builder.run(frame, node, want),
                None => unknown(),
            };
        let named = matches!(want, None | Some(Ty::Primitive(_) | Ty::External(..)));
        match (name, &value) {
            (
                "to_string" | "to_owned" | "into_owned" | "as_str" | "as_ref" | "into_boxed_str"
                | "as_deref" | "clone" | "copied" | "cloned",
                _,
            ) if arguments.is_empty()
                && (name != "to_string" || matches!(value, Value::Str(_))) =>
            {
                Ok(value)
            }
            ("into", Value::Str(_) | Value::Int(_) | Value::Bool(_)) if named => Ok(value),
            ("to_vec", Value::List(_)) => Ok(value),
            ("is_empty", Value::Str(text)) => Ok(Value::Bool(text.is_empty())),
            ("is_empty", Value::List(items) | Value::Set(items)) => {
                Ok(Value::Bool(items.is_empty()))
            }
            ("is_empty", Value::Map(entries)) => Ok(Value::Bool(entries.is_empty())),
            ("len", Value::Str(text)) => Ok(Value::Int(Integer::from(text.len() as i128))),
            ("len", Value::List(items) | Value::Set(items)) => {
                Ok(Value::Int(Integer::from(items.len() as i128)))
            }
            ("len", Value::Map(entries)) => Ok(Value::Int(Integer::from(entries.len() as i128))),
            ("is_none", Value::None | Value::Some(_)) => Ok(Value::Bool(value == Value::None)),
            ("is_some", Value::None | Value::Some(_)) => Ok(Value::Bool(value != Value::None)),
            ("trim", Value::Str(text)) => Ok(Value::Str(text.trim().to_owned())),
            ("to_lowercase" | "to_ascii_lowercase", Value::Str(text)) if text.is_ascii() => {
                Ok(Value::Str(text.to_lowercase()))
            }
            ("to_uppercase" | "to_ascii_uppercase", Value::Str(text)) if text.is_ascii() => {
                Ok(Value::Str(text.to_uppercase()))
            }
            ("starts_with" | "ends_with" | "contains", Value::Str(text)) => {
                match first(self, frame, None)? {
                    Value::Str(part) => Ok(Value::Bool(match name {
                        "starts_with" => text.starts_with(&part),
                        "ends_with" => text.ends_with(&part),
                        _ => text.contains(&part),
                    })),
                    Value::Int(number) if name == "contains" => {
                        let _ = number;
                        unknown()
                    }
                    _ => unknown(),
                }
            }
            ("eq" | "ne", _) => {
                let other = first(self, frame, None)?;
                Ok(Value::Bool(same(&value, &other)? == (name == "eq")))
            }
            ("parse", Value::Str(text)) => {
                let target = argument.map(str::to_owned).or(match want {
                    Some(Ty::Primitive(name)) => Some(name.clone()),
                    _ => None,
                });
                match target
                    .as_deref()
                    .map(|target| (IntType::parse(target), target))
                {
                    Some((Some(ty), _)) => Ok(parse_int(text, ty)),
                    Some((None, "bool")) => Ok(match text.as_str() {
                        "true" | "false" => result("Ok", Value::Bool(text == "true")),
                        _ => result("Err", Value::Unit),
                    }),
                    _ => unknown(),
                }
            }
            ("as_secs", Value::Record(_)) => field(value, "secs"),
            ("map_err", value) if of_result(value).is_some() => Ok(value.clone()),
            ("ok_or" | "ok_or_else", Value::Some(inner)) => Ok(result("Ok", (**inner).clone())),
            ("ok_or" | "ok_or_else", Value::None) => Ok(result("Err", Value::Unit)),
            ("ok", value) => match of_result(value) {
                Some(Ok(value)) => Ok(Value::Some(Box::new(value.clone()))),
                Some(Err(())) => Ok(Value::None),
                None => unknown(),
            },
            ("unwrap_or_default" | "unwrap_or" | "unwrap_or_else", value) => {
                let inside = match (of_result(value), value) {
                    (Some(Ok(inside)), _) => Some(inside.clone()),
                    (Some(Err(())), _) | (None, Value::None) => None,
                    (None, Value::Some(inside)) => Some((**inside).clone()),
                    _ => return unknown(),
                };
                match (inside, name) {
                    (Some(inside), _) => Ok(inside),
                    (None, "unwrap_or_default") => want
                        .and_then(|ty| self.default_value(ty, 16))
                        .ok_or(Stop::Unknown),
                    (None, "unwrap_or") => first(self, frame, want),
                    _ => match arguments.first() {
                        Some(Node::Closure(_, body)) => self.run(frame, body, want),
                        _ => unknown(),
                    },
                }
            }
            ("map" | "and_then" | "filter", _) => {
                let (inside, is_result) = match (of_result(&value), &value) {
                    (Some(Ok(inside)), _) => (inside.clone(), true),
                    (Some(Err(())), _) | (None, Value::None) => return Ok(value),
                    (None, Value::Some(inside)) => ((**inside).clone(), false),
                    _ => return unknown(),
                };
                let made = match arguments.first() {
                    Some(Node::Closure(pattern, body)) => {
                        let depth = frame.locals.len();
                        if !self.fits(frame, pattern, &inside)? {
                            return unknown();
                        }
                        let made = self.run(frame, body, None);
                        frame.locals.truncate(depth);
                        // What returns from inside returns from the closure only.
                        made.map_err(|_| Stop::Unknown)?
                    }
                    Some(path @ Node::Path(..)) => {
                        frame.locals.push(("\0".to_owned(), inside.clone()));
                        let argument = Node::Path(vec!["\0".to_owned()], None);
                        let made = self.call(frame, path, &[argument], None);
                        frame.locals.pop();
                        made?
                    }
                    _ => return unknown(),
                };
                Ok(match name {
                    "map" if is_result => result("Ok", made),
                    "map" => Value::Some(Box::new(made)),
                    "and_then" => made,
                    _ if made == Value::Bool(true) => value,
                    _ if made == Value::Bool(false) => Value::None,
                    _ => return unknown(),
                })
            }
            _ => unknown(),
        }
    }

    /// Whether a value is of a pattern; its names are bound if so.
    fn fits(&self, frame: &mut Frame<'_>, pattern: &Pattern, value: &Value) -> Result<bool, Stop> {
        match pattern {
            Pattern::Any | Pattern::Rest => Ok(true),
            Pattern::Name(name) => {
                frame.locals.push((name.clone(), value.clone()));
                Ok(true)
            }
            Pattern::Value(node) => {
                let other = self.run(frame, node, None)?;
                same(value, &other)
            }
            Pattern::Range(start, end, inclusive) => {
                let Value::Int(number) = value else {
                    return unknown();
                };
                let bound = |frame: &mut Frame<'_>, node: &Option<Box<Node>>| match node {
                    Some(node) => match self.run(frame, node, None)? {
                        Value::Int(bound) => Ok(Some(bound)),
                        _ => unknown(),
                    },
                    None => Ok(None),
                };
                let (start, end) = (bound(frame, start)?, bound(frame, end)?);
                Ok(start.is_none_or(|start| start <= *number)
                    && end.is_none_or(|end| *number < end || (*inclusive && *number == end)))
            }
            Pattern::Or(all) => {
                for one in all {
                    if self.fits(frame, one, value)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            // It may be any of its type's values.
            Pattern::Tuple(..) if matches!(value, Value::Text(_)) => unknown(),
            Pattern::Tuple(path, patterns) => {
                let inside = match (path.last().map(String::as_str), value) {
                    (None, Value::Tuple(items)) => items.clone(),
                    (Some("Some"), Value::Some(inner)) => vec![(**inner).clone()],
                    (Some("Some"), Value::None) => return Ok(false),
                    (Some(name), Value::Variant { ident, payload, .. }) => {
                        if ident != name {
                            return Ok(false);
                        }
                        match &**payload {
                            Value::Tuple(items) if patterns.len() != 1 => items.clone(),
                            one => vec![one.clone()],
                        }
                    }
                    // A tuple struct.
                    (Some(_), Value::Tuple(items))
                        if patterns.len() == items.len() || patterns.contains(&Pattern::Rest) =>
                    {
                        items.clone()
                    }
                    (Some(_), one) if patterns.len() == 1 => vec![one.clone()],
                    _ => return unknown(),
                };
                let Some(pairs) = opposite(patterns, &inside) else {
                    return unknown();
                };
                for (pattern, value) in pairs {
                    if !self.fits(frame, pattern, value)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Pattern::Struct(path, fields) => {
                let record = match value {
                    Value::Record(record) => record,
                    Value::Variant { ident, payload, .. } => {
                        if path.last() != Some(ident) {
                            return Ok(false);
                        }
                        match &**payload {
                            Value::Record(record) => record,
                            _ => return unknown(),
                        }
                    }
                    _ => return unknown(),
                };
                for (name, pattern) in fields {
                    let Some(field) = record.fields.iter().find(|field| field.ident == *name)
                    else {
                        return unknown();
                    };
                    if !self.fits(frame, pattern, &field.value)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }
}

/// The parts of a tuple and the patterns that they must be of; none if their numbers do not go together.
fn opposite<'p>(
    patterns: &'p [Pattern],
    values: &'p [Value],
) -> Option<Vec<(&'p Pattern, &'p Value)>> {
    let Some(rest) = patterns.iter().position(|it| *it == Pattern::Rest) else {
        return (patterns.len() == values.len()).then(|| patterns.iter().zip(values).collect());
    };
    let (front, back) = (&patterns[..rest], &patterns[rest + 1..]);
    let left_out = values.len().checked_sub(front.len() + back.len())?;
    let behind = &values[rest + left_out..];
    Some(
        front
            .iter()
            .zip(values)
            .chain(back.iter().zip(behind))
            .collect(),
    )
}

/// The item type of a list or option.
fn item_type(ty: Option<&Ty>) -> Option<&Ty> {
    match ty? {
        Ty::External(_, args) => match args.first()? {
            Arg::Type(ty) => Some(ty),
            Arg::Const(_) => None,
        },
        Ty::Array(item, _) | Ty::Slice(item) => Some(item),
        _ => None,
    }
}

/// A value as its type has it: numbers of single precision are spelled as such.
fn fit(value: Value, ty: Option<&Ty>) -> Value {
    match (value, ty) {
        (Value::Float(text), Some(Ty::Primitive(name))) if name == "f32" => {
            match text.parse::<f64>() {
                Ok(number) => Value::Float(float32_text(number as f32)),
                Err(_) => Value::Float(text),
            }
        }
        (Value::Some(inner), ty) => Value::Some(Box::new(fit(*inner, item_type(ty)))),
        (Value::List(items), Some(Ty::External(path, _))) if path.ends_with("Set") => {
            Value::Set(items)
        }
        (value, _) => value,
    }
}

fn field(value: Value, name: &str) -> Outcome {
    match (value, name.parse::<usize>()) {
        (Value::Tuple(items), Ok(place)) => items.into_iter().nth(place).ok_or(Stop::Unknown),
        (Value::Record(record), Err(_)) => {
            let mut fields = record.fields.into_iter();
            fields
                .find(|field| field.ident == name)
                .map(|field| field.value)
                .ok_or(Stop::Unknown)
        }
        // A newtype stands for what is in it.
        (Value::Text(text), Ok(0)) if text.starts_with(PART) => Ok(Value::Text(text)),
        (value @ (Value::Int(_) | Value::Str(_) | Value::Bool(_) | Value::Float(_)), Ok(0)) => {
            Ok(value)
        }
        _ => unknown(),
    }
}

fn cast(value: Value, ty: &str) -> Outcome {
    match (value, IntType::parse(ty)) {
        (Value::Int(number), Some(ty)) if ty.holds(number) => Ok(Value::Int(number)),
        (Value::Bool(value), Some(_)) => Ok(Value::Int(Integer::from(i128::from(value)))),
        (Value::Int(number), None) if ty == "f64" => Ok(Value::Float(float_text(number.to_f64()))),
        (value, None) if ty == "_" => Ok(value),
        _ => unknown(),
    }
}

fn arithmetic(operator: &str, a: Integer, b: Integer, want: Option<&Ty>) -> Outcome {
    let signed = |number: Integer| {
        let magnitude = i128::try_from(number.magnitude()).ok()?;
        Some(if number.is_negative() {
            -magnitude
        } else {
            magnitude
        })
    };
    let (Some(a), Some(b)) = (signed(a), signed(b)) else {
        return unknown();
    };
    let value = match operator {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "/" => a.checked_div(b),
        "%" => a.checked_rem(b),
        "<<" => u32::try_from(b)
            .ok()
            .filter(|b| *b < 100)
            .and_then(|b| a.checked_mul(1i128 << b)),
        ">>" => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
        "&" => Some(a & b),
        "|" => Some(a | b),
        "^" => Some(a ^ b),
        _ => None,
    };
    let Some(value) = value.map(Integer::from) else {
        return unknown();
    };
    // What overflows is nobody's value.
    match want {
        Some(Ty::Primitive(name)) if IntType::parse(name).is_some_and(|ty| !ty.holds(value)) => {
            unknown()
        }
        _ => Ok(Value::Int(value)),
    }
}

pub(super) fn parse_int(text: &str, ty: IntType) -> Value {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let number = match unsigned.strip_prefix('-') {
        Some(digits) => digits
            .parse::<u128>()
            .ok()
            .map(|number| Integer::from(number).negated()),
        None => unsigned.parse::<u128>().ok().map(Integer::from),
    };
    match number.filter(|number| ty.holds(*number)) {
        // `-0` and the like are read by signed types only; none of them matters here.
        Some(number) if !(text.starts_with('-') && number.is_zero()) => {
            result("Ok", Value::Int(number))
        }
        _ => result("Err", Value::Unit),
    }
}

fn duration(unit: &str, number: Integer) -> Outcome {
    let per_second: u128 = match unit {
        "from_secs" => 1,
        "from_millis" => 1_000,
        "from_micros" => 1_000_000,
        _ => 1_000_000_000,
    };
    let (secs, rest) = (
        number.magnitude() / per_second,
        number.magnitude() % per_second,
    );
    let field = |name: &str, number: u128| RecordField {
        ident: name.to_owned(),
        keys: vec![name.to_owned()],
        present: true,
        flatten: false,
        shape: OfShape::NOWHERE,
        value: Value::Int(Integer::from(number)),
    };
    Ok(Value::Record(Record {
        fields: vec![
            field("secs", secs),
            field("nanos", rest * (1_000_000_000 / per_second)),
        ],
    }))
}

/// Whether two values are equal.
fn same(a: &Value, b: &Value) -> Result<bool, Stop> {
    match (a, b) {
        (
            Value::Variant {
                ident: a,
                payload: x,
                ..
            },
            Value::Variant {
                ident: b,
                payload: y,
                ..
            },
        ) => Ok(a == b && same(x, y)?),
        (Value::Float(a), Value::Float(b)) => {
            let (Ok(a), Ok(b)) = (a.parse::<f64>(), b.parse::<f64>()) else {
                return unknown();
            };
            Ok(a == b)
        }
        (Value::Some(a), Value::Some(b)) => same(a, b),
        (Value::None, Value::Some(_)) | (Value::Some(_), Value::None) => Ok(false),
        (Value::Record(a), Value::Record(b)) if a.fields.len() == b.fields.len() => {
            for (a, b) in a.fields.iter().zip(&b.fields) {
                if a.ident != b.ident || !same(&a.value, &b.value)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Value::Text(_) | Value::Any(_) | Value::Converted(..) | Value::Invalid, _)
        | (_, Value::Text(_) | Value::Any(_) | Value::Converted(..) | Value::Invalid) => unknown(),
        _ if std::mem::discriminant(a) == std::mem::discriminant(b) => Ok(a == b),
        _ => unknown(),
    }
}
