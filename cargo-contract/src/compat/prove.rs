//! Proves that a reader takes everything that a writer writes, and sees in it what the writer's own version sees.
//!
//! Samples can show that something breaks, never that nothing does; `ok` is only said after a proof. A proof goes over all
//! documents at once: a shape is taken apart into the kinds of documents it writes ([`super::term`]), and each kind must
//! be accepted. Recursion is assumed to hold while it is being proved.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Format;
use super::read::Source;
use super::rename::{Named, partner};
use crate::wire::{
    Default, Enum, Field, Payload, Shape, ShapeId, Struct, Tagging, Value, Variant, Wire,
};

/// What is known about a reader and some documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It accepts all of them and nothing is lost.
    Fits,
    /// It refuses all of them.
    Never,
    /// Neither could be shown.
    Unsure,
}

impl Proof {
    /// Both must hold; one refusal refuses the whole.
    pub(super) fn and(self, other: impl FnOnce() -> Proof) -> Proof {
        match self {
            Proof::Never => Proof::Never,
            Proof::Fits => other(),
            Proof::Unsure => match other() {
                Proof::Never => Proof::Never,
                _ => Proof::Unsure,
            },
        }
    }

    /// The same for each of several kinds of documents.
    pub(super) fn each(self, other: Proof) -> Proof {
        if self == other { self } else { Proof::Unsure }
    }

    /// A refusal that depends on what the document holds.
    pub(super) fn at_times(self) -> Proof {
        if self == Proof::Fits {
            Proof::Fits
        } else {
            Proof::Unsure
        }
    }
}

/// Proofs about one writer and one reader.
pub(crate) struct Prover<'a> {
    pub(super) writer: &'a Wire,
    pub(super) reader: &'a Wire,
    pub(super) format: Format,
    /// Whether values that cannot be written count as accepted: there are no documents of them.
    pub(crate) lenient: bool,
    known: RefCell<HashMap<(ShapeId, ShapeId, Source), Proof>>,
    same: RefCell<HashMap<(ShapeId, ShapeId), bool>>,
    path: RefCell<Vec<String>>,
    obstacle: RefCell<Option<String>>,
}

/// What a reader reads in a variant of the same name.
#[derive(Debug, Clone, Default)]
pub(crate) struct PayloadRef {
    pub(crate) newtype: Option<ShapeId>,
    pub(crate) fields: Vec<Focus>,
}

/// What a reader reads under a key or at a position.
#[derive(Debug, Clone)]
pub(crate) struct Focus {
    pub(crate) key: String,
    pub(crate) ident: String,
    pub(crate) shape: ShapeId,
}

impl<'a> Prover<'a> {
    pub(crate) fn new(writer: &'a Wire, reader: &'a Wire, format: Format) -> Self {
        Prover {
            writer,
            reader,
            format,
            lenient: true,
            known: RefCell::default(),
            same: RefCell::default(),
            path: RefCell::default(),
            obstacle: RefCell::default(),
        }
    }

    /// The proof for the whole types.
    pub(crate) fn whole(&self) -> Proof {
        if self.format.is_positional() {
            return self.positional_whole();
        }
        self.shape(self.writer.root, self.reader.root, Source::Format)
    }

    /// Whether the format is one in which values run into each other.
    pub(crate) fn is_positional(&self) -> bool {
        self.format.is_positional()
    }

    /// Where the first proof got stuck.
    pub(crate) fn obstacle(&self) -> Option<String> {
        self.obstacle.borrow().clone()
    }

    pub(super) fn stuck(&self, why: &str) -> Proof {
        let mut obstacle = self.obstacle.borrow_mut();
        if obstacle.is_none() {
            *obstacle = Some(format!(
                "{}{}: {why}",
                self.reader.name,
                self.path.borrow().concat()
            ));
        }
        Proof::Unsure
    }

    pub(super) fn at<T>(&self, segment: String, prove: impl FnOnce() -> T) -> T {
        self.path.borrow_mut().push(segment);
        let result = prove();
        self.path.borrow_mut().pop();
        result
    }

