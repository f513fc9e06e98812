//! A wire model without what its documents do not show: what fields and variants are called in Rust, fields that never reach
//! the wire and, where documents name what they hold, the order in which it is declared.

use super::walk::reached;
use crate::compat::Format;
use crate::wire::{
    Default, Enum, Field, OfShape, Omit, Payload, Record, Shape, ShapeId, Struct, Tagging, Value,
    Variant, Wire,
};

/// The model without what documents of the formats do not show.
pub(super) fn canonical(wire: &Wire, formats: &[Format]) -> Wire {
    let named = [Format::Json, Format::MessagePackNamed];
    let canon = Canon {
        wire,
        is_named: formats.iter().all(|format| named.contains(format)),
    };
    // Many types share their shapes: only those of this one are written again, where they were.
    let ids = reached(wire);
    let mut shown = Wire::new(wire.name.as_str());
    for _ in 0..=ids.iter().map(|id| id.0).max().unwrap_or(0) {
        shown.push(Shape::Ignored);
    }
    for id in ids {
        shown.set(id, canon.shape(wire.shape(id)));
    }
    shown.root = wire.root;
    shown.declared.clone_from(&wire.declared);
    shown
}

struct Canon<'w> {
    wire: &'w Wire,
    /// Whether documents name what they hold.
    is_named: bool,
}

impl Canon<'_> {
    fn shape(&self, shape: &Shape) -> Shape {
        match shape {
            Shape::Tuple(shape) => Shape::Tuple(self.elements(shape)),
            Shape::Struct(shape) => Shape::Struct(self.fields(shape)),
            Shape::Enum(shape) => Shape::Enum(self.variants(shape)),
            Shape::Converted {
                inner,
                meaning,
                fallible,
                outcomes,
                keeps,
            } => Shape::Converted {
                inner: *inner,
                meaning: meaning.clone(),
                fallible: *fallible,
                outcomes: outcomes
                    .iter()
                    .map(|(value, made)| {
                        (self.value(value), made.as_ref().map(|it| self.value(it)))
                    })
                    .collect(),
                keeps: *keeps,
            },
            shape => shape.clone(),
        }
    }

    /// The fields of a tuple: their order is all that there is.
    fn elements(&self, shape: &Struct) -> Struct {
        let fields = shape.fields.iter().filter(|it| is_shown(it));
        Struct {
            fields: fields.map(|field| self.field(field)).collect(),
            ..shape.clone()
        }
    }

    fn fields(&self, shape: &Struct) -> Struct {
        let mut shown = self.elements(shape);
        // Which of two flattened ones gets a key is a matter of their order.
        if self.is_named && !shown.fields.iter().any(|field| field.flatten) {
            shown.fields.sort_by_cached_key(|field| {
                let write = field.write.as_ref().map(|it| it.key.clone());
                (write, field.read.as_ref().map(|it| it.keys.clone()))
            });
        }
        shown
    }

    fn field(&self, field: &Field) -> Field {
        let mut shown = Field {
            ident: String::new(),
            ..field.clone()
        };
        if let Some(Default::Known(value)) = &mut shown.default {
            *value = self.value(value);
        }
        let omit = shown.write.as_mut().and_then(|write| write.omit.as_mut());
        if let Some(Omit::Equals(value)) = omit {
            *value = self.value(value);
        }
        shown
    }

    fn variants(&self, shape: &Enum) -> Enum {
        let variants = shape.variants.iter().map(|variant| Variant {
            ident: String::new(),
            payload: match &variant.payload {
                Payload::Tuple(shape) => Payload::Tuple(self.elements(shape)),
                Payload::Struct(shape) => Payload::Struct(self.fields(shape)),
                payload => payload.clone(),
            },
            ..variant.clone()
        });
        let mut shown = Enum {
            variants: variants.collect(),
            ..shape.clone()
        };
        if self.is_named && !is_tried_in_order(shape) {
            shown.variants.sort_by_cached_key(|variant| {
                (variant.write.clone(), variant.read.clone(), variant.number)
            });
        }
        shown
    }

    fn value(&self, value: &Value) -> Value {
        let all = |values: &[Value]| values.iter().map(|value| self.value(value)).collect();
        match value {
            Value::Some(inner) => Value::Some(Box::new(self.value(inner))),
            Value::Converted(meaning, inner) => {
                Value::Converted(meaning.clone(), Box::new(self.value(inner)))
            }
            Value::List(items) => Value::List(all(items)),
            Value::Tuple(items) => Value::Tuple(all(items)),
            Value::Set(items) => Value::Set(all(items)),
            Value::Map(entries) => {
                let entries = entries.iter();
                Value::Map(
                    entries
                        .map(|(key, value)| (self.value(key), self.value(value)))
                        .collect(),
                )
            }
            Value::Record(record) => Value::Record(self.record(record)),
            Value::Variant {
                of,
                ident,
                catches,
                payload,
            } => Value::Variant {
                of: *of,
                ident: self.written_name(*of, ident),
                catches: *catches,
                payload: Box::new(self.value(payload)),
            },
            value => value.clone(),
        }
    }

    fn record(&self, record: &Record) -> Record {
        let mut shown = record.clone();
        for field in &mut shown.fields {
            // One without keys is only told by its name.
            if !field.keys.is_empty() {
                field.ident.clear();
            }
            field.value = self.value(&field.value);
        }
        if self.is_named && !shown.fields.iter().any(|field| field.flatten) {
            shown
                .fields
                .sort_by_cached_key(|field| (field.keys.clone(), field.ident.clone()));
        }
        shown
    }

    /// What the variant of a value is called on the wire, or in Rust if it is nothing there.
    fn written_name(&self, of: OfShape, ident: &str) -> String {
        let shape = of.somewhere().and_then(|id: ShapeId| self.wire.find(id));
        let written = match shape {
            Some(Shape::Enum(shape)) => shape
                .variants
                .iter()
                .find(|variant| variant.ident == ident)
                .and_then(|variant| variant.write.clone()),
            _ => None,
        };
        written.unwrap_or_else(|| ident.to_owned())
    }
}

