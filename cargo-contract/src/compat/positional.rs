//! The proof for positional formats: two types agree if the same kinds of values follow each other.

use super::Format;
use super::prove::{Proof, Prover};
use crate::known;
use crate::wire::{Enum, IntType, Payload, Shape, ShapeId, Struct, Tagging, Text, Wire};

/// A value in the row, with the name of the field that it belongs to.
struct Slot {
    ident: Option<String>,
    shape: ShapeId,
}

/// Arrays up to this length are written out slot by slot.
const SPELLED_OUT: u64 = 32;

impl Prover<'_> {
    pub(super) fn positional_whole(&self) -> Proof {
        let (written, read) = (self.writer.root, self.reader.root);
        // What is left over behind the message is ignored, so more may be written than is read.
        if self.identical(written, read) || self.rows(&[whole(written)], &[whole(read)], true) {
            Proof::Fits
        } else {
            self.stuck("the values in a row differ")
        }
    }

    fn rows(&self, written: &[Slot], read: &[Slot], more_allowed: bool) -> bool {
        let mut left = Vec::new();
        let mut right = Vec::new();
        let mut unread = Vec::new();
        if !spread(self.writer, written, true, &mut left, &mut Vec::new(), 0)
            || !spread(self.reader, read, false, &mut right, &mut unread, 0)
        {
            return false;
        }
        if left.len() < right.len() || (left.len() > right.len() && !more_allowed) {
            return false;
        }
        // A field that is kept in the type but not read loses what the writer's version sees.
        if left[right.len()..].iter().any(|slot| {
            slot.ident
                .as_ref()
                .is_some_and(|ident| unread.contains(ident))
        }) {
            return false;
        }
        let has = |slots: &[Slot], ident: &String| {
            slots.iter().any(|slot| slot.ident.as_ref() == Some(ident))
        };
        left.iter().zip(&right).all(|(a, b)| {
            let same_field = match (&a.ident, &b.ident) {
                (Some(x), Some(y)) if x != y => {
                    !has(&right, x) && !has(&left, y) && !unread.contains(x)
                }
                _ => true,
            };
            same_field && self.slot(a.shape, b.shape)
        })
    }

    fn slot(&self, written: ShapeId, read: ShapeId) -> bool {
        if self.identical(written, read) {
            return true;
        }
        let format = self.format;
        let item = |a: ShapeId, b: ShapeId| self.rows(&[whole(a)], &[whole(b)], false);
        match (self.writer.shape(written), self.reader.shape(read)) {
            (Shape::Int(a), Shape::Int(b)) => ints(*a, *b, format),
            (Shape::Char, Shape::Str(Text::Plain | Text::Borrowed)) => format == Format::Postcard,
            (Shape::Str(_), Shape::Str(Text::Plain | Text::Borrowed)) => true,
            (Shape::Str(Text::Form(a)), Shape::Str(Text::Form(b))) => {
                known::form(b).reads_all(known::form(a))
            }
            (Shape::Str(_), Shape::Bytes) => true,
            (Shape::Str(_) | Shape::Bytes, Shape::List(item)) => is_byte(self.reader, *item),
            (Shape::List(item), Shape::Bytes) => is_byte(self.writer, *item),
            (Shape::Option(a), Shape::Option(b)) => item(*a, *b),
            (Shape::List(a) | Shape::Set(a), Shape::List(b)) | (Shape::Set(a), Shape::Set(b)) => {
                item(*a, *b)
            }
            (Shape::Array(a, n), Shape::Array(b, m)) => n == m && item(*a, *b),
            (Shape::Map(k, v), Shape::Map(l, w)) => {
                self.rows(&[whole(*k), whole(*v)], &[whole(*l), whole(*w)], false)
            }
            (Shape::Map(k, v), Shape::List(pair)) => {
                self.rows(&[whole(*k), whole(*v)], &[whole(*pair)], false)
            }
            (Shape::Enum(a), Shape::Enum(b)) => self.enums(a, b),
            (
                Shape::Converted {
                    inner: a,
                    meaning: m,
                    ..
                },
                Shape::Converted {
                    inner: b,
                    meaning: n,
                    ..
                },
            ) => m == n && item(*a, *b),
            (a, b) => leaf(a) && a == b,
        }
    }

    fn enums(&self, written: &Enum, read: &Enum) -> bool {
        match (&written.tagging, &read.tagging) {
            (Tagging::External, Tagging::External) => {}
            (Tagging::Number(a), Tagging::Number(b)) if ints(*a, *b, self.format) => {
                return written
                    .variants
                    .iter()
                    .filter(|variant| variant.write.is_some())
                    .all(|variant| {
                        read.variants.iter().any(|other| {
                            other.number == variant.number && other.ident == variant.ident
                        })
                    });
            }
            _ => return false,
        }
        if read
            .variants
            .iter()
            .any(|variant| variant.untagged && variant.read.is_some())
        {
            return false;
        }
        let readable: Vec<_> = read
            .variants
            .iter()
            .filter(|variant| variant.read.is_some())
            .collect();
        written.variants.iter().enumerate().all(|(index, variant)| {
            if variant.write.is_none() {
                return true;
            }
            if variant.untagged {
                return false;
            }
            let Some(other) = readable.get(index) else {
                return false;
            };
            let known = |shape: &Enum, ident: &str| {
                shape.variants.iter().any(|variant| variant.ident == ident)
            };
            let renamed = !known(read, &variant.ident) && !known(written, &other.ident);
            if variant.ident != other.ident && !renamed {
                return false;
            }
            match (payload(&variant.payload), payload(&other.payload)) {
                (Some(a), Some(b)) => {
                    let slots = |shape: &Struct, wire: &Wire, is_writer| {
                        let mut slots = Vec::new();
                        fields(wire, shape, is_writer, &mut slots, &mut Vec::new(), 0)
                            .then_some(slots)
                    };
                    match (slots(a, self.writer, true), slots(b, self.reader, false)) {
                        (Some(a), Some(b)) => self.rows(&a, &b, false),
                        _ => false,
                    }
                }
                (a, b) => {
                    let one = |payload: &Payload,
                               shape: Option<&Struct>,
                               wire: &Wire,
                               is_writer| match payload {
                        Payload::Unit => Some(Vec::new()),
                        Payload::Newtype(inner) => Some(vec![whole(*inner)]),
                        _ => {
                            let mut slots = Vec::new();
                            let shape = shape?;
                            fields(wire, shape, is_writer, &mut slots, &mut Vec::new(), 0)
                                .then_some(slots)
                        }
                    };
                    match (
                        one(&variant.payload, a, self.writer, true),
                        one(&other.payload, b, self.reader, false),
                    ) {
                        (Some(a), Some(b)) => self.rows(&a, &b, false),
                        _ => false,
                    }
                }
            }
        })
    }
}

