//! `from`, `try_from`, `into`: what is on the wire is another type's shape, and functions of the workspace stand in between.
//!
//! Functions that only hand parts over are run with names in place of the parts: the result tells what became of each, and
//! the proxy's shape is then that of the type itself. All other functions are a conversion with a meaning of its own.

use std::cell::Cell;

use govern_facts::{ItemKind, Shape as Form};
use govern_names::ItemDef;

use super::attrs::{Attrs, Quoted};
use super::builder::Builder;
use super::defaults::Function;
use super::derive::Place;
use super::frame::{FUEL, Frame};
use super::node::Node;
use super::outcomes::Outcomes;
use super::run::PART;
use super::tokens::tokens;
use super::ty::{Arg, Ty};
use crate::wire::{
    Default, Field, OfShape, Payload, Record, RecordField, Shape, ShapeId, Struct, Value,
};

/// What a function was given, by parts, and what it made of them.
type Handed = Vec<(Value, Value)>;

/// What one side of a type goes through.
struct Side {
    shape: ShapeId,
    /// Whether it is another type's.
    is_proxy: bool,
    /// The same shape as the type itself sees it, if the function only hands parts over.
    seen: Option<ShapeId>,
}

impl Builder<'_, '_> {
    /// `from`, `try_from`, `into`: the proxy's shape.
    pub(super) fn proxied(&mut self, place: Place<'_>, args: &[Arg], attrs: &Attrs) -> Shape {
        let own = Ty::Item(place.def, args.to_vec());
        let mut structural = None;
        let write = self.proxy(place, &own, attrs.into.as_ref(), attrs, &mut structural);
        let from = attrs.from.as_ref().or(attrs.try_from.as_ref());
        let read = self.proxy(place, &own, from, attrs, &mut structural);
        let write = self.written_side(&own, write, attrs.into.as_ref());
        if attrs.try_from.is_some() {
            return self.checked(&own, &write, &read, from);
        }
        let read = self.read_side(&own, read, from);
        if let (Some(write), Some(read)) = (write.seen, read.seen) {
            return Shape::Split { write, read };
        }
        let meaning = self.meaning(place.def, attrs, write.shape);
        let found = self
            .function_from(&own, from)
            .map(|function| self.outcomes_of_conversion(&function, read.shape, &own));
        let mut convert = |side: &Side| match side.is_proxy {
            true => {
                let outcomes = found.as_ref().filter(|_| {
                    side.shape == read.shape
                        || self.wire.shape(side.shape) == self.wire.shape(read.shape)
                });
                self.wire.push(Shape::Converted {
                    inner: side.shape,
                    meaning: meaning.clone(),
                    fallible: false,
                    outcomes: outcomes.map(|found| found.of.clone()).unwrap_or_default(),
                    keeps: false,
                })
            }
            false => side.shape,
        };
        let (write, read) = (convert(&write), convert(&read));
        Shape::Split { write, read }
    }

    fn checked(&mut self, own: &Ty, write: &Side, read: &Side, from: Option<&Quoted>) -> Shape {
        let Ty::Item(def, _) = own else {
            return self.opaque(own, "a conversion of no type of the workspace");
        };
        let meaning = self.conversion_text(*def, "TryFrom");
        let convert = |inner| Shape::Converted {
            inner,
            meaning: meaning.clone(),
            fallible: true,
            outcomes: Vec::new(),
            keeps: false,
        };
        let (written, read_as) = (write.shape, read.shape);
        let write = self.wire.push(convert(written));
        let read = self.wire.push(convert(read_as));
        let function =
            from.and_then(|from| self.conversion(own, "TryFrom", "try_from", &from.text));
        if let Some(function) = function {
            let found = || self.outcomes_of_conversion(&function, read_as, own);
            let (for_writer, for_reader): (Outcomes, Outcomes) = (found(), found());
            // What is written is what would be read, where both go by the same shape.
            if self.wire.shape(written) == self.wire.shape(read_as) {
                self.note(write, for_writer);
            }
            self.note(read, for_reader);
        }
        Shape::Split { write, read }
    }

