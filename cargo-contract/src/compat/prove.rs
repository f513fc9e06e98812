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
use crate::wire::{Default, Field, Omit, Shape, ShapeId, Struct, Tagging, Value, Wire};

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
    /// Whether what is the same on both sides is taken for proved. It need not be: some types cannot read what they write.
    pub(crate) trusts_itself: bool,
    known: RefCell<HashMap<(ShapeId, ShapeId, Source), Proof>>,
    /// What was proved, in this order: what was so on the way to something that then did not hold may have leant on it.
    proved: RefCell<Vec<(ShapeId, ShapeId, Source)>>,
    pub(super) same: RefCell<HashMap<(ShapeId, ShapeId), bool>>,
    /// What was found to be the same, likewise.
    pub(super) found_same: RefCell<Vec<(ShapeId, ShapeId)>>,
    path: RefCell<Vec<String>>,
    /// Where the first proof got stuck, and why.
    obstacle: RefCell<Option<(String, String)>>,
}

impl<'a> Prover<'a> {
    pub(crate) fn new(writer: &'a Wire, reader: &'a Wire, format: Format) -> Self {
        Prover {
            writer,
            reader,
            format,
            lenient: true,
            trusts_itself: true,
            known: RefCell::default(),
            proved: RefCell::default(),
            same: RefCell::default(),
            found_same: RefCell::default(),
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

    /// Where the first proof got stuck, and why.
    pub(crate) fn obstacle(&self) -> Option<(String, String)> {
        self.obstacle.borrow().clone()
    }

    pub(super) fn stuck(&self, why: &str) -> Proof {
        let mut obstacle = self.obstacle.borrow_mut();
        if obstacle.is_none() {
            let path = format!("{}{}", self.reader.name, self.path.borrow().concat());
            *obstacle = Some((path, why.to_owned()));
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
        if self.trusts_itself
            && self.identical(written, read)
            && (source == Source::Format || self.buffers_well(written))
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
        let before = self.proved.borrow().len();
        let proof = self.cases_fit(written_side, read, source);
        // What was shown on the way leant on this; if it does not hold, neither need that.
        if proof == Proof::Fits {
            self.proved.borrow_mut().push(key);
        } else {
            let mut known = self.known.borrow_mut();
            for leaning in self.proved.borrow_mut().drain(before..) {
                known.remove(&leaning);
            }
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
                shape => open.extend(shape.children()),
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

    /// Whether no function that decides when a field is left out became another one.
    pub(super) fn same_omission(own: &Field, other: &Field) -> bool {
        let text = |field: &Field| match field.write.as_ref()?.omit.as_ref()? {
            Omit::Text(text) => Some(text.clone()),
            _ => None,
        };
        match (text(own), text(other)) {
            (Some(own), Some(other)) => own == other,
            _ => true,
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
}
