//! What a model writes at a path: `customer.name`, `items[].sku`, `$` for the document itself.

use crate::wire::{Enum, Payload, Shape, ShapeId, Struct, Tagging, Wire};

/// How often something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    /// In no document.
    Never,
    /// In some documents, or nobody knows.
    Sometimes,
    /// In every document.
    Always,
}

/// What is written at a path.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) presence: Presence,
    /// The shapes that may stand there.
    pub(crate) shapes: Vec<ShapeId>,
    /// Whether the name of a type or variant may stand there.
    pub(crate) is_tag: bool,
    /// Why it is not known, if it is not: something on the way is not understood.
    pub(crate) unknown: Option<String>,
}

/// What a model writes at a path.
pub(crate) fn written(wire: &Wire, path: &str) -> Written {
    let mut at = Written {
        presence: Presence::Always,
        shapes: vec![wire.root],
        is_tag: false,
        unknown: None,
    };
    if path == "$" {
        return at;
    }
    for segment in path.split('.') {
        let items = segment.matches("[]").count();
        let key = segment.trim_end_matches("[]");
        if !key.is_empty() && key != "$" {
            at = step(wire, &at, &|id| member(wire, id, key));
        }
        for _ in 0..items {
            at = step(wire, &at, &|id| item(wire, id));
        }
    }
    at
}

/// Something inside a shape.
enum Inside {
    At(Presence, Vec<ShapeId>),
    Tag,
    Unknown(String),
}

fn step(wire: &Wire, from: &Written, inside: &dyn Fn(ShapeId) -> Inside) -> Written {
    let mut to = Written {
        presence: from.presence,
        shapes: Vec::new(),
        is_tag: false,
        unknown: from.unknown.clone(),
    };
    let mut least = Presence::Always;
    for id in from.shapes.iter().flat_map(|&id| plain(wire, id)) {
        match inside(id) {
            Inside::At(presence, shapes) => {
                least = least.min(presence);
                to.shapes.extend(shapes);
            }
            Inside::Tag => to.is_tag = true,
            Inside::Unknown(why) => to.unknown = Some(why),
        }
    }
    let known = if to.shapes.is_empty() && !to.is_tag {
        Presence::Never
    } else {
        least.max(Presence::Sometimes)
    };
    to.presence = match (to.presence.min(known), &to.unknown) {
        (Presence::Never, Some(_)) => Presence::Sometimes,
        (presence, _) => presence,
    };
    to
}

/// The shape without what never reaches the wire. An `Option` is both: null, and what is inside.
pub(super) fn plain(wire: &Wire, id: ShapeId) -> Vec<ShapeId> {
    let mut open = vec![id];
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match wire.shape(id) {
            Shape::Split { write, .. } => open.push(*write),
            Shape::Newtype(inner) | Shape::Converted { inner, .. } => open.push(*inner),
            Shape::Option(inner) => {
                found.push(id);
                open.push(*inner);
            }
            Shape::Enum(shape) if shape.tagging == Tagging::Untagged => {
                for variant in shape.variants.iter().filter(|it| it.write.is_some()) {
                    match &variant.payload {
                        Payload::Newtype(inner) => open.push(*inner),
                        _ => {
                            found.push(id);
                        }
                    }
                }
            }
            _ => found.push(id),
        }
    }
    found.sort();
    found.dedup();
    found
}

fn item(wire: &Wire, id: ShapeId) -> Inside {
    match wire.shape(id) {
        Shape::List(inner) | Shape::Set(inner) | Shape::Array(inner, _) => {
            Inside::At(Presence::Always, vec![*inner])
        }
        Shape::Tuple(shape) => Inside::At(
            Presence::Always,
            shape.fields.iter().map(|it| it.shape).collect(),
        ),
        other => nothing(other),
    }
}

fn member(wire: &Wire, id: ShapeId, key: &str) -> Inside {
    match wire.shape(id) {
        Shape::Struct(shape) => {
            if shape.tag.as_deref() == Some(key) {
                return Inside::Tag;
            }
            field(wire, shape, key)
        }
        Shape::Map(_, value) => Inside::At(Presence::Sometimes, vec![*value]),
        Shape::Enum(shape) => of_enum(wire, shape, key),
        other => nothing(other),
    }
}

fn nothing(shape: &Shape) -> Inside {
    match shape {
        Shape::Any | Shape::Ignored => Inside::Unknown("any document may stand there".to_owned()),
        Shape::Opaque { reason, .. } => Inside::Unknown(reason.clone()),
        _ => Inside::At(Presence::Never, Vec::new()),
    }
}

/// The field of a key, also in what is flattened.
fn field(wire: &Wire, shape: &Struct, key: &str) -> Inside {
    let mut unknown = None;
    for field in &shape.fields {
        let Some(write) = &field.write else { continue };
        if field.flatten {
            let found = member_of(wire, field.shape, key);
            if found.is_tag {
                return Inside::Tag;
            }
            if !found.shapes.is_empty() {
                return Inside::At(found.presence, found.shapes);
            }
            unknown = unknown.or(found.unknown);
        } else if write.key == key {
            let presence = match write.omit {
                Some(_) => Presence::Sometimes,
                None => Presence::Always,
            };
            return Inside::At(presence, vec![field.shape]);
        }
    }
    match unknown {
        Some(why) => Inside::Unknown(why),
        None => Inside::At(Presence::Never, Vec::new()),
    }
}