    /// Whether a part needs no samples.
    pub(crate) fn settled(&self, written: ShapeId, read: ShapeId) -> bool {
        if self.format.is_positional() {
            return self.identical(written, read);
        }
        self.shape(written, read, Source::Format) == Proof::Fits
    }

    /// The proof for a shape that is written and a shape that is read.
    pub(super) fn shape(&self, written: ShapeId, read: ShapeId, source: Source) -> Proof {
        if self.identical(written, read) && (source == Source::Format || self.buffers_well(written))
        {
            return Proof::Fits;
        }
        let written_side = self.writer.written(written);
        let own = self.writer.read(written);
        let read = self.reader.read(read);
        let key = (written_side, read, source);
        if let Some(&known) = self.known.borrow().get(&key) {
            return known;
        }
        self.known.borrow_mut().insert(key, Proof::Fits);
        let proof = self.cases_fit(written_side, read, source);
        // What was shown on the way leant on this; if it does not hold, neither need that.
        if proof != Proof::Fits {
            self.known
                .borrow_mut()
                .retain(|_, known| *known != Proof::Fits);
        }
        self.known.borrow_mut().insert(key, proof);
        // Where writing and reading differ, what the own version sees need not be what was written. The same goes for
        // enums whose variants are told by what fits first.
        if proof == Proof::Fits
            && (own != written_side || self.tells_by_fit(written_side))
            && !self.reads_what_it_writes(written_side, own)
        {
            return self.stuck("the writer's version sees something else than it writes");
        }
        proof
    }

    fn tells_by_fit(&self, written: ShapeId) -> bool {
        match self.writer.shape(written) {
            Shape::Enum(shape) => {
                shape.tagging == Tagging::Untagged
                    || shape.variants.iter().any(|variant| variant.untagged)
            }
            _ => false,
        }
    }

    fn reads_what_it_writes(&self, written: ShapeId, own: ShapeId) -> bool {
        let own_prover = Prover::new(self.writer, self.writer, self.format);
        own_prover.cases_fit(written, own, Source::Format) == Proof::Fits
    }

    /// Whether both sides are the same in everything that decides wire and meaning.
    pub(crate) fn identical(&self, a: ShapeId, b: ShapeId) -> bool {
        if let Some(&known) = self.same.borrow().get(&(a, b)) {
            return known;
        }
        self.same.borrow_mut().insert((a, b), true);
        let same = self.identical_shapes(a, b);
        if !same {
            self.same.borrow_mut().retain(|_, known| !*known);
            self.same.borrow_mut().insert((a, b), false);
        }
        same
    }

    /// Whether two fields have the same shape, whatever they are called.
    pub(crate) fn same_shape(&self, a: ShapeId, b: ShapeId) -> bool {
        let known = |wire: &Wire, id: ShapeId| wire.shapes().len() > id.0 as usize;
        known(self.writer, a) && known(self.reader, b) && self.identical(a, b)
    }

    fn identical_shapes(&self, a: ShapeId, b: ShapeId) -> bool {
        match (self.writer.shape(a), self.reader.shape(b)) {
            (Shape::Option(a), Shape::Option(b))
            | (Shape::List(a), Shape::List(b))
            | (Shape::Set(a), Shape::Set(b))
            | (Shape::Newtype(a), Shape::Newtype(b)) => self.identical(*a, *b),
            (Shape::Array(a, n), Shape::Array(b, m)) => n == m && self.identical(*a, *b),
            (Shape::Map(k, v), Shape::Map(l, w)) => {
                self.identical(*k, *l) && self.identical(*v, *w)
            }
            (Shape::Split { write: a, read: c }, Shape::Split { write: b, read: d }) => {
                self.identical(*a, *b) && self.identical(*c, *d)
            }
            (
                Shape::Converted {
                    inner: a,
                    meaning: m,
                    fallible: f,
                },
                Shape::Converted {
                    inner: b,
                    meaning: n,
                    fallible: g,
                },
            ) => m == n && f == g && self.identical(*a, *b),
            (Shape::Tuple(a), Shape::Tuple(b)) | (Shape::Struct(a), Shape::Struct(b)) => {
                self.identical_fields(a, b)
            }
            (Shape::Enum(a), Shape::Enum(b)) => self.identical_enums(a, b),
            (Shape::Opaque { fingerprint: a, .. }, Shape::Opaque { fingerprint: b, .. }) => a == b,
            (a, b) => a == b,
        }
    }