    /// The shape of one side, before anything is converted.
    fn proxy(
        &mut self,
        place: Place<'_>,
        own: &Ty,
        proxy: Option<&Quoted>,
        attrs: &Attrs,
        structural: &mut Option<ShapeId>,
    ) -> Side {
        let shape = match proxy {
            Some(proxy) => match self.quoted_type(place, proxy) {
                Some(ty) => self.shape(&ty),
                None => {
                    let reason = format!("the proxy type `{}` could not be resolved", proxy.text);
                    let shape = self.opaque(own, &reason);
                    self.wire.push(shape)
                }
            },
            None => match structural {
                Some(shape) => *shape,
                None => {
                    let item = self.program.item(place.def);
                    let shape = self.structural(place, item, attrs);
                    *structural.insert(self.wire.push(shape))
                }
            },
        };
        Side {
            shape,
            is_proxy: proxy.is_some(),
            seen: (proxy.is_none()).then_some(shape),
        }
    }

    /// What is written, if every part of it is one of the type's, or always the same.
    fn written_side(&self, own: &Ty, side: Side, into: Option<&Quoted>) -> Side {
        let Some(into) = into else { return side };
        let function = self.function_into(own, into, side.shape);
        let handed = function.and_then(|function| self.handed(&function, own, None));
        let is_plain = handed.is_some_and(|all| all.iter().all(|(_, made)| is_handed(made)));
        Side {
            seen: is_plain.then_some(side.shape),
            ..side
        }
    }

    /// What is read, with the names of the type itself.
    fn read_side(&mut self, own: &Ty, side: Side, from: Option<&Quoted>) -> Side {
        let Some(function) = self.function_from(own, from) else {
            return side;
        };
        let proxy = self.type_of_shape(side.shape);
        let given = proxy.unwrap_or(Ty::Tuple(Vec::new()));
        let handed = self.handed(&function, &given, Some(own));
        let seen = handed.and_then(|handed| self.seen(own, side.shape, &handed));
        Side { seen, ..side }
    }

    /// The type of the workspace that a shape was made for.
    fn type_of_shape(&self, shape: ShapeId) -> Option<Ty> {
        let mut made = self.made.iter();
        made.find(|(ty, id)| **id == shape && matches!(ty, Ty::Item(..)))
            .map(|(ty, _)| ty.clone())
    }

    fn function_from(&self, own: &Ty, from: Option<&Quoted>) -> Option<Function> {
        self.conversion(own, "From", "from", &from?.text)
    }

    /// The function that makes the proxy, which has that shape.
    fn function_into(&self, own: &Ty, into: &Quoted, proxy: ShapeId) -> Option<Function> {
        let Ty::Item(def, _) = own else { return None };
        let name = self.program.name(*def);
        let of_proxy = || self.conversion(&self.type_of_shape(proxy)?, "From", "from", name);
        let of_others = || {
            let mut others = self.implementations_for_others().iter();
            let found = others.find(|implementation| {
                let header = self.header(implementation.def);
                of_trait(&header, "From").is_some_and(|of| last_name(&of) == name)
                    && header.rsplit(" for ").next().map(last_name) == Some(last_name(&into.text))
            })?;
            self.function_in(found.def, "from")
        };
        let by_into = || self.conversion(own, "Into", "into", &into.text);
        of_proxy().or_else(of_others).or_else(by_into)
    }

    /// The function of the implementation of `Trait<argument>` for a type.
    fn conversion(
        &self,
        ty: &Ty,
        of_trait_named: &str,
        name: &str,
        argument: &str,
    ) -> Option<Function> {
        let Ty::Item(def, _) = ty else { return None };
        let argument = tokens(argument).join(" ");
        let fits = |text: &str| text == argument || last_name(text) == last_name(&argument);
        let mut found = self.implementations(*def).iter().filter(|implementation| {
            of_trait(&self.header(implementation.def), of_trait_named).is_some_and(|of| fits(&of))
        });
        let (implementation, None) = (found.next()?, found.next()) else {
            return None;
        };
        let function = self.function_in(implementation.def, name)?;
        Some(Function {
            self_ty: Some(ty.clone()),
            ..function
        })
    }

