//! Whether two shapes are the same in everything that decides wire and meaning.

use super::prove::Prover;
use crate::wire::{Enum, Payload, Shape, ShapeId, Struct, Tagging, Wire};

impl Prover<'_> {
    /// Whether both sides are the same in everything that decides wire and meaning.
    pub(crate) fn identical(&self, a: ShapeId, b: ShapeId) -> bool {
        if let Some(&known) = self.same.borrow().get(&(a, b)) {
            return known;
        }
        self.same.borrow_mut().insert((a, b), true);
        let before = self.found_same.borrow().len();
        let same = self.identical_shapes(a, b);
        if same {
            self.found_same.borrow_mut().push((a, b));
        } else {
            // What was found on the way leant on this.
            let mut known = self.same.borrow_mut();
            for leaning in self.found_same.borrow_mut().drain(before..) {
                known.remove(&leaning);
            }
            known.insert((a, b), false);
        }
        same
    }

    /// Whether two fields have the same shape, whatever they are called.
    pub(crate) fn same_shape(&self, a: ShapeId, b: ShapeId) -> bool {
        let known = |wire: &Wire, id: ShapeId| wire.find(id).is_some();
        known(self.writer, a) && known(self.reader, b) && self.identical(a, b)
    }

    pub(super) fn identical_shapes(&self, a: ShapeId, b: ShapeId) -> bool {
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
                    ..
                },
                Shape::Converted {
                    inner: b,
                    meaning: n,
                    fallible: g,
                    ..
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

    pub(super) fn identical_fields(&self, a: &Struct, b: &Struct) -> bool {
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

    pub(super) fn identical_enums(&self, a: &Enum, b: &Enum) -> bool {
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
}
