//! Values that a type may write: few, but each kind and each boundary.

use super::Limits;
use super::data::{Contents, Data, flattened, tagged};
use super::prove::{Focus, Prover};
use crate::wire::{
    Doc, Enum, FloatType, IntType, Integer, Omit, Payload, Shape, ShapeId, Struct, Tagging, Text,
    Value, Variant, Wire, float_text,
};

/// How many mixed choices are tried in positional formats.
const MIXED: usize = 64;

/// Makes values of one side, in the light of what the other side reads.
pub(crate) struct Sampler<'a> {
    writer: &'a Wire,
    prover: &'a Prover<'a>,
    hints: Vec<String>,
    open: Vec<ShapeId>,
    limits: Limits,
}

impl<'a> Sampler<'a> {
    pub(crate) fn new(
        writer: &'a Wire,
        prover: &'a Prover<'a>,
        hints: Vec<String>,
        limits: Limits,
    ) -> Self {
        Sampler {
            writer,
            prover,
            hints,
            open: Vec::new(),
            limits,
        }
    }

    /// Values of `id`; the first is a plain one. `reader` is what the other side reads there, if that is known: parts
    /// that are proved to be safe are not varied.
    pub(crate) fn values(&mut self, id: ShapeId, reader: Option<ShapeId>) -> Vec<Data> {
        let id = self.writer.written(id);
        let depth = self.open.iter().filter(|&&open| open == id).count();
        if depth >= 2 || self.open.len() > self.limits.depth {
            return vec![self.smallest(id, &mut Vec::new())];
        }
        self.open.push(id);
        let mut values = self.shape_values(id, reader);
        self.open.pop();
        values.truncate(if self.open.is_empty() {
            self.limits.documents
        } else {
            self.limits.nested
        });
        values
    }

