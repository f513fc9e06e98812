//! Values that a type may write: few, but each kind and each boundary.

use super::Limits;
use super::boundaries::{any_values, float_values, int_values};
use super::choices::selections;
use super::data::{Data, flattened};
use super::focus::Focus;
use super::prove::Prover;
use super::read::Source;
use crate::wire::{Doc, Integer, Omit, Shape, ShapeId, Struct, Text, Value, Wire, float_text};

/// How many mixed choices are tried in positional formats.
const MIXED: usize = 64;

/// Makes values of one side, in the light of what the other side reads.
pub(crate) struct Sampler<'a> {
    pub(super) writer: &'a Wire,
    pub(super) prover: &'a Prover<'a>,
    /// Strings and numbers that the reader treats apart.
    pub(super) hints: Vec<String>,
    pub(super) numbers: Vec<Integer>,
    pub(super) open: Vec<ShapeId>,
    pub(super) limits: Limits,
    /// What the parts that are made are read from, whatever stands around them; none if that cannot be told.
    pub(super) source: Option<Source>,
}

impl<'a> Sampler<'a> {
    pub(crate) fn new(
        writer: &'a Wire,
        prover: &'a Prover<'a>,
        (hints, numbers): (Vec<String>, Vec<Integer>),
        limits: Limits,
    ) -> Self {
        Sampler {
            writer,
            prover,
            hints,
            numbers,
            open: Vec::new(),
            source: (!prover.is_positional()).then_some(Source::Format),
            limits,
        }
    }

    /// Values of `id`; the first is a plain one. `reader` is what the other side reads there, if that is known: parts
    /// that are proved to be safe are not varied.
    pub(crate) fn values(&mut self, id: ShapeId, reader: Option<ShapeId>) -> Vec<Data> {
        if let Some(whole) = reader.and_then(|reader| self.unchanged(id, reader)) {
            return vec![whole];
        }
        let id = self.writer.written(id);
        let depth = self.open.iter().filter(|&&open| open == id).count();
        if depth >= 2 || self.open.len() > self.limits.depth {
            return vec![self.smallest(id, &mut Vec::new())];
        }
        let around = self.source;
        self.source = around
            .zip(reader)
            .and_then(|(source, reader)| self.prover.source_inside(id, reader, source));
        self.open.push(id);
        let mut values = self.shape_values(id, reader);
        self.open.pop();
        let is_inside = !self.open.is_empty();
        if let (Some(reader), Some(source), true) = (reader, around, is_inside)
            && self.source.is_some()
        {
            values = self.telling(values, (id, reader), source);
        }
        self.source = around;
        values.truncate(if self.open.is_empty() {
            self.limits.documents
        } else {
            self.limits.nested
        });
        values
    }

    /// What is written by a function that is understood and read by one that is not, both the same in both versions:
    /// whatever that comes to, it comes to the same.
    fn unchanged(&self, id: ShapeId, reader: ShapeId) -> Option<Data> {
        let Shape::Split { write, read } = *self.writer.shape(id) else {
            return None;
        };
        let Shape::Opaque { fingerprint, .. } = self.writer.shape(self.writer.read(read)) else {
            return None;
        };
        let is_known = !matches!(
            self.writer.shape(self.writer.written(write)),
            Shape::Opaque { .. }
        );
        let is_same = is_known
            && !self.prover.is_positional()
            && self.prover.trusts_itself
            && self.prover.same_shape(id, reader);
        is_same.then(|| Data::Opaque(fingerprint.clone()))
    }

