//! The proof for positional formats: two types agree if the same kinds of values follow each other.

use super::Format;
use super::prove::{Proof, Prover};
use crate::known;
use crate::wire::{Enum, IntType, Payload, Shape, ShapeId, Struct, Tagging, Text, Wire};

/// A value in the row, with the name of the field that it belongs to.
#[derive(Clone)]
struct Slot {
    ident: Option<String>,
    /// The field of the outermost struct that it is in.
    top: Option<String>,
    shape: ShapeId,
}

/// The values of a type in a row.
#[derive(Default)]
struct Row {
    slots: Vec<Slot>,
    /// Fields that are kept in the type and have no values in the row.
    unread: Vec<String>,
    /// The fields of the outermost struct, and whether each is a struct or tuple itself.
    tops: Vec<(String, bool)>,
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
        let (mut left, mut right) = (Row::default(), Row::default());
        if !spread(self.writer, written, true, &mut left, 0)
            || !spread(self.reader, read, false, &mut right, 0)
        {
            return false;
        }
        let Row {
            slots: left,
            tops: left_tops,
            ..
        } = left;
        let Row {
            slots: right,
            unread,
            tops,
        } = right;
        if left.len() < right.len() || (left.len() > right.len() && !more_allowed) {
            return false;
        }
        // A field that is kept in the type but not read loses what the writer's version sees. So does one that is read as
        // less than it was, unless both are structs and only fields of theirs are gone.
        let composite = |tops: &[(String, bool)], top: &String| {
            tops.iter()
                .find(|(known, _)| known == top)
                .map(|(_, composite)| *composite)
        };
        let loses = |slot: &Slot| {
            slot.ident
                .as_ref()
                .is_some_and(|ident| unread.contains(ident))
                || slot
                    .top
                    .as_ref()
                    .is_none_or(|top| match composite(&tops, top) {
                        Some(there) => !(there && composite(&left_tops, top) == Some(true)),
                        None => false,
                    })
        };
        if left[right.len()..].iter().any(loses) {
            return false;
        }
        let has = |slots: &[Slot], ident: &String| {
            slots.iter().any(|slot| slot.ident.as_ref() == Some(ident))
        };
        let last = right.len().wrapping_sub(1);
        let ends_alike = left.len() == right.len();
        left.iter().zip(&right).enumerate().all(|(index, (a, b))| {
            // A field that the other side has elsewhere has moved.
            let same_field = match (&a.ident, &b.ident) {
                (Some(x), Some(y)) if x == y => true,
                (x, y) => {
                    let moved = |ident: &Option<String>, slots| {
                        ident.as_ref().is_some_and(|ident| has(slots, ident))
                    };
                    !moved(x, &right)
                        && !moved(y, &left)
                        && x.as_ref().is_none_or(|x| !unread.contains(x))
                }
            };
            // More may follow where nothing else is read behind.
            let tail = more_allowed && index == last && ends_alike;
            same_field && self.slot(a.shape, b.shape, tail)
        })
    }

    fn slot(&self, written: ShapeId, read: ShapeId, tail: bool) -> bool {
        if self.identical(written, read) {
            return true;
        }
        let format = self.format;
        let item = |a: ShapeId, b: ShapeId| self.rows(&[whole(a)], &[whole(b)], false);
        match (self.writer.shape(written), self.reader.shape(read)) {
            (Shape::Int(a), Shape::Int(b)) => ints(*a, *b, format),
            // One byte, 0 or 1.
            (Shape::Bool, Shape::Int(ty)) => {
                !ty.nonzero && (ty.bits == 8 || (!ty.signed && format != Format::BincodeFixed))
            }
            (Shape::Char, Shape::Str(Text::Plain | Text::Borrowed)) => format == Format::Postcard,
            (Shape::Str(_), Shape::Str(Text::Plain | Text::Borrowed)) => true,
            (Shape::Str(Text::Form(a)), Shape::Str(Text::Form(b))) => {
                known::form(b).reads_all(known::form(a))
            }
            (Shape::Str(_), Shape::Bytes(None)) => true,
            (Shape::Bytes(a), Shape::Bytes(b)) => b.is_none() || a == b,
            (Shape::Char, Shape::List(item)) => {
                format == Format::Postcard && is_byte(self.reader, *item)
            }
            (Shape::Str(_) | Shape::Bytes(_), Shape::List(item)) => is_byte(self.reader, *item),
            (Shape::List(item), Shape::Bytes(None)) => is_byte(self.writer, *item),
            (Shape::Option(a), Shape::Option(b)) => self.rows(&[whole(*a)], &[whole(*b)], tail),
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
            (Shape::Enum(a), Shape::Enum(b)) => self.enums(a, b, tail),
            (Shape::Enum(a), Shape::Int(ty)) => match a.tagging {
                Tagging::Number(written) => ints(written, *ty, format),
                _ => false,
            },
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

    fn enums(&self, written: &Enum, read: &Enum, tail: bool) -> bool {
        match (&written.tagging, &read.tagging) {
            (Tagging::External, Tagging::External) => {}
            (Tagging::Number(a), Tagging::Number(b)) if ints(*a, *b, self.format) => {
                let named =
                    |ident: &str| read.variants.iter().any(|variant| variant.ident == ident);
                let other = read.variants.iter().any(|variant| variant.other);
                return written
                    .variants
                    .iter()
                    .filter(|variant| variant.write.is_some())
                    .all(|variant| {
                        match read
                            .variants
                            .iter()
                            .find(|other| other.number == variant.number)
                        {
                            Some(found) => found.ident == variant.ident,
                            None => other && !named(&variant.ident),
                        }
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
        let own: Vec<_> = written
            .variants
            .iter()
            .filter(|variant| variant.read.is_some())
            .collect();
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
            let other = match readable.get(index) {
                Some(other) => other,
                None => match readable.iter().find(|other| other.other) {
                    Some(other) => other,
                    None => return false,
                },
            };
            let known = |shape: &Enum, ident: &str| {
                shape.variants.iter().any(|variant| variant.ident == ident)
            };
            // The own version must read its own index back, or it sees something else.
            if own.get(index).is_none_or(|own| own.ident != variant.ident) {
                return false;
            }
            // What the reader has no name for may end as its `other`, if nothing is read behind.
            if tail
                && other.other
                && matches!(other.payload, Payload::Unit)
                && !known(read, &variant.ident)
            {
                return true;
            }
            let same_kind =
                std::mem::discriminant(&variant.payload) == std::mem::discriminant(&other.payload);
            let renamed =
                same_kind && !known(read, &variant.ident) && !known(written, &other.ident);
            if variant.ident != other.ident && !renamed {
                return false;
            }
            match (
                payload_row(self.writer, &variant.payload, true),
                payload_row(self.reader, &other.payload, false),
            ) {
                // Contents that become less are only fields that are gone if both have fields.
                (Some(a), Some(b)) => self.rows(&a, &b, tail && same_kind),
                _ => false,
            }
        })
    }
}

/// The values in a row of a variant's contents.
fn payload_row(wire: &Wire, payload: &Payload, is_writer: bool) -> Option<Vec<Slot>> {
    match payload {
        Payload::Unit => Some(Vec::new()),
        Payload::Newtype(inner) => Some(vec![whole(*inner)]),
        Payload::Tuple(shape) | Payload::Struct(shape) => {
            let mut row = Row::default();
            fields(wire, shape, &whole(ShapeId(0)), is_writer, &mut row, 0).then_some(row.slots)
        }
    }
}

fn whole(shape: ShapeId) -> Slot {
    Slot {
        ident: None,
        top: None,
        shape,
    }
}

fn leaf(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Bool | Shape::Float(_) | Shape::Char | Shape::Str(_) | Shape::Bytes(_)
    )
}

fn is_byte(wire: &Wire, id: ShapeId) -> bool {
    *wire.shape(id)
        == Shape::Int(IntType {
            signed: false,
            bits: 8,
            nonzero: false,
            saturating: false,
            carries: false,
        })
}

fn ints(written: IntType, read: IntType, format: Format) -> bool {
    let same_sign = written.signed == read.signed
        && (written.nonzero || !read.nonzero)
        && (written.carries || !read.carries);
    let widths = match format {
        Format::BincodeFixed => written.bits == read.bits,
        // One byte is written as it is, anything wider with a variable width.
        _ => written.bits == read.bits || (written.bits > 8 && read.bits > written.bits),
    };
    same_sign && widths
}

/// Takes structs, tuples and the like apart into the values in a row; false if that is not possible.
fn spread(wire: &Wire, slots: &[Slot], is_writer: bool, row: &mut Row, depth: u32) -> bool {
    if depth > 64 {
        return false;
    }
    slots.iter().all(|slot| {
        let inner = |shape: ShapeId| {
            [Slot {
                shape,
                ..slot.clone()
            }]
        };
        match wire.shape(slot.shape) {
            Shape::Unit | Shape::UnitStruct => {
                row.unread.extend(slot.ident.clone());
                true
            }
            Shape::Newtype(shape) => spread(wire, &inner(*shape), is_writer, row, depth + 1),
            Shape::Split { write, read } => {
                let side = if is_writer { *write } else { *read };
                // What the writer's own version reads must be what it writes, or it sees something else.
                (!is_writer || write == read)
                    && spread(wire, &inner(side), is_writer, row, depth + 1)
            }
            Shape::Array(item, length) if *length <= SPELLED_OUT => {
                (0..*length).all(|_| spread(wire, &inner(*item), is_writer, row, depth + 1))
            }
            Shape::Tuple(shape) => fields(wire, shape, slot, is_writer, row, depth + 1),
            // A tag is written and never read.
            Shape::Struct(shape) => {
                (shape.tag.is_none() || !is_writer)
                    && fields(wire, shape, slot, is_writer, row, depth + 1)
            }
            _ => {
                row.slots.push(slot.clone());
                true
            }
        }
    })
}

fn fields(
    wire: &Wire,
    shape: &Struct,
    around: &Slot,
    is_writer: bool,
    row: &mut Row,
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
        if around.top.is_none() {
            row.tops
                .push((field.ident.clone(), is_composite(wire, field.shape)));
        }
        if field.write.is_some() != field.read.is_some() {
            return false;
        }
        if field.write.is_none() {
            row.unread.push(field.ident.clone());
            return true;
        }
        // A part of a tuple goes by the name of the field that the tuple is in.
        let ident = match field.ident.parse::<usize>() {
            Ok(_) => around.ident.clone(),
            Err(_) => Some(field.ident.clone()),
        };
        let top = around.top.clone().or_else(|| Some(field.ident.clone()));
        spread(
            wire,
            &[Slot {
                ident,
                top,
                shape: field.shape,
            }],
            is_writer,
            row,
            depth,
        )
    })
}

fn is_composite(wire: &Wire, id: ShapeId) -> bool {
    match wire.shape(id) {
        Shape::Struct(_) | Shape::Tuple(_) => true,
        Shape::Newtype(inner) | Shape::Split { read: inner, .. } => is_composite(wire, *inner),
        _ => false,
    }
}
