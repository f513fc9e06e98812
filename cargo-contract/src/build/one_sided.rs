//! Types that are only written, or only read: who is on the other end is another program, which is taken to do what it must.

use super::builder::Builder;
use crate::compat::accepts_absence;
use crate::wire::{Default, Enum, Omit, Payload, ReadField, Shape, Struct, Value, WriteField};

/// What stands for the function or value that the other program has.
const ELSEWHERE: &str = "what another program decides";

/// The one side that a type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Only {
    Written,
    Read,
}

impl Builder<'_, '_> {
    /// The shape with the other side as a mirror of the one that there is. Attributes for the other side say nothing.
    pub(super) fn mirrored(&self, mut shape: Shape, only: Only) -> Shape {
        match &mut shape {
            Shape::Struct(shape) | Shape::Tuple(shape) => self.mirror_fields(shape, only),
            Shape::Enum(shape) => self.mirror_variants(shape, only),
            _ => {}
        }
        shape
    }

    fn mirror_variants(&self, shape: &mut Enum, only: Only) {
        for variant in &mut shape.variants {
            match only {
                Only::Written => {
                    variant.read = variant.write.clone().map(|name| vec![name]);
                    variant.other = false;
                }
                Only::Read => {
                    variant.write = variant
                        .read
                        .as_ref()
                        .and_then(|names| names.first().cloned());
                }
            }
            if let Payload::Struct(fields) | Payload::Tuple(fields) = &mut variant.payload {
                self.mirror_fields(fields, only);
            }
        }
        shape.deny_unknown &= only == Only::Read;
    }

    fn mirror_fields(&self, shape: &mut Struct, only: Only) {
        for field in &mut shape.fields {
            match only {
                Only::Written => {
                    field.shape = self.wire.written(field.shape);
                    let implicit_none = field.read.as_ref().is_some_and(|read| read.implicit_none);
                    field.read = field.write.as_ref().map(|write| ReadField {
                        keys: vec![write.key.clone()],
                        implicit_none,
                    });
                    let omit = field.write.as_ref().and_then(|write| write.omit.as_ref());
                    let left_out = match omit {
                        None => None,
                        // Nothing and what is empty are what everybody takes for absent.
                        Some(Omit::None | Omit::Empty) => Some(Default::Known(Value::None)),
                        Some(Omit::Equals(value)) => Some(Default::Known(value.clone())),
                        Some(Omit::Text(_)) => Some(Default::Text(ELSEWHERE.to_owned())),
                    };
                    if !accepts_absence(field) {
                        field.default = left_out;
                    }
                }
                Only::Read => {
                    field.shape = self.wire.read(field.shape);
                    let omit = accepts_absence(field).then(|| Omit::Text(ELSEWHERE.to_owned()));
                    field.write = field.read.as_ref().and_then(|read| {
                        let key = read.keys.first()?.clone();
                        Some(WriteField { key, omit })
                    });
                }
            }
        }
        shape.deny_unknown &= only == Only::Read;
    }
}
