//! Reads positional formats: names are nowhere, order is everything.

use super::Format;
use super::problem::{Kind, NOT_KNOWN, Problem};
use super::read_struct::{default_of, record_field};
use crate::wire::{
    Enum, FloatType, IntType, Integer, OfShape, Payload, Record, Shape, ShapeId, Struct, Tagging,
    Text, Value, Wire, float_text, float32_text,
};

pub(super) const U32: IntType = IntType {
    signed: false,
    bits: 32,
    nonzero: false,
    saturating: false,
    carries: false,
};
pub(super) const U64: IntType = IntType {
    signed: false,
    bits: 64,
    nonzero: false,
    saturating: false,
    carries: false,
};

fn unzigzag(value: u128) -> Integer {
    let half = value >> 1;
    if value & 1 == 0 {
        Integer::from(half)
    } else {
        Integer::from(half + 1).negated()
    }
}

/// Reads the bytes of one value; what is left over is ignored, as these formats do.
pub(crate) struct Decoder<'a> {
    wire: &'a Wire,
    format: Format,
    bytes: &'a [u8],
    path: Vec<String>,
}

type Read = Result<Value, Problem>;

impl<'a> Decoder<'a> {
    pub(crate) fn new(wire: &'a Wire, format: Format, bytes: &'a [u8]) -> Self {
        Decoder {
            wire,
            format,
            bytes,
            path: vec![wire.name.clone()],
        }
    }

    pub(crate) fn value(&mut self) -> Read {
        self.read(self.wire.root)
    }

    fn fail<T>(&self, kind: Kind, message: impl Into<String>) -> Result<T, Problem> {
        Err(Problem {
            pointer: String::new(),
            path: self.path.concat(),
            kind,
            message: message.into(),
        })
    }

    fn at<T>(
        &mut self,
        segment: String,
        read: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.path.push(segment);
        let result = read(self);
        // A problem already knows its path.
        self.path.pop();
        result
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Problem> {
        if count > self.bytes.len() {
            return self.fail(Kind::Garbage, "hit the end of the input, expected more");
        }
        let (taken, rest) = self.bytes.split_at(count);
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Problem> {
        Ok(self.take(1)?[0])
    }

    fn int(&mut self, ty: IntType) -> Result<Integer, Problem> {
        Ok(ty.read(self.plain_int(ty)?))
    }

    fn plain_int(&mut self, ty: IntType) -> Result<Integer, Problem> {
        if ty.bits == 8 {
            let byte = self.byte()?;
            return Ok(Integer::from(if ty.signed {
                i128::from(byte as i8)
            } else {
                i128::from(byte)
            }));
        }
        match self.format {
            Format::BincodeFixed => {
                let taken = self.take(ty.bits as usize / 8)?;
                let mut bytes = [0u8; 16];
                bytes[..taken.len()].copy_from_slice(taken);
                let raw = u128::from_le_bytes(bytes);
                let unused = 128 - ty.bits;
                Ok(if ty.signed {
                    Integer::from((raw << unused) as i128 >> unused)
                } else {
                    Integer::from(raw)
                })
            }
            Format::BincodeVarint => {
                let tag = self.byte()?;
                let width = match tag {
                    0..=250 => 0,
                    251 => 2,
                    252 => 4,
                    253 => 8,
                    254 => 16,
                    255 => return self.fail(Kind::Garbage, "invalid integer type"),
                };
                if width * 8 > ty.bits as usize {
                    return self.fail(Kind::Garbage, "invalid integer type");
                }
                let mut bytes = [0u8; 16];
                bytes[..width].copy_from_slice(self.take(width)?);
                let value = if width == 0 {
                    u128::from(tag)
                } else {
                    u128::from_le_bytes(bytes)
                };
                Ok(if ty.signed {
                    unzigzag(value)
                } else {
                    Integer::from(value)
                })
            }
            _ => {
                let mut value = 0u128;
                for index in 0..ty.bits.div_ceil(7) {
                    let byte = self.byte()?;
                    value |= u128::from(byte & 0x7f) << (7 * index);
                    if byte & 0x80 == 0 {
                        let room = ty.bits - 7 * index;
                        if room < 7 && byte >= 1 << room {
                            return self.fail(Kind::Garbage, "invalid variable-length integer");
                        }
                        return Ok(if ty.signed {
                            unzigzag(value)
                        } else {
                            Integer::from(value)
                        });
                    }
                }
                self.fail(Kind::Garbage, "invalid variable-length integer")
            }
        }
    }

    fn length(&mut self) -> Result<usize, Problem> {
        let length = self.int(U64)?;
        Ok(usize::try_from(length.magnitude()).unwrap_or(usize::MAX))
    }

    fn text(&mut self) -> Result<String, Problem> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => self.fail(Kind::Garbage, "invalid UTF-8"),
        }
    }

