//! A type that reads what another one writes: by its names, and nothing else.
//!
//! What is there in a document of an earlier version must still be written; what it does not have may have come since.

use crate::wire::{
    Default, Enum, Field, Payload, ReadField, Shape, ShapeId, Struct, Tagging, Variant, Wire,
};

/// The reader of what is written.
pub(super) fn as_written(wire: &Wire) -> Wire {
    let mut reader = wire.clone();
    let any = reader.push(Shape::Any);
    for id in crate::accepted::reached(wire) {
        let shape = match wire.shape(id) {
            Shape::Split { write, .. } => Shape::Split {
                write: *write,
                read: *write,
            },
            Shape::Tuple(shape) => Shape::Tuple(elements(shape)),
            Shape::Struct(shape) => Shape::Struct(fields(wire, shape, any)),
            Shape::Enum(shape) => Shape::Enum(Enum {
                variants: shape
                    .variants
                    .iter()
                    .map(|variant| variant_of(wire, shape, variant, any))
                    .collect(),
                // Keys beside tag and contents are of no variant.
                deny_unknown: matches!(shape.tagging, Tagging::Adjacent { .. }),
                ..shape.clone()
            }),
            // What conversions refuse, they refuse when reading.
            Shape::Converted { inner, .. } => Shape::Newtype(*inner),
            _ => continue,
        };
        reader.set(id, shape);
    }
    reader
}

fn variant_of(wire: &Wire, shape: &Enum, variant: &Variant, any: ShapeId) -> Variant {
    Variant {
        read: variant.write.clone().map(|name| vec![name]),
        other: false,
        payload: match &variant.payload {
            Payload::Tuple(inner) => Payload::Tuple(elements(inner)),
            Payload::Struct(inner) => Payload::Struct(fields(wire, inner, any)),
            // What is told inside has no contents that could be null.
            Payload::Unit if matches!(shape.tagging, Tagging::Internal { .. }) => {
                Payload::Struct(Struct {
                    deny_unknown: true,
                    ..Struct::default()
                })
            }
            other => other.clone(),
        },
        ..variant.clone()
    }
}

fn elements(shape: &Struct) -> Struct {
    Struct {
        fields: shape.fields.iter().map(|it| field(it, None)).collect(),
        ..shape.clone()
    }
}

fn fields(wire: &Wire, shape: &Struct, any: ShapeId) -> Struct {
    let missing = || Some(Default::Text("what may have come since".to_owned()));
    let mut fields: Vec<Field> = shape.fields.iter().map(|it| field(it, missing())).collect();
    // The name of the type, which no reader looks at.
    fields.extend(shape.tag.iter().map(|tag| Field {
        ident: tag.clone(),
        write: None,
        read: Some(ReadField {
            keys: vec![tag.clone()],
            implicit_none: false,
        }),
        default: missing(),
        flatten: false,
        shape: any,
    }));
    let flattened = shape
        .fields
        .iter()
        .filter(|it| it.flatten && it.write.is_some());
    Struct {
        fields,
        deny_unknown: flattened
            .map(|it| it.shape)
            .all(|id| has_its_keys(wire, id)),
        ..shape.clone()
    }
}

/// Whether all keys of a flattened value are known by name.
fn has_its_keys(wire: &Wire, id: ShapeId) -> bool {
    match wire.shape(id) {
        Shape::Split { write: inner, .. }
        | Shape::Newtype(inner)
        | Shape::Option(inner)
        | Shape::Converted { inner, .. } => has_its_keys(wire, *inner),
        Shape::Struct(shape) => !shape.flattens_written() && shape.tag.is_none(),
        Shape::Unit | Shape::UnitStruct => true,
        _ => false,
    }
}

fn field(field: &Field, default: Option<Default>) -> Field {
    let read = field.write.as_ref().map(|write| ReadField {
        keys: vec![write.key.clone()],
        implicit_none: false,
    });
    Field {
        read,
        default: default.or_else(|| field.default.clone()),
        ..field.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::as_written;
    use crate::compat::judge;
    use crate::diff::wire_of;
    use crate::wire::Doc;

    fn refused(text: &str, doc: &str) -> Vec<String> {
        let wire = wire_of(text, "Msg", true).unwrap();
        let node = crate::files::json::parse(doc).unwrap();
        let doc: Doc = super::super::doc_of(&node, doc);
        let judged = judge(&as_written(&wire), &doc);
        let problems = judged.problems.into_iter();
        problems
            .map(|it| format!("{} {}", it.pointer, it.message))
            .collect()
    }

    #[test]
    fn what_is_in_a_document_must_still_be_written() {
        let text = "#[derive(serde::Serialize)] struct Msg { #[serde(rename = \"ID\", alias = \"id\")] id: u8, new: u8 }";
        assert_eq!(refused(text, "{\"ID\":1}"), Vec::<String>::new());
        assert_eq!(refused(text, "{\"id\":1}"), ["/id unknown field `id`"]);
        assert_eq!(refused(text, "{\"ID\":-1}").len(), 1);
    }

    #[test]
    fn flattened_and_tagged_keys_count() {
        let text =
            "#[derive(serde::Serialize)] struct Msg { #[serde(flatten)] inner: Inner, kind: Kind }
            #[derive(serde::Serialize)] #[serde(tag = \"t\")] struct Inner { a: u8 }
            #[derive(serde::Serialize)] #[serde(tag = \"k\")] enum Kind { A, B { b: u8 } }";
        assert_eq!(
            refused(text, "{\"t\":\"Inner\",\"a\":1,\"kind\":{\"k\":\"A\"}}"),
            Vec::<String>::new()
        );
        assert_eq!(
            refused(text, "{\"kind\":{\"k\":\"B\",\"c\":1}}"),
            ["/kind/c unknown field `c`"]
        );
        assert_eq!(
            refused(text, "{\"kind\":{\"k\":\"A\",\"c\":1}}"),
            ["/kind/c unknown field `c`"]
        );
    }
}