    fn function_in(&self, implementation: ItemDef, name: &str) -> Option<Function> {
        let body = self.program.item(implementation).body?;
        let mut inner = self.program.items_in(implementation.instance, body);
        let (function, _) = inner.find(|(def, _)| self.program.name(*def) == name)?;
        self.function_of(function)
    }

    /// The tokens of an implementation up to its body.
    pub(super) fn header(&self, implementation: ItemDef) -> String {
        let extent = self.program.item(implementation).extent;
        let source = self.program.source(implementation.instance, extent);
        let words = tokens(&source);
        let end = words.iter().position(|word| word == "{");
        words[..end.unwrap_or(words.len())].join(" ")
    }

    /// What a function of one parameter makes of the parts of a type, for each of its variants; none if it does more than
    /// to hand them over.
    fn handed(&self, function: &Function, given: &Ty, want: Option<&Ty>) -> Option<Handed> {
        let [parameter] = function.params.as_slice() else {
            return None;
        };
        let mut handed = Vec::new();
        for value in self.parts(given, "", 2) {
            let fuel = Cell::new(FUEL);
            let scope = self.program.item(function.def).scope;
            let mut frame = Frame::new(function.def.instance, scope, &fuel);
            frame.self_ty = function.self_ty.clone().or_else(|| Some(given.clone()));
            frame.locals.push((parameter.clone(), value.clone()));
            let made = self.run_body(&mut frame, &function.body, want)?;
            handed.push((value, made));
        }
        Some(handed)
    }

    /// A type's values with names in place of the parts: one for each variant.
    fn parts(&self, ty: &Ty, path: &str, depth: usize) -> Vec<Value> {
        let whole = || vec![part(path)];
        let Ty::Item(def, _) = ty else { return whole() };
        if depth == 0 {
            return whole();
        }
        match self.program.item(*def).kind {
            ItemKind::Struct { .. } => vec![self.contents(*def, path, depth)],
            ItemKind::Enum => {
                let variants = self.program.variants(*def).into_iter();
                variants
                    .map(|(variant, _)| {
                        let name = self.program.name(variant).to_owned();
                        self.variant_of(ty, name, self.contents(variant, path, depth))
                    })
                    .collect()
            }
            _ => whole(),
        }
    }

    /// The fields of a struct or variant, by parts.
    fn contents(&self, def: ItemDef, path: &str, depth: usize) -> Value {
        let (form, fields) = match self.program.item(def).kind {
            ItemKind::Struct { shape, fields } | ItemKind::Variant { shape, fields, .. } => {
                (shape, fields)
            }
            _ => return part(path),
        };
        let facts = self.program.facts_of(def.instance);
        let names: Vec<&str> = facts.fields[fields.rows()]
            .iter()
            .map(|field| facts.text(field.name))
            .collect();
        let place = |name: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match (form, names.as_slice()) {
            (Form::Unit, _) => Value::Unit,
            (Form::Tuple, [_]) => {
                let inner = self.field_types(def).into_iter().next();
                let mut inner = inner
                    .map(|ty| self.parts(&ty, &place("0"), depth - 1))
                    .unwrap_or_default();
                // One of several variants would be a choice.
                match inner.len() {
                    1 => inner.remove(0),
                    _ => part(&place("0")),
                }
            }
            (Form::Tuple, _) => {
                let places = (0..names.len()).map(|at| part(&place(&at.to_string())));
                Value::Tuple(places.collect())
            }
            (Form::Named, _) => Value::Record(Record {
                fields: names
                    .iter()
                    .map(|name| RecordField {
                        ident: (*name).to_owned(),
                        keys: vec![(*name).to_owned()],
                        present: true,
                        flatten: false,
                        shape: OfShape::NOWHERE,
                        value: part(&place(name)),
                    })
                    .collect(),
            }),
        }
    }

