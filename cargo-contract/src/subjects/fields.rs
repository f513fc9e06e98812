//! What the program puts into the fields of its structs, wherever it makes one or sets a field.

use std::rc::Rc;

use govern_facts::{Expr, ExprId};
use govern_names::Meaning;

use super::api::{self, Known};
use super::code::Unit;
use super::follow::{Follower, Frame, part};
use super::setters::Setters;
use super::ty::{Def, Ty};
use super::value::{Value, Why};

impl<'w> Follower<'_, 'w> {
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
        let units = self.code.mentioning(&[name, struct_name]);
        // Who does not know the struct can neither make one nor set a field of it.
        for unit in units.into_iter().filter(|it| self.code.sees(it, def)) {
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