    pub(super) fn shape_values(&mut self, id: ShapeId, reader: Option<ShapeId>) -> Vec<Data> {
        let writer = self.writer;
        match writer.shape(id) {
            Shape::Split { write, .. } => self.values(*write, reader),
            Shape::Any => any_values(),
            Shape::Ignored | Shape::Unit => vec![Data::Unit],
            Shape::UnitStruct => vec![Data::UnitStruct],
            Shape::Bool => vec![Data::Bool(true), Data::Bool(false)],
            Shape::Int(ty) => {
                let mut values = int_values(*ty);
                for number in &self.numbers {
                    let data = Data::Int(*number, *ty);
                    if ty.holds(*number) && !values.contains(&data) {
                        values.push(data);
                    }
                }
                values
            }
            Shape::Float(ty) => float_values(*ty),
            Shape::Char => ['x', 'é', '"', '1', '\u{1f980}'].map(Data::Char).to_vec(),
            Shape::Str(Text::Form(form)) => crate::known::form(form)
                .samples
                .iter()
                .map(|text| Data::Str((*text).to_owned()))
                .collect(),
            Shape::Str(_) => self.strings(),
            Shape::Bytes(Some(length)) => {
                vec![
                    Data::Bytes((0..*length).map(|byte| (byte * 16 + 7) as u8).collect()),
                    Data::Bytes(vec![0; *length]),
                ]
            }
            Shape::Bytes(None) => vec![
                Data::Bytes(vec![1, 2, 255]),
                Data::Bytes(vec![]),
                Data::Bytes(vec![0x61, 0x62]),
            ],
            Shape::Option(inner) => {
                let mut values =
                    self.values(*inner, reader.map(|reader| self.prover.inner(reader)));
                values = values
                    .into_iter()
                    .map(|value| Data::Some(Box::new(value)))
                    .collect();
                values.insert(1.min(values.len()), Data::None);
                values
            }
            Shape::List(item) | Shape::Set(item) => {
                let is_set = matches!(writer.shape(id), Shape::Set(_));
                let items = self.values(*item, reader.and_then(|reader| self.prover.item(reader)));
                let mut values = vec![Data::Seq(vec![items[0].clone()]), Data::Seq(vec![])];
                if !is_set {
                    let fixed = reader
                        .map_or(3, |reader| self.prover.length(reader).unwrap_or(3))
                        .min(self.limits.array);
                    for length in [2, fixed, fixed + 1] {
                        values.push(Data::Seq(vec![items[0].clone(); length]));
                    }
                }
                if items.len() > 1 {
                    values.push(Data::Seq(vec![items[1].clone(), items[0].clone()]));
                    values.extend(items.into_iter().skip(1).map(|item| Data::Seq(vec![item])));
                }
                values
            }
            Shape::Array(item, length) => {
                let length = usize::try_from(*length).unwrap_or(usize::MAX);
                if length > self.limits.array {
                    return vec![Data::Fail("an array too long to be tried")];
                }
                let items = self.values(*item, reader.and_then(|reader| self.prover.item(reader)));
                let plain = vec![items[0].clone(); length];
                let mut values = vec![Data::Tuple(plain.clone())];
                for item in items.into_iter().skip(1) {
                    for place in [0, length.saturating_sub(1)] {
                        let mut varied = plain.clone();
                        if let Some(slot) = varied.get_mut(place) {
                            *slot = item.clone();
                            values.push(Data::Tuple(varied));
                        }
                    }
                }
                values
            }
            Shape::Tuple(fields) => {
                let focus = reader.map_or_else(Vec::new, |reader| self.prover.elements(reader));
                self.field_values(fields, &focus)
                    .into_iter()
                    .map(|fields| Data::Tuple(fields.into_iter().map(|(_, value)| value).collect()))
                    .collect()
            }
            Shape::Map(key, value) => {
                let keys = self.values(*key, None);
                let values =
                    self.values(*value, reader.and_then(|reader| self.prover.item(reader)));
                let entry =
                    |key: &Data, value: &Data| Data::Map(vec![(key.clone(), value.clone())]);
                let mut maps = vec![entry(&keys[0], &values[0]), Data::Map(vec![])];
                if let (Some(key), Some(value)) = (keys.get(1), values.get(1)) {
                    maps.push(Data::Map(vec![
                        (keys[0].clone(), values[0].clone()),
                        (key.clone(), value.clone()),
                    ]));
                }
                maps.extend(values.iter().skip(1).map(|value| entry(&keys[0], value)));
                maps.extend(keys.iter().skip(1).map(|key| entry(key, &values[0])));
                maps
            }
            Shape::Newtype(inner) => {
                self.values(*inner, reader.map(|reader| self.prover.unwrapped(reader)))
            }
            Shape::Converted { inner, meaning, .. } if crate::known::meaning(meaning).is_some() => {
                let samples = crate::known::meaning(meaning)
                    .map(|limits| limits.samples.as_slice())
                    .unwrap_or_default();
                match writer.shape(writer.written(*inner)) {
                    Shape::Int(ty) => samples
                        .iter()
                        .map(|&number| Data::Int(Integer::from(i128::from(number)), *ty))
                        .collect(),
                    _ => self.values(*inner, reader),
                }
            }
            Shape::Converted {
                inner, outcomes, ..
            } if !outcomes.is_empty() => {
                // What is refused is not written.
                let accepted = outcomes.iter().filter(|(_, made)| made.is_some());
                let ty = match writer.shape(writer.written(*inner)) {
                    Shape::Int(ty) => Some(*ty),
                    _ => None,
                };
                let values = accepted.filter_map(|(value, _)| match (value, ty) {
                    (Value::Int(number), Some(ty)) => Some(Data::Int(*number, ty)),
                    (Value::Str(text), None) => Some(Data::Str(text.clone())),
                    _ => None,
                });
                let values: Vec<Data> = values.collect();
                if values.is_empty() {
                    return vec![Data::Fail("a conversion that refuses every value")];
                }
                values
            }
            Shape::Converted { inner, .. } => {
                self.values(*inner, reader.map(|reader| self.prover.unwrapped(reader)))
            }
            Shape::Struct(fields) => {
                let focus = reader.map_or_else(Vec::new, |reader| self.prover.fields(reader));
                self.struct_values(fields, &focus)
            }
            Shape::Enum(shape) => self.enum_values(shape, reader),
            Shape::Opaque { fingerprint, .. } => vec![Data::Opaque(fingerprint.clone())],
        }
    }

