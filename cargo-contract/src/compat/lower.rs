//! From serializer calls to documents: JSON and MessagePack.

use super::data::{Contents, Data};
use crate::wire::{Doc, FloatType, Integer, float_text, float32_text};

/// The JSON document.
pub(crate) fn json(data: &Data) -> Result<Doc, String> {
    Ok(match data {
        Data::Bool(value) => Doc::Bool(*value),
        Data::Int(number, _) => Doc::Int(*number),
        Data::Float(value, FloatType::F64) => Doc::Float(float_text(*value)),
        Data::Float(value, FloatType::F32) => Doc::Float(float32_text(*value as f32)),
        Data::Char(value) => Doc::Str(value.to_string()),
        Data::Str(text) => Doc::Str(text.clone()),
        Data::Bytes(bytes) => Doc::List(
            bytes
                .iter()
                .map(|&byte| Doc::Int(Integer::from(i128::from(byte))))
                .collect(),
        ),
        Data::Unit | Data::UnitStruct | Data::None => Doc::Null,
        Data::Some(inner) => json(inner)?,
        Data::Seq(items) | Data::Tuple(items) => {
            Doc::List(items.iter().map(json).collect::<Result<_, _>>()?)
        }
        Data::Map(entries) | Data::OpenMap(entries) => Doc::Map(
            entries
                .iter()
                .map(|(key, value)| Ok((json_key(key)?, json(value)?)))
                .collect::<Result<_, String>>()?,
        ),
        Data::Struct(fields) => Doc::Map(
            fields
                .iter()
                .map(|(key, value)| Ok((Doc::Str(key.clone()), json(value)?)))
                .collect::<Result<_, String>>()?,
        ),
        Data::Variant {
            name,
            contents: Contents::Unit,
            ..
        } => Doc::Str(name.clone()),
        Data::Variant { name, contents, .. } => {
            let inner = match contents {
                Contents::Unit => Doc::Null,
                Contents::Newtype(inner) => json(inner)?,
                Contents::Tuple(items) => json(&Data::Tuple(items.clone()))?,
                Contents::Struct(fields) => json(&Data::Struct(fields.clone()))?,
            };
            Doc::Map(vec![(Doc::Str(name.clone()), inner)])
        }
        Data::Any(doc) => doc.clone(),
        Data::Opaque(what) => Doc::Opaque(what.clone()),
        Data::Fail(why) => return Err((*why).to_owned()),
    })
}

fn json_key(data: &Data) -> Result<Doc, String> {
    Ok(Doc::Str(match data {
        Data::Str(text) => text.clone(),
        Data::Char(value) => value.to_string(),
        Data::Int(number, _) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::Float(..) => match json(data)? {
            Doc::Float(text) => text,
            _ => return Err("key must be a string".to_owned()),
        },
        Data::Variant {
            name,
            contents: Contents::Unit,
            ..
        } => name.clone(),
        Data::Some(inner) => return json_key(inner),
        Data::Any(Doc::Str(text)) => text.clone(),
        Data::Opaque(what) => return Ok(Doc::Opaque(what.clone())),
        _ => return Err("key must be a string".to_owned()),
    }))
}

/// The MessagePack document; structs are lists unless `named`.
pub(crate) fn msgpack(data: &Data, is_named: bool) -> Result<Doc, String> {
    let sub = |data: &Data| msgpack(data, is_named);
    let structure = |fields: &[(String, Data)]| -> Result<Doc, String> {
        Ok(if is_named {
            Doc::Map(
                fields
                    .iter()
                    .map(|(key, value)| Ok((Doc::Str(key.clone()), sub(value)?)))
                    .collect::<Result<_, String>>()?,
            )
        } else {
            Doc::List(
                fields
                    .iter()
                    .map(|(_, value)| sub(value))
                    .collect::<Result<_, _>>()?,
            )
        })
    };
    Ok(match data {
        // The wire holds the 32 bits; who reads more of them sees the digits of the wider type.
        Data::Float(value, FloatType::F32) => Doc::Float(float_text(f64::from(*value as f32))),
        // Numbers of 128 bits are byte strings.
        Data::Int(number, ty) if ty.bits == 128 => {
            Doc::Bytes(number.to_bits().to_be_bytes().to_vec())
        }
        Data::Bytes(bytes) => Doc::Bytes(bytes.clone()),
        Data::UnitStruct => Doc::List(Vec::new()),
        Data::Some(inner) => sub(inner)?,
        Data::Seq(items) | Data::Tuple(items) => {
            Doc::List(items.iter().map(sub).collect::<Result<_, _>>()?)
        }
        Data::Map(entries) | Data::OpenMap(entries) => Doc::Map(
            entries
                .iter()
                .map(|(key, value)| Ok((sub(key)?, sub(value)?)))
                .collect::<Result<_, String>>()?,
        ),
        Data::Struct(fields) => structure(fields)?,
        Data::Variant {
            name,
            contents: Contents::Unit,
            ..
        } => Doc::Str(name.clone()),
        Data::Variant { name, contents, .. } => {
            let inner = match contents {
                Contents::Unit => Doc::Null,
                Contents::Newtype(inner) => sub(inner)?,
                Contents::Tuple(items) => {
                    Doc::List(items.iter().map(sub).collect::<Result<_, _>>()?)
                }
                Contents::Struct(fields) => structure(fields)?,
            };
            Doc::Map(vec![(Doc::Str(name.clone()), inner)])
        }
        other => json(other)?,
    })
}
