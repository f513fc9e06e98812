//! The fields of a type as they stand in documents, one row each: for tables and questions.

use crate::direction::Direction;
use crate::wire::{Enum, FloatType, Payload, Shape, ShapeId, Struct, Tagging, Text, Wire};

/// How deep types are followed into each other.
const DEPTH: usize = 8;

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    /// The keys that lead to it: `items[].sku`.
    pub(crate) path: String,
    /// The Rust name of its type and its own: `Item.sku`.
    pub(crate) place: String,
    /// What stands there.
    pub(crate) what: String,
    /// Whether it is in every document, or whether readers insist on it.
    pub(crate) is_required: bool,
}

/// The rows of a type: what is written, or what is read if the program only reads it.
pub(crate) fn rows(wire: &Wire, direction: Direction) -> Vec<Row> {
    let mut walk = Walk {
        wire,
        is_written: direction.is_written(),
        rows: Vec::new(),
        open: Vec::new(),
    };
    walk.enter(wire.root, "", true);
    walk.rows
}

struct Walk<'w> {
    wire: &'w Wire,
    is_written: bool,
    rows: Vec<Row>,
    /// The types around: one that contains itself is not entered twice.
    open: Vec<ShapeId>,
}

impl Walk<'_> {
    /// The fields inside of what stands at a path.
    fn enter(&mut self, id: ShapeId, path: &str, is_required: bool) {
        if self.open.contains(&id) || self.open.len() >= DEPTH {
            return;
        }
        self.open.push(id);
        match self.wire.shape(id) {
            Shape::Split { write, read } => {
                let side = if self.is_written { *write } else { *read };
                self.enter(side, path, is_required);
            }
            Shape::Newtype(inner) | Shape::Converted { inner, .. } => {
                self.enter(*inner, path, is_required);
            }
            Shape::Option(inner) => self.enter(*inner, path, false),
            Shape::List(inner) | Shape::Set(inner) | Shape::Array(inner, _) => {
                self.enter(*inner, &format!("{path}[]"), is_required);
            }
            Shape::Struct(shape) => self.fields(shape, &shape.name, path, is_required),
            Shape::Enum(shape) => self.variants(shape, path),
            _ => {}
        }
        self.open.pop();
    }

    fn fields(&mut self, shape: &Struct, owner: &str, path: &str, is_required: bool) {
        for field in &shape.fields {
            let (key, may_be_missing) = match (self.is_written, &field.write, &field.read) {
                (true, Some(write), _) => (&write.key, write.omit.is_some()),
                (false, _, Some(read)) => match read.keys.first() {
                    Some(key) => (key, field.default.is_some() || read.implicit_none),
                    None => continue,
                },
                _ => continue,
            };
            if field.flatten {
                self.enter(field.shape, path, is_required);
                continue;
            }
            let inside = match path {
                "" => key.clone(),
                _ => format!("{path}.{key}"),
            };
            self.rows.push(Row {
                path: inside.clone(),
                place: format!("{owner}.{}", field.ident),
                what: self.what(field.shape),
                is_required: is_required && !may_be_missing,
            });
            self.enter(field.shape, &inside, is_required && !may_be_missing);
        }
    }

    /// The fields of variants: beside the tag, or under it.
    fn variants(&mut self, shape: &Enum, path: &str) {
        let beneath = |key: &str| match path {
            "" => key.to_owned(),
            _ => format!("{path}.{key}"),
        };
        for variant in &shape.variants {
            let read = variant.read.as_ref().and_then(|names| names.first());
            let name = match self.is_written {
                true => variant.write.as_ref(),
                false => read,
            };
            let Some(name) = name else { continue };
            let path = match &shape.tagging {
                _ if variant.untagged => path.to_owned(),
                // A number has nothing inside.
                Tagging::Internal { .. } | Tagging::Untagged | Tagging::Number(_) => {
                    path.to_owned()
                }
                Tagging::External => beneath(name),
                Tagging::Adjacent { content, .. } => beneath(content),
            };
            match &variant.payload {
                Payload::Struct(fields) => {
                    let owner = format!("{}::{}", shape.name, variant.ident);
                    self.fields(fields, &owner, &path, false);
                }
                Payload::Newtype(inner) => self.enter(*inner, &path, false),
                Payload::Unit | Payload::Tuple(_) => {}
            }
        }
    }

    /// What stands at a place, in few words.
    fn what(&self, id: ShapeId) -> String {
        match self.wire.shape(id) {
            Shape::Any => "anything".to_owned(),
            Shape::Ignored => "ignored".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Int(ty) => ty.name(),
            Shape::Float(FloatType::F32) => "f32".to_owned(),
            Shape::Float(FloatType::F64) => "f64".to_owned(),
            Shape::Char => "character".to_owned(),
            Shape::Str(Text::Form(form)) => format!("string ({form})"),
            Shape::Str(_) => "string".to_owned(),
            Shape::Bytes(_) => "bytes".to_owned(),
            Shape::Unit | Shape::UnitStruct => "null".to_owned(),
            Shape::Option(inner) => format!("{} or null", self.what(*inner)),
            Shape::List(inner) | Shape::Array(inner, _) => format!("list of {}", self.what(*inner)),
            Shape::Set(inner) => format!("set of {}", self.what(*inner)),
            Shape::Tuple(_) => "list of fixed length".to_owned(),
            Shape::Map(_, value) => format!("map to {}", self.what(*value)),
            Shape::Newtype(inner) => self.what(*inner),
            Shape::Converted { inner, .. } => format!("{}, converted", self.what(*inner)),
            Shape::Split { write, read } => self.what(if self.is_written { *write } else { *read }),
            Shape::Struct(shape) => shape.name.clone(),
            Shape::Enum(shape) => {
                let names = shape.variants.iter().filter_map(|variant| {
                    let read = variant.read.as_ref().and_then(|names| names.first());
                    let name = if self.is_written {
                        variant.write.as_ref()
                    } else {
                        read
                    };
                    Some(format!("`{}`", name?))
                });
                format!("one of {}", names.collect::<Vec<_>>().join(", "))
            }
            shape @ Shape::Opaque { .. } => match shape.schema() {
                Some(_) => "what a schema declares".to_owned(),
                None => "not understood".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::diff::wire_of;
    use crate::direction::Direction;

    const SOURCE: &str = "
        use serde::{Serialize, Deserialize};
        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = \"camelCase\")]
        struct Order {
            order_id: u64,
            #[serde(default)]
            note: Option<String>,
            items: Vec<Item>,
            #[serde(flatten)]
            payment: Payment,
            children: Vec<Order>,
        }
        #[derive(Serialize, Deserialize)]
        struct Item { sku: String, state: State }
        #[derive(Serialize, Deserialize)]
        enum State { Open, Paid }
        #[derive(Serialize, Deserialize)]
        #[serde(tag = \"type\")]
        enum Payment { Card { last: String }, Cash }
    ";

    fn told(direction: Direction) -> Vec<String> {
        let wire = wire_of(SOURCE, "Order", true).unwrap();
        let rows = rows(&wire, direction);
        rows.into_iter()
            .map(|row| {
                let mark = if row.is_required { "" } else { "?" };
                format!("{}{mark} ({}): {}", row.path, row.place, row.what)
            })
            .collect()
    }

    #[test]
    fn rows_are_what_is_written() {
        assert_eq!(
            told(Direction::Publishes),
            [
                "orderId (Order.order_id): u64",
                "note (Order.note): string or null",
                "items (Order.items): list of Item",
                "items[].sku (Item.sku): string",
                "items[].state (Item.state): one of `Open`, `Paid`",
                "last? (Payment::Card.last): string",
                "children (Order.children): list of Order",
            ]
        );
    }

    #[test]
    fn or_what_is_read() {
        assert_eq!(
            told(Direction::Consumes)[1],
            "note? (Order.note): string or null"
        );
    }
}