/// Whether anything of a field is ever in a document.
fn is_shown(field: &Field) -> bool {
    field.write.is_some() || field.read.is_some()
}

/// Whether a document may be read as more than one variant, so that the first one gets it.
fn is_tried_in_order(shape: &Enum) -> bool {
    let mut names: Vec<&String> = shape
        .variants
        .iter()
        .flat_map(|variant| variant.read.iter().flatten())
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    shape.tagging == Tagging::Untagged
        || shape.variants.iter().any(|variant| variant.untagged)
        || names.len() != all
}

#[cfg(test)]
mod tests {
    use crate::accepted::same_on_wire;
    use crate::compat::Format;
    use crate::diff::wire_of;

    #[test]
    fn what_documents_do_not_show_does_not_matter() {
        const JSON: &[Format] = &[Format::Json];
        const POSITIONAL: &[Format] = &[Format::Postcard];
        let of = |text: &str| {
            let text = format!(
                "#[derive(serde::Serialize, serde::Deserialize)] struct Order {{ {text} }}
                #[derive(serde::Serialize, serde::Deserialize)] struct Line {{ id: u8 }}
                #[derive(serde::Serialize, serde::Deserialize)] struct Other {{ id: u8, no: u16 }}"
            );
            wire_of(&text, "Order", true).unwrap()
        };
        let base = of("a: Line, b: Other, #[serde(default)] c: Option<u8>");
        for (text, formats, expected) in [
            (
                "b: Other, a: Line, #[serde(default)] c: Option<u8>",
                JSON,
                true,
            ),
            (
                "b: Other, a: Line, #[serde(default)] c: Option<u8>",
                POSITIONAL,
                false,
            ),
            (
                "#[serde(rename = \"a\")] line: Line, b: Other, #[serde(default)] c: Option<u8>",
                POSITIONAL,
                true,
            ),
            (
                "a: Line, b: Other, #[serde(default)] c: Option<u8>, #[serde(skip)] d: u8",
                JSON,
                true,
            ),
            (
                "a: Line, b: Other, #[serde(default, alias = \"d\")] c: Option<u8>",
                JSON,
                false,
            ),
            (
                "a: Line, b: Other, #[serde(default, skip_serializing)] c: Option<u8>",
                JSON,
                false,
            ),
            (
                "a: Other, b: Line, #[serde(default)] c: Option<u8>",
                JSON,
                false,
            ),
            (
                "a: Line, #[serde(flatten)] b: Other, #[serde(default)] c: Option<u8>",
                JSON,
                false,
            ),
        ] {
            assert_eq!(same_on_wire(&base, &of(text), formats), expected, "{text}");
        }
        // Which of two flattened fields gets a key is a matter of their order.
        let flat = |text| of(&format!("#[serde(flatten)] {text}"));
        assert!(!same_on_wire(
            &flat("a: std::collections::HashMap<String, u8>, #[serde(flatten)] b: Line"),
            &flat("b: Line, #[serde(flatten)] a: std::collections::HashMap<String, u8>"),
            JSON
        ));
    }

    #[test]
    fn the_order_of_variants_matters_where_they_are_tried_one_after_another() {
        let of = |attributes: &str, variants: &str| {
            let text = format!(
                "#[derive(serde::Serialize, serde::Deserialize)] {attributes} enum State {{ {variants} }}"
            );
            wire_of(&text, "State", true).unwrap()
        };
        let same = |attributes: &str, a: &str, b: &str| {
            same_on_wire(&of(attributes, a), &of(attributes, b), &[Format::Json])
        };
        assert!(same(
            "",
            "Open { at: u8 }, Closed(u8)",
            "Closed(u8), Open { at: u8 }"
        ));
        assert!(same("", "Open", "#[serde(rename = \"Open\")] Fresh"));
        assert!(!same("", "Open", "Fresh"));
        assert!(!same(
            "#[serde(untagged)]",
            "Open { at: u8 }, Closed(u8)",
            "Closed(u8), Open { at: u8 }"
        ));
        assert!(!same(
            "",
            "A(u8), #[serde(untagged)] B(u8), #[serde(untagged)] C(u16)",
            "A(u8), #[serde(untagged)] C(u16), #[serde(untagged)] B(u8)"
        ));
    }
}
