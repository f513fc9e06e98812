//! What a change that cannot be judged comes from: one function or implementation stands behind many places.

use crate::compat::{Change, Verdict};
use crate::wire::{Payload, Shape, ShapeId, Struct, Tagging, Wire};

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

/// The text of what is not followed at a place that one of the two versions names.
pub(crate) fn not_followed<'w>(wire: &'w Wire, path: &str) -> Option<&'w str> {
    let (shape, _) = follow(wire, behind_name(path))?;
    text_of(shape)
}

/// The same for what stands in a document as it is: not with its keys among others.
pub(crate) fn not_followed_alone<'w>(wire: &'w Wire, path: &str) -> Option<&'w str> {
    let (shape, is_alone) = follow(wire, behind_name(path))?;
    text_of(shape).filter(|_| is_alone)
}

fn behind_name(path: &str) -> &str {
    let end = path.find(['.', '[', '{', ':']).unwrap_or(path.len());
    &path[end..]
}

/// The text that stands for what is not followed at a place.
fn unfollowed<'w>(wire: &'w Wire, path: &str) -> Option<&'w str> {
    let (shape, _) = follow(wire, path.strip_prefix(wire.name.as_str())?)?;
    text_of(shape)
}

fn text_of(shape: &Shape) -> Option<&str> {
    match shape {
        Shape::Opaque { fingerprint, .. } => Some(fingerprint),
        Shape::Converted { meaning, .. } => Some(meaning),
        _ => None,
    }
}

/// What stands at a place, and whether it stands there alone.
fn follow<'w>(wire: &'w Wire, mut rest: &str) -> Option<(&'w Shape, bool)> {
    let mut at = wire.root;
    let mut is_alone = true;
    while !rest.is_empty() {
        let part = step(wire, at, rest)?;
        (at, rest) = (part.shape, part.rest);
        is_alone &= part.is_alone;
    }
    Some((wire.shape(bare(wire, at)), is_alone))
}

/// A part of a type.
struct Part<'p> {
    shape: ShapeId,
    /// What is left of the path to it.
    rest: &'p str,
    /// Whether it has a value of its own: it is not flattened, and has no tag among its keys.
    is_alone: bool,
}

/// The shape behind the next part of a path.
fn step<'p>(wire: &Wire, at: ShapeId, rest: &'p str) -> Option<Part<'p>> {
    let part = |shape: ShapeId, rest: &'p str| Part {
        shape,
        rest,
        is_alone: true,
    };
    let shape = wire.shape(bare(wire, at));
    if let Some(behind) = rest.strip_prefix("[]") {
        return match shape {
            Shape::List(item) | Shape::Set(item) | Shape::Array(item, _) => {
                Some(part(*item, behind))
            }
            _ => None,
        };
    }
    if let Some(behind) = rest.strip_prefix("{}") {
        return match shape {
            Shape::Map(_, value) => Some(part(*value, behind)),
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
            Payload::Newtype(inner) => Some(Part {
                is_alone: variant.untagged || !matches!(shape.tagging, Tagging::Internal { .. }),
                ..part(*inner, behind)
            }),
            Payload::Tuple(fields) | Payload::Struct(fields) => {
                let (name, behind) = named(behind.strip_prefix('.')?);
                field(fields, name, behind)
            }
            Payload::Unit => None,
        };
    }
    match shape {
        Shape::Tuple(fields) | Shape::Struct(fields) => field(fields, name, behind),
        _ => None,
    }
}

fn named(text: &str) -> (&str, &str) {
    let end = text.find(['.', '[', '{', ':']).unwrap_or(text.len());
    text.split_at(end)
}

fn field<'p>(fields: &Struct, name: &str, rest: &'p str) -> Option<Part<'p>> {
    let field = fields.fields.iter().find(|it| it.ident == name)?;
    Some(Part {
        shape: field.shape,
        rest,
        is_alone: !field.flatten,
    })
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