    fn shape_values(&mut self, id: ShapeId, reader: Option<ShapeId>) -> Vec<Data> {
        let writer = self.writer;
        match writer.shape(id) {
            Shape::Split { write, .. } => self.values(*write, reader),
            Shape::Any => any_values(),
            Shape::Ignored | Shape::Unit => vec![Data::Unit],
            Shape::UnitStruct => vec![Data::UnitStruct],
            Shape::Bool => vec![Data::Bool(true), Data::Bool(false)],
            Shape::Int(ty) => int_values(*ty),
            Shape::Float(ty) => float_values(*ty),
            Shape::Char => ['x', 'é', '"', '1', '\u{1f980}'].map(Data::Char).to_vec(),
            Shape::Str(Text::Form(form)) => crate::known::form(form)
                .samples
                .iter()
                .map(|text| Data::Str((*text).to_owned()))
                .collect(),
            Shape::Str(_) => self.strings(),
            Shape::Bytes => vec![
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
    fn field_values(&mut self, shape: &Struct, focus: &[Focus]) -> Vec<Vec<(usize, Data)>> {
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
            let values = self.values(field.shape, other.map(|other| other.shape));
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

    fn enum_values(&mut self, shape: &Enum, reader: Option<ShapeId>) -> Vec<Data> {
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

    fn variant_values(
        &mut self,
        shape: &Enum,
        variant: &Variant,
        index: u32,
        name: &str,
        reader: Option<super::prove::PayloadRef>,
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
    fn smallest(&self, id: ShapeId, open: &mut Vec<ShapeId>) -> Data {
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
                    hints: Vec::new(),
                    open: Vec::new(),
                    limits: self.limits,
                };
                sampler.shape_values(id, None).swap_remove(0)
            }
        };
        open.pop();
        data
    }

    fn smallest_struct(
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

    fn smallest_variant(
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

/// Choices for all places: the plain one, each place varied alone, everything left out, and, where few places can be left
/// out, every combination of those.
fn selections(choices: &[Vec<Option<Data>>], limit: usize, mixed: usize) -> Vec<Vec<usize>> {
    let plain = vec![0; choices.len()];
    let mut all = vec![plain.clone()];
    // The smallest of everything: what is read behind has least to go on.
    let smallest = |choices: &Vec<Option<Data>>| {
        let sizes = choices.iter().map(|choice| choice.as_ref().map_or(0, size));
        sizes
            .enumerate()
            .min_by_key(|(_, size)| *size)
            .map_or(0, |(place, _)| place)
    };
    all.push(choices.iter().map(smallest).collect());
    let sparse: Vec<(usize, usize)> = choices
        .iter()
        .enumerate()
        .filter_map(|(place, choices)| {
            let absent = choices.iter().position(Option::is_none);
            let none = || {
                choices
                    .iter()
                    .position(|choice| *choice == Some(Data::None))
            };
            absent
                .or_else(none)
                .filter(|&choice| choice > 0)
                .map(|choice| (place, choice))
        })
        .collect();
    if sparse.len() > 1 {
        let mut rest = plain.clone();
        for &(place, choice) in &sparse {
            rest[place] = choice;
        }
        all.push(rest.clone());
        for &(place, _) in &sparse {
            let mut one = rest.clone();
            one[place] = 0;
            all.push(one);
        }
        if (3..=5).contains(&sparse.len()) {
            for mask in 1..(1usize << sparse.len()) {
                let mut some = plain.clone();
                for (bit, &(place, choice)) in sparse.iter().enumerate() {
                    if mask & (1 << bit) != 0 {
                        some[place] = choice;
                    }
                }
                all.push(some);
            }
        }
    }
    // Where values run into each other, what one field holds decides how the next is read.
    if choices.len() > 1 {
        for round in 0..mixed {
            let mix = |(place, choices): (usize, &Vec<Option<Data>>)| {
                (round * (2 * place + 1) + round / 7 * (place + 3)) % choices.len()
            };
            all.push(choices.iter().enumerate().map(mix).collect());
        }
    }
    // Breadth first, so that a limit cuts the long tails and not the last fields.
    let longest = choices.iter().map(Vec::len).max().unwrap_or(0);
    for choice in 1..longest {
        for (place, choices) in choices.iter().enumerate() {
            if choice < choices.len() {
                let mut varied = plain.clone();
                varied[place] = choice;
                all.push(varied);
            }
        }
        if all.len() > limit {
            break;
        }
    }
    all
}

fn struct_data(
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

/// How much a value takes, roughly.
fn size(data: &Data) -> usize {
    let all = |items: &[Data]| 1 + items.iter().map(size).sum::<usize>();
    match data {
        Data::Str(text) => 1 + text.len(),
        Data::Bytes(bytes) => 1 + bytes.len(),
        Data::Some(inner) => 1 + size(inner),
        Data::Int(number, _) => 1 + (128 - number.magnitude().leading_zeros() as usize) / 8,
        Data::Seq(items) | Data::Tuple(items) => all(items),
        Data::Map(entries) | Data::OpenMap(entries) => {
            1 + entries
                .iter()
                .map(|(key, value)| size(key) + size(value))
                .sum::<usize>()
        }
        Data::Struct(fields) => 1 + fields.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Data::Variant { contents, .. } => match contents {
            Contents::Unit => 1,
            Contents::Newtype(inner) => 1 + size(inner),
            Contents::Tuple(items) => all(items),
            Contents::Struct(fields) => {
                1 + fields.iter().map(|(_, value)| size(value)).sum::<usize>()
            }
        },
        _ => 1,
    }
}

fn holds_failure(data: &Data) -> bool {
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

/// Whether a value is left out, if that is known.
fn omits(omit: &Omit, data: &Data) -> Option<bool> {
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

fn int_values(ty: IntType) -> Vec<Data> {
    let mut numbers = vec![
        Integer::from(1i128),
        Integer::from(0i128),
        Integer::from(-1i128),
        ty.max(),
        ty.min(),
    ];
    for bits in [7, 8, 15, 16, 24, 31, 32, 53, 63, 64] {
        for offset in [-1, 0, 1] {
            let number = Integer::power(bits, offset);
            numbers.push(number);
            numbers.push(number.negated());
        }
    }
    numbers.push(Integer::from(251i128));
    numbers.push(Integer::from(300i128));
    let mut values: Vec<Data> = Vec::new();
    for number in numbers {
        let data = Data::Int(number, ty);
        if ty.holds(number) && !values.contains(&data) {
            values.push(data);
        }
    }
    values
}

fn float_values(ty: FloatType) -> Vec<Data> {
    let common = [1.5, 0.0, -2.25, 1.0, 16_777_216.0, 100_000.0];
    let special: &[f64] = match ty {
        FloatType::F32 => &[f32::MAX as f64, std::f32::consts::PI as f64, 0.1f32 as f64],
        FloatType::F64 => &[
            0.1,
            std::f64::consts::PI,
            16_777_217.0,
            1e300,
            -9.007_199_254_740_993e15,
            5e-324,
        ],
    };
    common
        .iter()
        .chain(special)
        .map(|&value| Data::Float(value, ty))
        .collect()
}

fn any_values() -> Vec<Data> {
    let int = |value: i128| Doc::Int(Integer::from(value));
    let text = |text: &str| Doc::Str(text.to_owned());
    [
        Doc::Map(vec![(text("abc"), int(1))]),
        Doc::Null,
        Doc::Bool(true),
        int(1),
        int(-1),
        int(u64::MAX.into()),
        Doc::Float("1.5".to_owned()),
        text("abc"),
        text(""),
        Doc::List(vec![]),
        Doc::List(vec![int(1), text("x")]),
        Doc::Map(vec![]),
        Doc::Map(vec![
            (text("abc"), Doc::Null),
            (text("x"), Doc::Map(vec![])),
        ]),
    ]
    .map(Data::Any)
    .to_vec()
}