    fn strings(&self) -> Vec<Data> {
        let fixed = [
            "abc",
            "",
            "x",
            "a\"b\\c\nd",
            "é🦀",
            "1",
            "true",
            "-5",
            "null",
        ];
        let mut values: Vec<Data> = fixed
            .into_iter()
            .map(|text| Data::Str(text.to_owned()))
            .collect();
        values.extend(self.hints.iter().map(|hint| Data::Str(hint.clone())));
        values
    }

    fn struct_values(&mut self, shape: &Struct, focus: &[Focus]) -> Vec<Data> {
        let open = shape.flattens_written();
        self.field_values(shape, focus)
            .into_iter()
            .map(|fields| {
                let mut entries = Vec::new();
                if let Some(tag) = &shape.tag {
                    entries.push((tag.clone(), Data::Str(shape.name.clone())));
                }
                struct_data(shape, entries, fields, open)
            })
            .collect()
    }

    /// Lists of the fields that are written, by index of the field, each list with its own choice of values.
    pub(super) fn field_values(
        &mut self,
        shape: &Struct,
        focus: &[Focus],
    ) -> Vec<Vec<(usize, Data)>> {
        let mut choices: Vec<Vec<Option<Data>>> = Vec::new();
        let mut indices = Vec::new();
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(write) = &field.write else { continue };
            let other = focus
                .iter()
                .find(|focus| focus.key == write.key || focus.key == index.to_string());
            let settled = other.is_some_and(|other| {
                !field.flatten
                    && other.ident == field.ident
                    && self.prover.settled(field.shape, other.shape)
            });
            let nested = self.limits.nested;
            if settled {
                self.limits.nested = nested.min(2);
            }
            let values = self.values(field.shape, other.map(|other| other.shape));
            self.limits.nested = nested;
            let mut field_choices = Vec::new();
            for value in values {
                match write.omit.as_ref().map(|omit| omits(omit, &value)) {
                    None | Some(Some(false)) => field_choices.push(Some(value)),
                    Some(Some(true)) => field_choices.push(None),
                    Some(None) => {
                        field_choices.push(Some(value));
                        field_choices.push(None);
                    }
                }
            }
            // Somewhere among all values is one that is left out.
            if write.omit.is_some() {
                field_choices.push(None);
            }
            // A present value is the plain one.
            if let Some(present) = field_choices.iter().position(Option::is_some) {
                field_choices.swap(0, present);
            }
            let mut seen_absent = false;
            field_choices
                .retain(|choice| choice.is_some() || !std::mem::replace(&mut seen_absent, true));
            if settled {
                let absent = field_choices
                    .iter()
                    .position(Option::is_none)
                    .map(|place| field_choices.remove(place));
                let none = field_choices
                    .iter()
                    .find(|choice| **choice == Some(Data::None))
                    .cloned();
                field_choices.truncate(1);
                field_choices.extend(absent.into_iter().chain(none));
            }
            choices.push(field_choices);
            indices.push(index);
        }
        let pick = |selection: &[usize]| -> Vec<(usize, Data)> {
            selection
                .iter()
                .enumerate()
                .filter_map(|(place, &choice)| {
                    Some((indices[place], choices[place][choice].clone()?))
                })
                .collect()
        };
        let mixed = if self.prover.is_positional() {
            MIXED
        } else {
            0
        };
        selections(&choices, self.limits.documents, mixed)
            .iter()
            .map(|selection| pick(selection))
            .collect()
    }
}