/// What stands under a key of a shape that is written among others.
fn member_of(wire: &Wire, id: ShapeId, key: &str) -> Written {
    let from = Written {
        presence: Presence::Always,
        shapes: vec![id],
        is_tag: false,
        unknown: None,
    };
    step(wire, &from, &|id| member(wire, id, key))
}

fn of_enum(wire: &Wire, shape: &Enum, key: &str) -> Inside {
    match &shape.tagging {
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } if tag == key => {
            return Inside::Tag;
        }
        _ => {}
    }
    let variants = shape.variants.iter().filter(|it| it.write.is_some());
    let mut shapes = Vec::new();
    let mut least = Presence::Always;
    for variant in variants {
        let is_name = variant.write.as_deref() == Some(key);
        let inside = match (&shape.tagging, &variant.payload) {
            (Tagging::External, payload) if is_name => content(payload),
            (Tagging::Adjacent { content: name, .. }, payload) if name == key => content(payload),
            (Tagging::Internal { .. } | Tagging::Untagged, Payload::Struct(fields)) => {
                field(wire, fields, key)
            }
            (Tagging::Internal { .. }, Payload::Newtype(inner)) => {
                let found = member_of(wire, *inner, key);
                match found.unknown {
                    Some(why) if found.shapes.is_empty() => Inside::Unknown(why),
                    _ => Inside::At(found.presence, found.shapes),
                }
            }
            _ => Inside::At(Presence::Never, Vec::new()),
        };
        match inside {
            Inside::At(presence, found) => {
                least = least.min(presence);
                shapes.extend(found);
            }
            Inside::Tag => return Inside::Tag,
            Inside::Unknown(why) => return Inside::Unknown(why),
        }
    }
    Inside::At(least, shapes)
}

fn content(payload: &Payload) -> Inside {
    match payload {
        Payload::Newtype(inner) => Inside::At(Presence::Always, vec![*inner]),
        // What is inside of these has no shape of its own.
        Payload::Unit => Inside::At(Presence::Never, Vec::new()),
        Payload::Tuple(_) | Payload::Struct(_) => {
            Inside::Unknown("paths do not lead into variants".to_owned())
        }
    }
}

/// The names of the variants that are written at a place; none if no enum is there.
pub(crate) fn variants<'w>(wire: &'w Wire, shapes: &[ShapeId]) -> Option<Vec<&'w str>> {
    let mut found = None::<Vec<&str>>;
    for id in shapes.iter().flat_map(|&id| plain(wire, id)) {
        if let Shape::Enum(shape) = wire.shape(id) {
            let names = shape.variants.iter().filter_map(|it| it.write.as_deref());
            found.get_or_insert_default().extend(names);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::kinds::{Kind, kinds};
    use super::{Presence, variants, written};
    use crate::diff::wire_of;
    use crate::wire::Wire;

    fn wire() -> Wire {
        let source = "
            use serde::{Serialize, Deserialize};
            #[derive(Serialize, Deserialize)]
            #[serde(rename_all = \"camelCase\")]
            struct Order {
                order_id: u64,
                #[serde(skip_serializing_if = \"Option::is_none\")]
                note: Option<String>,
                items: Vec<Item>,
                state: State,
                payment: Payment,
                extra: serde_json::Value,
                #[serde(flatten)]
                customer: Customer,
            }
            #[derive(Serialize, Deserialize)]
            struct Item { sku: String, weight: f64 }
            #[derive(Serialize, Deserialize)]
            struct Customer { name: Option<String> }
            #[derive(Serialize, Deserialize)]
            enum State { Open, Paid }
            #[derive(Serialize, Deserialize)]
            #[serde(tag = \"type\")]
            enum Payment { Card { id: u32, last: String }, Cash { id: u32 } }
        ";
        wire_of(source, "Order", true).unwrap()
    }

    #[test]
    fn a_path_leads_to_what_is_written_there() {
        let wire = wire();
        for (path, presence, kind) in [
            ("orderId", Presence::Always, vec![Kind::Integer]),
            ("note", Presence::Sometimes, vec![Kind::Null, Kind::String]),
            ("items[].sku", Presence::Always, vec![Kind::String]),
            ("items[].weight", Presence::Always, vec![Kind::Number]),
            ("name", Presence::Always, vec![Kind::Null, Kind::String]),
            ("payment.id", Presence::Always, vec![Kind::Integer]),
            ("payment.type", Presence::Always, vec![Kind::String]),
            ("payment.last", Presence::Sometimes, vec![Kind::String]),
            ("order_id", Presence::Never, vec![]),
            ("items[].price", Presence::Never, vec![]),
            ("customer", Presence::Never, vec![]),
            ("$", Presence::Always, vec![Kind::Object]),
        ] {
            let found = written(&wire, path);
            assert_eq!(found.presence, presence, "{path}");
            assert_eq!(kinds(&wire, &found), Ok(kind), "{path}");
            assert_eq!(found.unknown, None, "{path}");
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        let wire = wire();
        let found = written(&wire, "extra.x");
        assert_eq!(found.presence, Presence::Sometimes);
        assert!(found.unknown.is_some());
    }

    #[test]
    fn variants_go_by_their_names_on_the_wire() {
        let wire = wire();
        let names = |path| variants(&wire, &written(&wire, path).shapes);
        assert_eq!(names("state"), Some(vec!["Open", "Paid"]));
        assert_eq!(names("payment"), Some(vec!["Card", "Cash"]));
        assert_eq!(names("orderId"), None);
    }
}
