//! Writes positional formats: postcard, and bincode with fixed and with variable widths.

use super::Format;
use super::data::{Contents, Data};
use super::decode::{U32, U64};
use super::problem::{NOT_KNOWN, NOT_UNDERSTOOD};
use crate::wire::{Doc, FloatType, IntType, Integer};

/// The bytes of a value.
pub(crate) fn encode(data: &Data, format: Format) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    write(data, format, &mut bytes)?;
    Ok(bytes)
}

pub(super) fn write(data: &Data, format: Format, out: &mut Vec<u8>) -> Result<(), String> {
    match data {
        Data::Bool(value) => out.push(u8::from(*value)),
        Data::Int(number, ty) => write_int(*number, *ty, format, out),
        Data::Float(value, FloatType::F32) => out.extend((*value as f32).to_le_bytes()),
        Data::Float(value, FloatType::F64) => out.extend(value.to_le_bytes()),
        Data::Char(value) => {
            let text = value.to_string();
            if format == Format::Postcard {
                write_length(text.len(), format, out);
            }
            out.extend(text.bytes());
        }
        Data::Str(text) => write_bytes(text.as_bytes(), format, out),
        Data::Bytes(bytes) => write_bytes(bytes, format, out),
        Data::Unit | Data::UnitStruct => {}
        Data::None => out.push(0),
        Data::Some(inner) => {
            out.push(1);
            write(inner, format, out)?;
        }
        Data::Seq(items) => {
            write_length(items.len(), format, out);
            write_all(items, format, out)?;
        }
        Data::Tuple(items) => write_all(items, format, out)?,
        Data::Map(entries) => {
            write_length(entries.len(), format, out);
            for (key, value) in entries {
                write(key, format, out)?;
                write(value, format, out)?;
            }
        }
        Data::OpenMap(_) => return Err("the length of the map is not known beforehand".to_owned()),
        Data::Struct(fields) => write_fields(fields, format, out)?,
        Data::Variant {
            index, contents, ..
        } => {
            write_int(Integer::from(i128::from(*index)), U32, format, out);
            match contents {
                Contents::Unit => {}
                Contents::Newtype(inner) => write(inner, format, out)?,
                Contents::Tuple(items) => write_all(items, format, out)?,
                Contents::Struct(fields) => write_fields(fields, format, out)?,
            }
        }
        Data::Any(doc) => write(&document(doc), format, out)?,
        Data::Opaque(_) => return Err(format!("{NOT_KNOWN}{NOT_UNDERSTOOD}")),
        Data::Fail(why) => return Err((*why).to_owned()),
    }
    Ok(())
}

/// What a document of any kind says to a serializer.
pub(super) fn document(doc: &Doc) -> Data {
    match doc {
        Doc::Null => Data::Unit,
        Doc::Bool(value) => Data::Bool(*value),
        Doc::Int(number) => Data::Int(
            *number,
            IntType {
                signed: number.is_negative(),
                ..U64
            },
        ),
        Doc::Float(text) => Data::Float(text.parse().unwrap_or_default(), FloatType::F64),
        Doc::Str(text) => Data::Str(text.clone()),
        Doc::Bytes(bytes) => Data::Bytes(bytes.clone()),
        Doc::List(items) => Data::Seq(items.iter().map(document).collect()),
        Doc::Map(entries) => Data::Map(
            entries
                .iter()
                .map(|(key, value)| (document(key), document(value)))
                .collect(),
        ),
        Doc::Opaque(what) => Data::Opaque(what.clone()),
    }
}

pub(super) fn write_all(items: &[Data], format: Format, out: &mut Vec<u8>) -> Result<(), String> {
    items.iter().try_for_each(|item| write(item, format, out))
}

pub(super) fn write_fields(
    fields: &[(String, Data)],
    format: Format,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    fields
        .iter()
        .try_for_each(|(_, value)| write(value, format, out))
}

pub(super) fn write_bytes(bytes: &[u8], format: Format, out: &mut Vec<u8>) {
    write_length(bytes.len(), format, out);
    out.extend(bytes);
}

pub(super) fn write_length(length: usize, format: Format, out: &mut Vec<u8>) {
    write_int(Integer::from(length as u128), U64, format, out);
}

pub(super) fn write_int(number: Integer, ty: IntType, format: Format, out: &mut Vec<u8>) {
    if ty.bits == 8 {
        out.push(number.to_bits() as u8);
        return;
    }
    match format {
        Format::BincodeFixed => out.extend(&number.to_bits().to_le_bytes()[..ty.bits as usize / 8]),
        Format::BincodeVarint => {
            let value = zigzag(number, ty);
            match value {
                0..=250 => out.push(value as u8),
                251..=0xffff => tagged_int(251, value, 2, out),
                0x1_0000..=0xffff_ffff => tagged_int(252, value, 4, out),
                0x1_0000_0000..=0xffff_ffff_ffff_ffff => tagged_int(253, value, 8, out),
                _ => tagged_int(254, value, 16, out),
            }
        }
        _ => {
            let mut value = zigzag(number, ty);
            while value >= 0x80 {
                out.push(value as u8 | 0x80);
                value >>= 7;
            }
            out.push(value as u8);
        }
    }
}

pub(super) fn tagged_int(tag: u8, value: u128, width: usize, out: &mut Vec<u8>) {
    out.push(tag);
    out.extend(&value.to_le_bytes()[..width]);
}

pub(super) fn zigzag(number: Integer, ty: IntType) -> u128 {
    match (ty.signed, number.is_negative()) {
        (false, _) => number.magnitude(),
        (true, false) => number.magnitude().wrapping_shl(1),
        (true, true) => (number.magnitude() - 1).wrapping_shl(1) | 1,
    }
}