pub(super) fn struct_data(
    shape: &Struct,
    first: Vec<(String, Data)>,
    values: Vec<(usize, Data)>,
    open: bool,
) -> Data {
    let key = |index: usize| {
        let write = shape.fields[index].write.as_ref();
        write.map_or_else(
            || shape.fields[index].ident.clone(),
            |write| write.key.clone(),
        )
    };
    if !open {
        let mut fields = first;
        fields.extend(values.into_iter().map(|(index, value)| (key(index), value)));
        return Data::Struct(fields);
    }
    let mut entries: Vec<(Data, Data)> = super::data::named(first);
    for (index, value) in values {
        if !shape.fields[index].flatten {
            entries.push((Data::Str(key(index)), value));
            continue;
        }
        match flattened(value) {
            Ok(inner) => entries.extend(inner),
            Err(why) => return Data::Fail(why),
        }
    }
    Data::OpenMap(entries)
}

/// Whether a value is left out, if that is known.
pub(super) fn omits(omit: &Omit, data: &Data) -> Option<bool> {
    match omit {
        Omit::None => Some(*data == Data::None),
        Omit::Empty => Some(match data {
            Data::Seq(items) | Data::Tuple(items) => items.is_empty(),
            Data::Map(entries) | Data::OpenMap(entries) => entries.is_empty(),
            Data::Str(text) => text.is_empty(),
            Data::Bytes(bytes) => bytes.is_empty(),
            Data::Any(Doc::Map(entries)) => entries.is_empty(),
            _ => return None,
        }),
        Omit::Equals(value) => equals(value, data),
        Omit::Text(_) => None,
    }
}

fn equals(value: &Value, data: &Data) -> Option<bool> {
    Some(match (value, data) {
        (Value::Bool(a), Data::Bool(b)) => a == b,
        (Value::Int(a), Data::Int(b, _)) => a == b,
        (Value::Int(a), Data::Float(b, _)) => a.to_f64() == *b,
        (Value::Float(a), Data::Float(b, _)) => *a == float_text(*b),
        (Value::Str(a), Data::Str(b)) => a == b,
        (Value::None, Data::None) => true,
        (Value::None, Data::Some(_)) | (Value::Some(_), Data::None) => false,
        (Value::Some(a), Data::Some(b)) => equals(a, b)?,
        (Value::List(a), Data::Seq(b) | Data::Tuple(b)) if a.is_empty() => b.is_empty(),
        (Value::Map(a), Data::Map(b)) if a.is_empty() => b.is_empty(),
        (Value::Unit, Data::Unit) => true,
        _ => return None,
    })
}
