//! What each kind of expression comes to.

use std::collections::BTreeMap;

use govern_facts::{Arm, Expr, ExprId, ItemKind, Pat, Statement};
use govern_names::Meaning;

use super::code::Unit;
use super::follow::{Follower, Frame, part};
use super::texts::literal;
use super::ty::{Def, last};
use super::value::{Value, joined};

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
            Expr::Match { value: of, arms } => {
                let of = self.value_here(unit, *of, frame);
                self.arms(unit, &of, arms, frame)
            }
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
                return match &frame.self_value {
                    Some(known) => self.value_of_arg(known),
                    None => Value::unknown("`self`"),
                };
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

    pub(super) fn constant(&self, def: Def) -> Value {
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
}

/// One of several; what gives nothing is left out if others give something.
pub(super) fn alternatives(values: impl IntoIterator<Item = Value>) -> Value {
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

pub(super) fn is_variant(path: &str) -> bool {
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
