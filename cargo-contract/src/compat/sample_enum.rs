//! Values of enums, and the smallest values of anything: see [`super::sample`].

use super::data::{Contents, Data, tagged};
use super::sample::{Sampler, omits, struct_data};
use crate::wire::{Enum, Integer, Payload, Shape, ShapeId, Struct, Tagging, Variant};

impl Sampler<'_> {
    pub(super) fn enum_values(&mut self, shape: &Enum, reader: Option<ShapeId>) -> Vec<Data> {
        let mut of_variants: Vec<std::vec::IntoIter<Data>> = Vec::new();
        for (index, variant) in shape.variants.iter().enumerate() {
            let Some(name) = &variant.write else { continue };
            let focus = reader.and_then(|reader| self.prover.payload(reader, variant));
            of_variants.push(
                self.variant_values(shape, variant, index as u32, name, focus)
                    .into_iter(),
            );
        }
        // In turns, so that a limit cuts no variant off.
        let mut values = Vec::new();
        loop {
            let before = values.len();
            values.extend(of_variants.iter_mut().filter_map(Iterator::next));
            if values.len() == before {
                break;
            }
        }
        if values.is_empty() {
            values.push(Data::Fail("an enum without a variant that can be written"));
        }
        values
    }

    pub(super) fn variant_values(
        &mut self,
        shape: &Enum,
        variant: &Variant,
        index: u32,
        name: &str,
        reader: Option<super::focus::PayloadRef>,
    ) -> Vec<Data> {
        let untagged = variant.untagged || shape.tagging == Tagging::Untagged;
        let focus = reader
            .as_ref()
            .map_or_else(Vec::new, |payload| payload.fields.clone());
        let variant_data = |contents| Data::Variant {
            index,
            name: name.to_owned(),
            contents,
        };
        let tag_data = || variant_data(Contents::Unit);
        match &variant.payload {
            Payload::Unit => vec![match &shape.tagging {
                _ if untagged => Data::Unit,
                Tagging::External => variant_data(Contents::Unit),
                Tagging::Internal { tag } => {
                    Data::Struct(vec![(tag.clone(), Data::Str(name.to_owned()))])
                }
                Tagging::Adjacent { tag, .. } => Data::Struct(vec![(tag.clone(), tag_data())]),
                Tagging::Number(ty) => Data::Int(Integer::from(variant.number), *ty),
                Tagging::Untagged => Data::Unit,
            }],
            Payload::Newtype(inner) => {
                let values = self.values(*inner, reader.and_then(|payload| payload.newtype));
                values
                    .into_iter()
                    .map(|value| match &shape.tagging {
                        _ if untagged => value,
                        Tagging::External => variant_data(Contents::Newtype(Box::new(value))),
                        Tagging::Internal { tag } => tagged(tag, name, value),
                        Tagging::Adjacent { tag, content } => {
                            Data::Struct(vec![(tag.clone(), tag_data()), (content.clone(), value)])
                        }
                        Tagging::Number(_) | Tagging::Untagged => value,
                    })
                    .collect()
            }
            Payload::Tuple(fields) => self
                .field_values(fields, &focus)
                .into_iter()
                .map(|fields| {
                    let items: Vec<Data> = fields.into_iter().map(|(_, value)| value).collect();
                    match &shape.tagging {
                        _ if untagged => Data::Tuple(items),
                        Tagging::External => variant_data(Contents::Tuple(items)),
                        Tagging::Adjacent { tag, content } => Data::Struct(vec![
                            (tag.clone(), tag_data()),
                            (content.clone(), Data::Tuple(items)),
                        ]),
                        _ => Data::Fail("a tuple variant cannot be tagged inside"),
                    }
                })
                .collect(),
            Payload::Struct(fields) => {
                let open = fields.flattens_written();
                self.field_values(fields, &focus)
                    .into_iter()
                    .map(|values| match &shape.tagging {
                        _ if untagged => struct_data(fields, Vec::new(), values, open),
                        Tagging::External => match struct_data(fields, Vec::new(), values, open) {
                            Data::Struct(entries) => variant_data(Contents::Struct(entries)),
                            other => variant_data(Contents::Newtype(Box::new(other))),
                        },
                        Tagging::Internal { tag } => {
                            let first = vec![(tag.clone(), Data::Str(name.to_owned()))];
                            struct_data(fields, first, values, open)
                        }
                        Tagging::Adjacent { tag, content } => Data::Struct(vec![
                            (tag.clone(), tag_data()),
                            (
                                content.clone(),
                                struct_data(fields, Vec::new(), values, open),
                            ),
                        ]),
                        Tagging::Number(_) | Tagging::Untagged => {
                            struct_data(fields, Vec::new(), values, open)
                        }
                    })
                    .collect()
            }
        }
    }

    /// A value that ends every recursion as soon as it can.
    pub(super) fn smallest(&self, id: ShapeId, open: &mut Vec<ShapeId>) -> Data {
        let id = self.writer.written(id);
        if open.contains(&id) {
            return Data::Fail("a type that contains itself without an end");
        }
        open.push(id);
        let data = match self.writer.shape(id) {
            Shape::Option(_) => Data::None,
            Shape::List(_) | Shape::Set(_) => Data::Seq(Vec::new()),
            Shape::Map(..) => Data::Map(Vec::new()),
            Shape::Newtype(inner) | Shape::Converted { inner, .. } => self.smallest(*inner, open),
            Shape::Array(item, length) => {
                let item = self.smallest(*item, open);
                Data::Tuple(vec![
                    item;
                    usize::try_from(*length)
                        .unwrap_or(0)
                        .min(self.limits.array)
                ])
            }
            Shape::Tuple(shape) => Data::Tuple(
                shape
                    .fields
                    .iter()
                    .filter(|field| field.write.is_some())
                    .map(|field| self.smallest(field.shape, open))
                    .collect(),
            ),
            Shape::Struct(shape) => self.smallest_struct(shape, Vec::new(), open),
            Shape::Enum(shape) => {
                let mut found = Data::Fail("an enum without a variant that can be written");
                for (index, variant) in shape.variants.iter().enumerate() {
                    let Some(name) = &variant.write else { continue };
                    let data = self.smallest_variant(shape, variant, index as u32, name, open);
                    let ends = !holds_failure(&data);
                    found = data;
                    if ends {
                        break;
                    }
                }
                found
            }
            _ => {
                let mut sampler = Sampler {
                    writer: self.writer,
                    prover: self.prover,
                    numbers: self.numbers.clone(),
                    hints: Vec::new(),
                    open: Vec::new(),
                    limits: self.limits,
                    source: None,
                };
                sampler.shape_values(id, None).swap_remove(0)
            }
        };
        open.pop();
        data
    }

    pub(super) fn smallest_struct(
        &self,
        shape: &Struct,
        first: Vec<(String, Data)>,
        open: &mut Vec<ShapeId>,
    ) -> Data {
        let values = shape
            .fields
            .iter()
            .enumerate()
            .filter_map(|(index, field)| {
                let write = field.write.as_ref()?;
                let value = self.smallest(field.shape, open);
                let omitted = write
                    .omit
                    .as_ref()
                    .is_some_and(|omit| omits(omit, &value) == Some(true));
                (!omitted).then_some((index, value))
            })
            .collect();
        struct_data(shape, first, values, shape.flattens_written())
    }

    pub(super) fn smallest_variant(
        &self,
        shape: &Enum,
        variant: &Variant,
        index: u32,
        name: &str,
        open: &mut Vec<ShapeId>,
    ) -> Data {
        let untagged = variant.untagged || shape.tagging == Tagging::Untagged;
        let value = match &variant.payload {
            Payload::Unit => Data::Unit,
            Payload::Newtype(inner) => self.smallest(*inner, open),
            Payload::Tuple(fields) => Data::Tuple(
                fields
                    .fields
                    .iter()
                    .filter(|f| f.write.is_some())
                    .map(|f| self.smallest(f.shape, open))
                    .collect(),
            ),
            Payload::Struct(fields) => self.smallest_struct(fields, Vec::new(), open),
        };
        let variant_data = |contents| Data::Variant {
            index,
            name: name.to_owned(),
            contents,
        };
        match (&shape.tagging, &variant.payload, value) {
            (_, _, value) if untagged => value,
            (Tagging::Number(ty), ..) => Data::Int(Integer::from(variant.number), *ty),
            (Tagging::External, Payload::Unit, _) => variant_data(Contents::Unit),
            (Tagging::External, Payload::Tuple(_), Data::Tuple(items)) => {
                variant_data(Contents::Tuple(items))
            }
            (Tagging::External, Payload::Struct(_), Data::Struct(fields)) => {
                variant_data(Contents::Struct(fields))
            }
            (Tagging::External, _, value) => variant_data(Contents::Newtype(Box::new(value))),
            (Tagging::Internal { tag }, _, value) => tagged(tag, name, value),
            (Tagging::Adjacent { tag, .. }, Payload::Unit, _) => {
                Data::Struct(vec![(tag.clone(), variant_data(Contents::Unit))])
            }
            (Tagging::Adjacent { tag, content }, _, value) => Data::Struct(vec![
                (tag.clone(), variant_data(Contents::Unit)),
                (content.clone(), value),
            ]),
            (Tagging::Untagged, _, value) => value,
        }
    }
}

pub(super) fn holds_failure(data: &Data) -> bool {
    match data {
        Data::Fail(_) => true,
        Data::Some(inner) => holds_failure(inner),
        Data::Seq(items) | Data::Tuple(items) => items.iter().any(holds_failure),
        Data::Map(entries) | Data::OpenMap(entries) => {
            entries.iter().any(|(_, value)| holds_failure(value))
        }
        Data::Struct(fields) => fields.iter().any(|(_, value)| holds_failure(value)),
        Data::Variant { contents, .. } => match contents {
            Contents::Unit => false,
            Contents::Newtype(inner) => holds_failure(inner),
            Contents::Tuple(items) => items.iter().any(holds_failure),
            Contents::Struct(fields) => fields.iter().any(|(_, value)| holds_failure(value)),
        },
        _ => false,
    }
}