fn whole(shape: ShapeId) -> Slot {
    Slot { ident: None, shape }
}

fn payload(payload: &Payload) -> Option<&Struct> {
    match payload {
        Payload::Tuple(shape) | Payload::Struct(shape) => Some(shape),
        Payload::Unit | Payload::Newtype(_) => None,
    }
}

fn leaf(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Bool | Shape::Float(_) | Shape::Char | Shape::Str(_) | Shape::Bytes
    )
}

fn is_byte(wire: &Wire, id: ShapeId) -> bool {
    *wire.shape(id)
        == Shape::Int(IntType {
            signed: false,
            bits: 8,
            nonzero: false,
        })
}

fn ints(written: IntType, read: IntType, format: Format) -> bool {
    let same_sign = written.signed == read.signed && (written.nonzero || !read.nonzero);
    let widths = match format {
        Format::BincodeFixed => written.bits == read.bits,
        // One byte is written as it is, anything wider with a variable width.
        _ => written.bits == read.bits || (written.bits > 8 && read.bits > written.bits),
    };
    same_sign && widths
}

/// Takes structs, tuples and the like apart into the values in a row; false if that is not possible.
fn spread(
    wire: &Wire,
    slots: &[Slot],
    is_writer: bool,
    out: &mut Vec<Slot>,
    unread: &mut Vec<String>,
    depth: u32,
) -> bool {
    if depth > 64 {
        return false;
    }
    slots.iter().all(|slot| {
        let inner = |shape: ShapeId| {
            [Slot {
                ident: slot.ident.clone(),
                shape,
            }]
        };
        match wire.shape(slot.shape) {
            Shape::Unit => true,
            Shape::Newtype(shape) => {
                spread(wire, &inner(*shape), is_writer, out, unread, depth + 1)
            }
            Shape::Split { write, read } => {
                let side = if is_writer { *write } else { *read };
                // What the writer's own version reads must be what it writes, or it sees something else.
                (!is_writer || write == read)
                    && spread(wire, &inner(side), is_writer, out, unread, depth + 1)
            }
            Shape::Array(item, length) if *length <= SPELLED_OUT => {
                (0..*length).all(|_| spread(wire, &inner(*item), is_writer, out, unread, depth + 1))
            }
            Shape::Tuple(shape) => fields(wire, shape, is_writer, out, unread, depth + 1),
            Shape::Struct(shape) => {
                shape.tag.is_none() && fields(wire, shape, is_writer, out, unread, depth + 1)
            }
            _ => {
                out.push(Slot {
                    ident: slot.ident.clone(),
                    shape: slot.shape,
                });
                true
            }
        }
    })
}

fn fields(
    wire: &Wire,
    shape: &Struct,
    is_writer: bool,
    out: &mut Vec<Slot>,
    unread: &mut Vec<String>,
    depth: u32,
) -> bool {
    shape.fields.iter().all(|field| {
        let left_out = field
            .write
            .as_ref()
            .is_some_and(|write| write.omit.is_some());
        if field.flatten || (is_writer && left_out) {
            return false;
        }
        if field.write.is_some() != field.read.is_some() {
            return false;
        }
        if field.write.is_none() {
            unread.push(field.ident.clone());
            return true;
        }
        let ident = field
            .ident
            .parse::<usize>()
            .is_err()
            .then(|| field.ident.clone());
        spread(
            wire,
            &[Slot {
                ident,
                shape: field.shape,
            }],
            is_writer,
            out,
            unread,
            depth,
        )
    })
}