    /// A proxy's shape with the names of the type that is made of it.
    fn seen(&mut self, own: &Ty, read: ShapeId, handed: &Handed) -> Option<ShapeId> {
        let shape = match self.wire.shape(self.wire.read(read)).clone() {
            Shape::Struct(shape) => {
                let [(_, made)] = handed.as_slice() else {
                    return None;
                };
                Shape::Struct(self.renamed(own, shape, "", made)?)
            }
            Shape::Enum(mut shape) => {
                for variant in &mut shape.variants {
                    let (_, made) = handed.iter().find(|(given, _)| {
                        matches!(given, Value::Variant { ident, .. } if *ident == variant.ident)
                    })?;
                    variant.payload =
                        self.payload_seen(own, &variant.ident, variant.payload.clone(), made)?;
                }
                Shape::Enum(shape)
            }
            _ => {
                let [(given, made)] = handed.as_slice() else {
                    return None;
                };
                return is_whole(given, made).then_some(read);
            }
        };
        Some(self.wire.push(shape))
    }

    fn payload_seen(
        &mut self,
        own: &Ty,
        name: &str,
        payload: Payload,
        made: &Value,
    ) -> Option<Payload> {
        let (made, is_variant) = match made {
            Value::Variant { ident, payload, .. } if ident == name => (&**payload, true),
            Value::Variant { .. } => return None,
            made => (made, false),
        };
        // What is made of a variant of a type's own variant may leave nothing out.
        let own_fields = if is_variant {
            &Ty::Tuple(Vec::new())
        } else {
            own
        };
        Some(match payload {
            Payload::Unit if is_variant && *made == Value::Unit => Payload::Unit,
            Payload::Unit => return None,
            Payload::Newtype(inner) if part_of(made) == Some("0") => Payload::Newtype(inner),
            Payload::Newtype(inner) => {
                let Shape::Struct(shape) = self.wire.shape(self.wire.read(inner)).clone() else {
                    return None;
                };
                let shape = self.renamed(own_fields, shape, "0.", made)?;
                Payload::Newtype(self.wire.push(Shape::Struct(shape)))
            }
            Payload::Tuple(shape) => match made {
                Value::Tuple(items)
                    if items.iter().enumerate().all(|(at, item)| {
                        part_of(item).is_some_and(|part| part == at.to_string())
                    }) && items.len() == shape.fields.len() =>
                {
                    Payload::Tuple(shape)
                }
                _ => return None,
            },
            Payload::Struct(shape) => Payload::Struct(self.renamed(own_fields, shape, "", made)?),
        })
    }

    /// A struct's fields under the names that their parts have in the type that is made of them. What the type has beside
    /// them is never read, and always the same.
    fn renamed(
        &mut self,
        own: &Ty,
        mut shape: Struct,
        prefix: &str,
        made: &Value,
    ) -> Option<Struct> {
        let Value::Record(record) = made else {
            // A type of one value is made of one field.
            let only = shape
                .fields
                .iter()
                .map(|field| format!("{prefix}{}", field.ident));
            let only: Vec<String> = only.collect();
            let is_it = only.len() == 1 && part_of(made) == Some(only[0].as_str());
            return is_it.then_some(shape);
        };
        let mut names: Vec<Option<String>> = vec![None; shape.fields.len()];
        let mut others = Vec::new();
        for field in &record.fields {
            match part_of(&field.value) {
                Some(path) => {
                    let ident = path.strip_prefix(prefix)?;
                    let at = shape.fields.iter().position(|field| field.ident == ident)?;
                    if names[at].replace(field.ident.clone()).is_some() {
                        return None;
                    }
                }
                None if has_part(&field.value) => return None,
                None => others.push((field.ident.clone(), field.value.clone())),
            }
        }
        let taken: Vec<&str> = record.fields.iter().map(|field| &*field.ident).collect();
        for (field, name) in shape.fields.iter_mut().zip(names) {
            match name {
                Some(name) => field.ident = name,
                // Read and dropped, though the type has a field of that name.
                None if taken.contains(&field.ident.as_str()) => {
                    field.ident = format!("{}::{}", shape.name, field.ident);
                }
                None => {}
            }
        }
        for (ident, value) in others {
            let ty = self.field_type(own, &ident)?;
            let ty = self.shape(&ty);
            shape.fields.push(Field {
                ident,
                write: None,
                read: None,
                default: Some(Default::Known(value)),
                flatten: false,
                shape: ty,
            });
        }
        Some(shape)
    }