    fn identical_fields(&self, a: &Struct, b: &Struct) -> bool {
        a.deny_unknown == b.deny_unknown
            && a.tag == b.tag
            && (a.tag.is_none() || a.name == b.name)
            && a.fields.len() == b.fields.len()
            && a.fields.iter().zip(&b.fields).all(|(a, b)| {
                a.ident == b.ident
                    && a.write == b.write
                    && a.read == b.read
                    && a.default == b.default
                    && a.flatten == b.flatten
                    && self.identical(a.shape, b.shape)
            })
    }

    fn identical_enums(&self, a: &Enum, b: &Enum) -> bool {
        a.tagging == b.tagging
            && a.deny_unknown == b.deny_unknown
            && a.variants.len() == b.variants.len()
            && a.variants.iter().zip(&b.variants).all(|(x, y)| {
                x.ident == y.ident
                    && x.write == y.write
                    && x.read == y.read
                    && x.other == y.other
                    && x.untagged == y.untagged
                    && (x.number == y.number || !matches!(a.tagging, Tagging::Number(_)))
                    && match (&x.payload, &y.payload) {
                        (Payload::Unit, Payload::Unit) => true,
                        (Payload::Newtype(a), Payload::Newtype(b)) => self.identical(*a, *b),
                        (Payload::Tuple(a), Payload::Tuple(b))
                        | (Payload::Struct(a), Payload::Struct(b)) => self.identical_fields(a, b),
                        _ => false,
                    }
            })
    }

