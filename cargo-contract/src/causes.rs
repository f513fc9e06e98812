//! What a change that cannot be judged comes from: one function or implementation stands behind many places.

use crate::compat::{Change, Verdict};
use crate::wire::{Payload, Shape, ShapeId, Struct, Wire};

/// How many shapes around one value are looked through.
const DEEPEST: usize = 16;

/// What stands at the place of a change and is not followed, in both versions; none if that is not what is unknown.
pub(crate) fn cause(old: &Wire, new: &Wire, change: &Change) -> Option<String> {
    if change.verdict != Verdict::Unknown {
        return None;
    }
    let (was, is) = (unfollowed(old, &change.path), unfollowed(new, &change.path));
    match (was, is) {
        (None, _) | (_, None) => None,
        (Some(was), Some(is)) => (was != is).then(|| format!("{was} -> {is}")),
    }
}

/// The text that stands for what is not followed at a place.
fn unfollowed<'w>(wire: &'w Wire, path: &str) -> Option<&'w str> {
    let mut rest = path.strip_prefix(wire.name.as_str())?;
    let mut at = wire.root;
    while !rest.is_empty() {
        let (id, behind) = step(wire, at, rest)?;
        (at, rest) = (id, behind);
    }
    match wire.shape(bare(wire, at)) {
        Shape::Opaque { fingerprint, .. } => Some(fingerprint),
        Shape::Converted { meaning, .. } => Some(meaning),
        _ => None,
    }
}

/// The shape behind the next part of a path, and what is left of it.
fn step<'p>(wire: &Wire, at: ShapeId, rest: &'p str) -> Option<(ShapeId, &'p str)> {
    let shape = wire.shape(bare(wire, at));
    if let Some(behind) = rest.strip_prefix("[]") {
        return match shape {
            Shape::List(item) | Shape::Set(item) | Shape::Array(item, _) => Some((*item, behind)),
            _ => None,
        };
    }
    if let Some(behind) = rest.strip_prefix("{}") {
        return match shape {
            Shape::Map(_, value) => Some((*value, behind)),
            _ => None,
        };
    }
    let (name, behind) = named(rest.strip_prefix("::").or_else(|| rest.strip_prefix('.'))?);
    if rest.starts_with("::") {
        let Shape::Enum(shape) = shape else {
            return None;
        };
        let variant = shape.variants.iter().find(|it| it.ident == name)?;
        return match &variant.payload {
            Payload::Newtype(inner) => Some((*inner, behind)),
            Payload::Tuple(fields) | Payload::Struct(fields) => {
                let (name, behind) = named(behind.strip_prefix('.')?);
                Some((field(fields, name)?, behind))
            }
            Payload::Unit => None,
        };
    }
    match shape {
        Shape::Tuple(fields) | Shape::Struct(fields) => Some((field(fields, name)?, behind)),
        _ => None,
    }
}

fn named(text: &str) -> (&str, &str) {
    let end = text.find(['.', '[', '{', ':']).unwrap_or(text.len());
    text.split_at(end)
}

fn field(fields: &Struct, name: &str) -> Option<ShapeId> {
    let field = fields.fields.iter().find(|it| it.ident == name)?;
    Some(field.shape)
}

/// What is looked at through names, options, and one of two sides if both are the same.
fn bare(wire: &Wire, mut at: ShapeId) -> ShapeId {
    for _ in 0..DEEPEST {
        match wire.shape(at) {
            Shape::Newtype(inner) | Shape::Option(inner) => at = *inner,
            Shape::Split { write, .. } => at = *write,
            _ => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::cause;
    use crate::compat::{Change, Verdict};
    use crate::diff::wire_of;

    const SOURCE: &str = "
        use serde::{Serialize, Deserialize, Serializer, Deserializer};
        pub struct Money(u64);
        impl Serialize for Money { fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { (self.0 / 7).serialize(s) } }
        impl<'de> Deserialize<'de> for Money { fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> { todo!() } }
        #[derive(Serialize, Deserialize)] pub struct Line { price: Money, tax: Option<Money>, count: u32 }
        #[derive(Serialize, Deserialize)] pub enum Event { Placed(Vec<Line>), Paid { by: std::collections::BTreeMap<String, Money> } }
    ";

    #[test]
    fn one_implementation_is_the_cause_wherever_it_is() {
        let of = |source: &str| wire_of(source, "Event", true).unwrap();
        let (old, new) = (of(SOURCE), of(&SOURCE.replace("/ 7", "/ 8")));
        let at = |path: &str| {
            let change = Change {
                verdict: Verdict::Unknown,
                rule: "wire_shape_unknown",
                path: path.to_owned(),
                witness: None,
                detail: String::new(),
            };
            cause(&old, &new, &change)
        };
        let first = at("Event::Placed[].price");
        assert!(first.is_some());
        assert_eq!(at("Event::Placed[].tax"), first);
        assert_eq!(at("Event::Paid.by{}"), first);
        for other in [
            "Event::Placed[].count",
            "Event::Gone.x",
            "Event",
            "Line.price",
            "Event::Placed[].price.x",
        ] {
            assert_eq!(at(other), None, "{other}");
        }
    }
}
