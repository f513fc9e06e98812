//! The shapes of a model in the order in which they are met from its root, and the names of those that get one.

use std::collections::{BTreeMap, BTreeSet};

use crate::wire::{Default, Omit, Payload, Shape, ShapeId, Struct, Value, Wire};

/// How large a shape that is used several times may be, in nodes, and still be written out each time.
const REPEATED: usize = 4;

/// The shapes that have names, and these.
pub(super) fn names(wire: &Wire) -> BTreeMap<ShapeId, String> {
    let walk = Walk::new(wire);
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for &id in &walk.order {
        let name = match wire.shape(id) {
            Shape::Struct(shape) => shape.name.as_str(),
            Shape::Enum(shape) => shape.name.as_str(),
            _ if walk.circles.contains(&id) => "",
            _ if walk.uses.get(&id).is_some_and(|uses| *uses > 1)
                && size(wire, id, REPEATED + 1) > REPEATED =>
            {
                ""
            }
            _ => continue,
        };
        let name = if name.is_empty() { "Shape" } else { name };
        let count = taken.entry(name.to_owned()).or_default();
        *count += 1;
        let name = match count {
            1 => name.to_owned(),
            count => format!("{name} ({count})"),
        };
        names.insert(id, name);
    }
    names
}

/// The shapes that are reached from the root, in the order in which they are met.
pub(super) fn reached(wire: &Wire) -> Vec<ShapeId> {
    Walk::new(wire).order
}

/// All shapes that are reached from the root.
struct Walk {
    /// In the order in which they are met.
    order: Vec<ShapeId>,
    /// How often each is named.
    uses: BTreeMap<ShapeId, usize>,
    /// Those that contain themselves, seen from where they are met first.
    circles: BTreeSet<ShapeId>,
}

impl Walk {
    fn new(wire: &Wire) -> Walk {
        let mut walk = Walk {
            order: Vec::new(),
            uses: BTreeMap::new(),
            circles: BTreeSet::new(),
        };
        let mut seen = BTreeSet::new();
        let mut open = BTreeSet::new();
        // With what comes after a shape's inside: a type may be nested as deeply as it likes.
        let mut stack = vec![(wire.root, false)];
        while let Some((id, left)) = stack.pop() {
            if left {
                open.remove(&id);
                continue;
            }
            *walk.uses.entry(id).or_default() += 1;
            if open.contains(&id) {
                walk.circles.insert(id);
            }
            if !seen.insert(id) {
                continue;
            }
            walk.order.push(id);
            open.insert(id);
            stack.push((id, true));
            let inside = inside(wire, id);
            stack.extend(inside.into_iter().rev().map(|id| (id, false)));
        }
        walk
    }
}

/// How many nodes a shape has with all that is inside it, structs and enums not entered; counted up to a limit.
fn size(wire: &Wire, id: ShapeId, limit: usize) -> usize {
    let mut open = vec![id];
    let mut count = 0;
    while let Some(id) = open.pop() {
        count += 1;
        if count >= limit {
            break;
        }
        if !matches!(wire.shape(id), Shape::Struct(_) | Shape::Enum(_)) {
            open.extend(inside(wire, id));
        }
    }
    count
}

/// The shapes that a shape names.
fn inside(wire: &Wire, id: ShapeId) -> Vec<ShapeId> {
    let fields = |shape: &Struct| {
        let mut found = Vec::new();
        for field in &shape.fields {
            found.push(field.shape);
            if let Some(Default::Known(value)) = &field.default {
                in_value(value, &mut found);
            }
            if let Some(Omit::Equals(value)) = field.write.as_ref().and_then(|it| it.omit.as_ref())
            {
                in_value(value, &mut found);
            }
        }
        found
    };
    match wire.shape(id) {
        Shape::Option(inner)
        | Shape::List(inner)
        | Shape::Set(inner)
        | Shape::Array(inner, _)
        | Shape::Newtype(inner) => vec![*inner],
        Shape::Converted {
            inner, outcomes, ..
        } => {
            let mut found = vec![*inner];
            for (value, made) in outcomes {
                in_value(value, &mut found);
                made.iter().for_each(|made| in_value(made, &mut found));
            }
            found
        }
        Shape::Map(key, value) => vec![*key, *value],
        Shape::Split { write, read } => vec![*write, *read],
        Shape::Tuple(shape) | Shape::Struct(shape) => fields(shape),
        Shape::Enum(shape) => {
            let payloads = shape.variants.iter().map(|variant| match &variant.payload {
                Payload::Unit => Vec::new(),
                Payload::Newtype(inner) => vec![*inner],
                Payload::Tuple(shape) | Payload::Struct(shape) => fields(shape),
            });
            payloads.flatten().collect()
        }
        Shape::Any
        | Shape::Ignored
        | Shape::Bool
        | Shape::Int(_)
        | Shape::Float(_)
        | Shape::Char
        | Shape::Str(_)
        | Shape::Bytes(_)
        | Shape::Unit
        | Shape::UnitStruct
        | Shape::Opaque { .. } => Vec::new(),
    }
}

fn in_value(value: &Value, found: &mut Vec<ShapeId>) {
    match value {
        Value::Some(inner) | Value::Converted(_, inner) => in_value(inner, found),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter().for_each(|item| in_value(item, found));
        }
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            in_value(key, found);
            in_value(value, found);
        }),
        Value::Record(record) => record.fields.iter().for_each(|field| {
            found.extend(field.shape.somewhere());
            in_value(&field.value, found);
        }),
        Value::Variant { of, payload, .. } => {
            found.extend(of.somewhere());
            in_value(payload, found);
        }
        Value::Unit
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Float(_)
        | Value::Str(_)
        | Value::Bytes(_)
        | Value::None
        | Value::Any(_)
        | Value::Text(_)
        | Value::Invalid => {}
    }
}