    /// Whether everything inside reads the same from a buffer: no 128 bits, no keys that are no strings.
    fn buffers_well(&self, id: ShapeId) -> bool {
        let mut seen = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            match self.writer.shape(id) {
                Shape::Int(ty) if ty.bits == 128 => return false,
                Shape::Map(key, value) => {
                    let plain = matches!(
                        self.writer.shape(self.writer.read(*key)),
                        Shape::Str(_) | Shape::Char
                    );
                    if !plain && self.format == Format::Json {
                        return false;
                    }
                    open.push(*value);
                }
                Shape::Opaque { .. } => return false,
                shape => open.extend(children(shape)),
            }
        }
        true
    }

    /// Whether what both sides take for a missing field is the same.
    pub(super) fn same_absence(own: &Field, other: &Field) -> bool {
        match (&own.default, &other.default) {
            (None, None) => true,
            (None, Some(Default::Known(value))) | (Some(Default::Known(value)), None) => {
                value.is_plain()
            }
            (Some(Default::Known(a)), Some(Default::Known(b))) => {
                a == b || (*a == Value::None && b.is_plain()) || (*b == Value::None && a.is_plain())
            }
            (Some(a), Some(b)) => a == b,
            (None, Some(Default::Text(_))) | (Some(Default::Text(_)), None) => false,
        }
    }

    /// Whether a reader's field is a writer's field under another name.
    pub(super) fn is_renamed(&self, own: &Struct, place: usize, other: &Struct, at: usize) -> bool {
        let own: Vec<Named<'_>> = own
            .fields
            .iter()
            .map(|f| Named {
                ident: &f.ident,
                shape: f.shape,
            })
            .collect();
        let other: Vec<Named<'_>> = other
            .fields
            .iter()
            .map(|f| Named {
                ident: &f.ident,
                shape: f.shape,
            })
            .collect();
        partner(&own, place, &other, |a, b| self.same_shape(a, b)) == Some(at)
    }

    // What a reader reads at a part, to vary only what is not proved.

    pub(crate) fn inner(&self, read: ShapeId) -> ShapeId {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Option(inner) => *inner,
            _ => read,
        }
    }

    pub(crate) fn unwrapped(&self, read: ShapeId) -> ShapeId {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Newtype(inner) | Shape::Converted { inner, .. } => *inner,
            _ => read,
        }
    }

    pub(crate) fn item(&self, read: ShapeId) -> Option<ShapeId> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::List(item) | Shape::Array(item, _) | Shape::Set(item) | Shape::Map(_, item) => {
                Some(*item)
            }
            _ => None,
        }
    }

    /// How many items a reader of a list asks for, if that is fixed.
    pub(crate) fn length(&self, read: ShapeId) -> Option<usize> {
        match self.reader.shape(self.unwrapped(self.reader.read(read))) {
            Shape::Array(_, length) => usize::try_from(*length).ok(),
            Shape::Tuple(shape) | Shape::Struct(shape) => Some(
                shape
                    .fields
                    .iter()
                    .filter(|field| field.read.is_some())
                    .count(),
            ),
            _ => None,
        }
    }

    pub(crate) fn elements(&self, read: ShapeId) -> Vec<Focus> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Tuple(shape) => by_position(shape),
            _ => Vec::new(),
        }
    }

    pub(crate) fn fields(&self, read: ShapeId) -> Vec<Focus> {
        match self.reader.shape(self.reader.read(read)) {
            Shape::Struct(shape) => self.focus(shape),
            _ => Vec::new(),
        }
    }

    fn focus(&self, shape: &Struct) -> Vec<Focus> {
        if self.format.is_positional() || self.format == Format::MessagePack {
            return by_position(shape);
        }
        shape
            .fields
            .iter()
            .filter_map(|field| Some((field, field.read.as_ref()?)))
            .flat_map(|(field, read)| {
                let focus = |key: &String| Focus {
                    key: key.clone(),
                    ident: field.ident.clone(),
                    shape: field.shape,
                };
                read.keys.iter().map(focus)
            })
            .collect()
    }

    pub(crate) fn payload(&self, read: ShapeId, variant: &Variant) -> Option<PayloadRef> {
        let Shape::Enum(shape) = self.reader.shape(self.reader.read(read)) else {
            return None;
        };
        let other = shape
            .variants
            .iter()
            .find(|other| other.ident == variant.ident)?;
        Some(match &other.payload {
            Payload::Unit => PayloadRef::default(),
            Payload::Newtype(inner) => PayloadRef {
                newtype: Some(*inner),
                fields: Vec::new(),
            },
            Payload::Tuple(shape) => PayloadRef {
                newtype: None,
                fields: by_position(shape),
            },
            Payload::Struct(shape) => PayloadRef {
                newtype: None,
                fields: self.focus(shape),
            },
        })
    }
}

fn by_position(shape: &Struct) -> Vec<Focus> {
    shape
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.read.is_some())
        .map(|(index, field)| Focus {
            key: index.to_string(),
            ident: field.ident.clone(),
            shape: field.shape,
        })
        .collect()
}

/// The shapes right inside a shape.
pub(crate) fn children(shape: &Shape) -> Vec<ShapeId> {
    let of_struct = |shape: &Struct| {
        shape
            .fields
            .iter()
            .map(|field| field.shape)
            .collect::<Vec<_>>()
    };
    match shape {
        Shape::Option(inner)
        | Shape::List(inner)
        | Shape::Set(inner)
        | Shape::Array(inner, _)
        | Shape::Newtype(inner)
        | Shape::Converted { inner, .. } => vec![*inner],
        Shape::Map(key, value) => vec![*key, *value],
        Shape::Split { write, read } => vec![*write, *read],
        Shape::Tuple(shape) | Shape::Struct(shape) => of_struct(shape),
        Shape::Enum(shape) => shape
            .variants
            .iter()
            .flat_map(|variant| match &variant.payload {
                Payload::Unit => Vec::new(),
                Payload::Newtype(inner) => vec![*inner],
                Payload::Tuple(shape) | Payload::Struct(shape) => of_struct(shape),
            })
            .collect(),
        _ => Vec::new(),
    }
}