    fn read(&mut self, id: ShapeId) -> Read {
        let wire = self.wire;
        Ok(match wire.shape(id) {
            Shape::Split { read, .. } => self.read(*read)?,
            Shape::Any | Shape::Ignored => {
                return self.fail(
                    Kind::Unsupported,
                    "the format does not tell what kind of value follows",
                );
            }
            Shape::Bool => match self.byte()? {
                0 => Value::Bool(false),
                1 => Value::Bool(true),
                _ => return self.fail(Kind::Garbage, "a boolean that is neither 0 nor 1"),
            },
            Shape::Int(ty) => {
                let number = self.int(*ty)?;
                if !ty.holds(number) {
                    return self.fail(
                        Kind::Range,
                        format!("invalid value: integer `{number}`, expected {}", ty.name()),
                    );
                }
                Value::Int(number)
            }
            Shape::Float(FloatType::F32) => {
                let bytes = self.take(4)?;
                Value::Float(float32_text(f32::from_le_bytes([
                    bytes[0], bytes[1], bytes[2], bytes[3],
                ])))
            }
            Shape::Float(FloatType::F64) => {
                let mut bytes = [0u8; 8];
                bytes.copy_from_slice(self.take(8)?);
                Value::Float(float_text(f64::from_le_bytes(bytes)))
            }
            Shape::Char => self.character()?,
            Shape::Str(Text::Form(form)) => {
                let text = self.text()?;
                match crate::known::form(form).seen(&text) {
                    Some(seen) => Value::Str(seen),
                    None => {
                        return self.fail(
                            Kind::Range,
                            format!("invalid value: string {text:?} is not a {form}"),
                        );
                    }
                }
            }
            Shape::Str(_) => Value::Str(self.text()?),
            Shape::Bytes(wanted) => {
                let length = self.length()?;
                let bytes = self.take(length)?.to_vec();
                if wanted.is_some_and(|wanted| wanted != bytes.len()) {
                    return self.fail(Kind::Length, format!("invalid length {}", bytes.len()));
                }
                Value::Bytes(bytes)
            }
            Shape::Unit | Shape::UnitStruct => Value::Unit,
            Shape::Option(inner) => match self.byte()? {
                0 => Value::None,
                1 => Value::Some(Box::new(self.read(*inner)?)),
                _ => return self.fail(Kind::Garbage, "an option that is neither 0 nor 1"),
            },
            Shape::List(item) => Value::List(self.items(*item)?),
            Shape::Set(item) => {
                let mut values: Vec<Value> = Vec::new();
                for value in self.items(*item)? {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
                Value::Set(values)
            }
            Shape::Array(item, length) => {
                let mut values = Vec::new();
                for _ in 0..*length {
                    values.push(self.at("[]".to_owned(), |decoder| decoder.read(*item))?);
                }
                Value::List(values)
            }
            Shape::Tuple(shape) => Value::Tuple(self.fields(shape)?.elements()),
            Shape::Map(key, value) => {
                let length = self.length()?;
                let mut map: Vec<(Value, Value)> = Vec::new();
                for _ in 0..length {
                    self.room_for_items(map.len())?;
                    let key = self.at("{key}".to_owned(), |decoder| decoder.read(*key))?;
                    let value = self.at("{}".to_owned(), |decoder| decoder.read(*value))?;
                    match map.iter_mut().find(|(known, _)| *known == key) {
                        Some(entry) => entry.1 = value,
                        None => map.push((key, value)),
                    }
                }
                Value::Map(map)
            }
            Shape::Newtype(inner) => self.read(*inner)?,
            Shape::Converted {
                inner,
                meaning,
                outcomes,
                ..
            } => {
                let value = self.read(*inner)?;
                match outcomes.iter().find(|(known, _)| *known == value) {
                    Some((_, Some(made))) => made.clone(),
                    Some((_, None)) => {
                        return self.fail(Kind::Range, "the conversion refuses the value");
                    }
                    None => Value::Converted(meaning.clone(), Box::new(value)),
                }
            }
            Shape::Struct(shape) if shape.flattens_read() => {
                return self.fail(
                    Kind::Unsupported,
                    "flattened fields cannot be read from this format",
                );
            }
            Shape::Struct(shape) => Value::Record(self.fields(shape)?),
            Shape::Enum(shape) => self.variant(id, shape)?,
            Shape::Opaque { reason, .. } => {
                return self.fail(Kind::Unsupported, format!("{NOT_KNOWN}{reason}"));
            }
        })
    }

    fn character(&mut self) -> Read {
        if self.format == Format::Postcard {
            let length = self.length()?;
            if length > 4 {
                return self.fail(Kind::Garbage, "a character that is too long");
            }
            let bytes = self.take(length)?;
            return match std::str::from_utf8(bytes)
                .ok()
                .and_then(|text| text.chars().next())
            {
                Some(character) => Ok(Value::Str(character.to_string())),
                None => self.fail(Kind::Garbage, "invalid character"),
            };
        }
        let width = match self.bytes.first() {
            Some(0..=0x7f) => 1,
            Some(0xc0..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(0xf0..=0xf7) => 4,
            Some(_) => return self.fail(Kind::Garbage, "invalid character"),
            None => 1,
        };
        match std::str::from_utf8(self.take(width)?) {
            Ok(text) => Ok(Value::Str(text.to_owned())),
            Err(_) => self.fail(Kind::Garbage, "invalid character"),
        }
    }

    /// Lengths are not to be believed: items without bytes could otherwise be read for ever.
    fn room_for_items(&self, read: usize) -> Result<(), Problem> {
        if read > 4096 {
            self.fail(Kind::Garbage, "a length beyond the end of the input")
        } else {
            Ok(())
        }
    }

    fn items(&mut self, item: ShapeId) -> Result<Vec<Value>, Problem> {
        let length = self.length()?;
        let mut values = Vec::new();
        for _ in 0..length {
            self.room_for_items(values.len())?;
            values.push(self.at("[]".to_owned(), |decoder| decoder.read(item))?);
        }
        Ok(values)
    }

    fn fields(&mut self, shape: &Struct) -> Result<Record, Problem> {
        let mut record = Record::default();
        for field in &shape.fields {
            let value = match &field.read {
                None => (false, default_of(field)),
                Some(_) => (
                    true,
                    self.at(format!(".{}", field.ident), |decoder| {
                        decoder.read(field.shape)
                    })?,
                ),
            };
            record.fields.push(record_field(field, value.0, value.1));
        }
        Ok(record)
    }

    fn variant(&mut self, id: ShapeId, shape: &Enum) -> Read {
        if shape
            .variants
            .iter()
            .any(|variant| variant.untagged && variant.read.is_some())
        {
            return self.fail(
                Kind::Unsupported,
                "untagged variants cannot be read from this format",
            );
        }
        match &shape.tagging {
            Tagging::External => {}
            Tagging::Adjacent { .. } => {}
            Tagging::Number(ty) => {
                let number = self.int(*ty)?;
                let named = shape
                    .variants
                    .iter()
                    .find(|variant| Integer::from(variant.number) == number);
                return match named.or_else(|| shape.variants.iter().find(|variant| variant.other)) {
                    Some(variant) => Ok(Value::Variant {
                        of: OfShape(id),
                        ident: variant.ident.clone(),
                        catches: variant.other,
                        payload: Box::new(Value::Unit),
                    }),
                    None => self.fail(
                        Kind::Variant(number.to_string()),
                        format!("invalid value: {number}"),
                    ),
                };
            }
            Tagging::Internal { .. } | Tagging::Untagged => {
                return self.fail(
                    Kind::Unsupported,
                    "the format does not tell what kind of value follows",
                );
            }
        }
        let index = self.int(U32)?.magnitude();
        // The reader counts the variants that it can read, the writer counts all of them.
        let readable: Vec<_> = shape
            .variants
            .iter()
            .filter(|variant| variant.read.is_some())
            .collect();
        let named = usize::try_from(index)
            .ok()
            .and_then(|index| readable.get(index).copied());
        let Some(variant) =
            named.or_else(|| readable.iter().copied().find(|variant| variant.other))
        else {
            return self.fail(
                Kind::Variant(index.to_string()),
                format!(
                    "invalid value: integer `{index}`, expected variant index 0 <= i < {}",
                    readable.len()
                ),
            );
        };
        let adjacent = matches!(shape.tagging, Tagging::Adjacent { .. });
        let payload = self.at(format!("::{}", variant.ident), |decoder| {
            match &variant.payload {
                Payload::Unit | Payload::Struct(_) if adjacent => decoder.fail(
                    Kind::Unsupported,
                    "the format does not tell what kind of value follows",
                ),
                Payload::Unit => Ok(Value::Unit),
                Payload::Newtype(inner) => decoder.read(*inner),
                Payload::Tuple(fields) => Ok(Value::Tuple(decoder.fields(fields)?.elements())),
                Payload::Struct(fields) if fields.flattens_read() => decoder.fail(
                    Kind::Unsupported,
                    "flattened fields cannot be read from this format",
                ),
                Payload::Struct(fields) => Ok(Value::Record(decoder.fields(fields)?)),
            }
        })?;
        Ok(Value::Variant {
            of: OfShape(id),
            ident: variant.ident.clone(),
            catches: variant.other,
            payload: Box::new(payload),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Format, IntType, Integer};
    use crate::compat::data::Data;
    use crate::compat::encode::encode;
    use crate::wire::{Shape, Value, Wire};

    const U8: IntType = IntType {
        signed: false,
        bits: 8,
        nonzero: false,
        saturating: false,
        carries: false,
    };

    fn round_trip(number: i128, ty: &str, format: Format) -> Vec<u8> {
        let ty = IntType::parse(ty).expect("a known type");
        let bytes =
            encode(&Data::Int(Integer::from(number), ty), format).expect("numbers can be written");
        let mut wire = Wire::new("n");
        wire.root = wire.push(Shape::Int(ty));
        let value = Decoder::new(&wire, format, &bytes)
            .value()
            .expect("what was written can be read");
        assert_eq!(value, Value::Int(Integer::from(number)));
        bytes
    }

    #[test]
    fn integers_are_written_as_the_formats_say() {
        assert_eq!(round_trip(300, "u32", Format::Postcard), [0xac, 0x02]);
        assert_eq!(round_trip(-1, "i16", Format::Postcard), [0x01]);
        assert_eq!(round_trip(200, "u8", Format::Postcard), [200]);
        assert_eq!(
            round_trip(300, "u32", Format::BincodeFixed),
            [0x2c, 1, 0, 0]
        );
        assert_eq!(
            round_trip(-2, "i64", Format::BincodeFixed),
            [0xfe, 255, 255, 255, 255, 255, 255, 255]
        );
        assert_eq!(round_trip(251, "u16", Format::BincodeVarint), [251, 251, 0]);
        assert_eq!(round_trip(-3, "i32", Format::BincodeVarint), [5]);
        for format in [
            Format::Postcard,
            Format::BincodeFixed,
            Format::BincodeVarint,
        ] {
            round_trip(i128::MIN, "i128", format);
            round_trip(i128::MAX, "i128", format);
            round_trip(i64::MIN.into(), "i64", format);
        }
    }

    #[test]
    fn a_short_input_is_an_error_and_no_panic() {
        let mut wire = Wire::new("list");
        let item = wire.push(Shape::Int(U8));
        wire.root = wire.push(Shape::List(item));
        assert!(
            Decoder::new(&wire, Format::Postcard, &[0xff, 0xff, 0x7f, 1])
                .value()
                .is_err()
        );
        let nothing = wire.push(Shape::Unit);
        wire.root = wire.push(Shape::List(nothing));
        assert!(
            Decoder::new(&wire, Format::Postcard, &[0xff, 0xff, 0xff, 0xff, 0x0f])
                .value()
                .is_err()
        );
    }
}