    fn field_type(&self, own: &Ty, ident: &str) -> Option<Ty> {
        let Ty::Item(def, _) = own else { return None };
        let ItemKind::Struct { fields, .. } = self.program.item(*def).kind else {
            return None;
        };
        let facts = self.program.facts_of(def.instance);
        let mut names = facts.fields[fields.rows()].iter();
        let at = names.position(|field| facts.text(field.name) == ident)?;
        self.field_types(*def).into_iter().nth(at)
    }

    /// The text of everything that stands between a type and its proxies.
    fn meaning(&self, def: ItemDef, attrs: &Attrs, written: ShapeId) -> String {
        let own = Ty::Item(def, Vec::new());
        let into = attrs.into.as_ref();
        let into = into.and_then(|into| self.function_into(&own, into, written));
        let into: Vec<ItemDef> = into.map(|function| function.def).into_iter().collect();
        let from = self.conversion_text(def, "From");
        format!("{from} / {}", self.depends_on(&into, &own))
    }

    /// The text of the implementations of a conversion trait for a type.
    fn conversion_text(&self, def: ItemDef, of_trait: &str) -> String {
        let implementations = self
            .implementations(def)
            .iter()
            .filter(|implementation| implementation.of_trait.rsplit("::").next() == Some(of_trait));
        let nodes: Vec<Node> = implementations
            .map(|implementation| Node::Item(implementation.def))
            .collect();
        self.depends(&nodes)
    }
}

/// The argument of the trait in the header of an implementation: `Wire` of `impl From < Wire > for Order`.
pub(super) fn of_trait(header: &str, name: &str) -> Option<String> {
    let (before, _) = header.rsplit_once(" for ")?;
    let (path, argument) = before.split_once(&format!("{name} < "))?;
    let starts = path.is_empty() || path.ends_with([' ', ':']);
    let argument = argument.strip_suffix(" >").filter(|_| starts)?;
    Some(argument.to_owned())
}

/// The last name of a path in front of its arguments.
pub(super) fn last_name(path: &str) -> &str {
    let path = path.split('<').next().unwrap_or(path).trim();
    path.rsplit("::").next().unwrap_or(path).trim()
}

fn part(path: &str) -> Value {
    Value::Text(format!("{PART}{path}"))
}

/// The part that a value is, perhaps as an option.
fn part_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => text.strip_prefix(PART),
        Value::Some(inner) => part_of(inner),
        _ => None,
    }
}

fn has_part(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.starts_with(PART),
        Value::Some(inner) | Value::Converted(_, inner) => has_part(inner),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.iter().any(has_part),
        Value::Map(entries) => entries.iter().any(|(k, v)| has_part(k) || has_part(v)),
        Value::Record(record) => record.fields.iter().any(|field| has_part(&field.value)),
        Value::Variant { payload, .. } => has_part(payload),
        _ => false,
    }
}

/// Whether every part of a value is handed over, or does not depend on anything.
fn is_handed(value: &Value) -> bool {
    match value {
        Value::Record(record) => record.fields.iter().all(|field| is_handed(&field.value)),
        Value::Tuple(items) => items.iter().all(is_handed),
        Value::Variant { payload, .. } => is_handed(payload),
        value => part_of(value).is_some() || !has_part(value),
    }
}

/// Whether a value is all of another one, perhaps inside a struct of its own.
fn is_whole(given: &Value, made: &Value) -> bool {
    match (given, made) {
        (Value::Tuple(a), Value::Tuple(b)) => a == b,
        (Value::Text(_), Value::Record(record)) => {
            matches!(record.fields.as_slice(), [only] if only.value == *given)
        }
        (Value::Text(_), made) => made == given,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{last_name, of_trait};

    #[test]
    fn headers_say_what_is_converted() {
        let of = |header| of_trait(header, "From");
        assert_eq!(of("impl From < Wire > for Order").as_deref(), Some("Wire"));
        assert_eq!(
            of("impl < T > std :: convert :: From < Wire < T > > for Order < T >").as_deref(),
            Some("Wire < T >")
        );
        assert_eq!(of("impl TryFrom < Wire > for Order"), None);
        assert_eq!(last_name("v1 :: Wire < T >"), "Wire");
    }
}
