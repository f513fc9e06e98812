//! Fields with a value, as they are written: bytes on the wire, and JSON.

use serde_json::{Value, json};

use super::model::{Cardinality, Field, Protos, Ty};

/// How something stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Group = 3,
    Fixed32 = 5,
}

/// A value, as it is written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    pub(super) json: Value,
}

/// How values of a type stand on the wire; none if the type is not known.
pub(super) fn wire(ty: &Ty) -> Option<Wire> {
    Some(match ty {
        Ty::Scalar("double" | "fixed64" | "sfixed64") => Wire::Fixed64,
        Ty::Scalar("float" | "fixed32" | "sfixed32") => Wire::Fixed32,
        Ty::Scalar("string" | "bytes") | Ty::Message(_) | Ty::Map(_) => Wire::Length,
        Ty::Scalar(_) | Ty::Enum(_) => Wire::Varint,
        Ty::Group(_) => Wire::Group,
        Ty::Named(_) => return None,
    })
}

/// A value of a type that is not what is read where nothing is written.
pub(super) fn value(ty: &Ty, protos: &Protos) -> Option<Written> {
    let written = |bytes: Vec<u8>, json: Value| Some(Written { bytes, json });
    match ty {
        Ty::Scalar("double") => written(1.0_f64.to_le_bytes().to_vec(), json!(1.0)),
        Ty::Scalar("float") => written(1.0_f32.to_le_bytes().to_vec(), json!(1.0)),
        Ty::Scalar("fixed64" | "sfixed64") => written(1_u64.to_le_bytes().to_vec(), json!("1")),
        Ty::Scalar("fixed32" | "sfixed32") => written(1_u32.to_le_bytes().to_vec(), json!(1)),
        Ty::Scalar("sint32") => written(vec![2], json!(1)),
        Ty::Scalar("sint64") => written(vec![2], json!("1")),
        Ty::Scalar("int64" | "uint64") => written(vec![1], json!("1")),
        Ty::Scalar("bool") => written(vec![1], json!(true)),
        Ty::Scalar("string") => written(b"\x03a b".to_vec(), json!("a b")),
        Ty::Scalar("bytes") => written(vec![1, 0xff], json!("/w==")),
        Ty::Scalar(_) => written(vec![1], json!(1)),
        Ty::Message(_) => written(vec![0], json!({})),
        // The end of a group has the number of its field.
        Ty::Group(_) => written(Vec::new(), json!({})),
        Ty::Enum(name) => {
            let (number, names) = protos.enums.get(name)?.values.last_key_value()?;
            let bytes = varint(i64::from(*number) as u64);
            written(bytes, json!(names.keys().next()?))
        }
        Ty::Map(of) => {
            let (key, held) = (value(&of.0, protos)?, value(&of.1, protos)?);
            let mut entry = field(1, &of.0, &key.bytes)?;
            entry.extend(field(2, &of.1, &held.bytes)?);
            let key = match key.json {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let mut bytes = varint(entry.len() as u64);
            bytes.extend(entry);
            written(bytes, json!({ key: held.json }))
        }
        Ty::Named(_) => None,
    }
}

/// A field with the bytes of its value.
pub(super) fn field(number: i32, ty: &Ty, value: &[u8]) -> Option<Vec<u8>> {
    let wire = wire(ty)?;
    let tag = |wire: u64| varint((u64::from(number.unsigned_abs()) << 3) | wire);
    let mut bytes = tag(wire as u64);
    bytes.extend(value);
    if wire == Wire::Group {
        bytes.extend(tag(4));
    }
    Some(bytes)
}

/// A document with one field, which has this value.
pub(super) fn document(of: &Field, value: Value) -> String {
    let value = match of.cardinality {
        Cardinality::Repeated => json!([value]),
        _ => value,
    };
    json!({ &of.json_name: value }).to_string()
}

/// Seven bits a byte, the lowest first.
pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// Bytes as they are shown: `08 01`.
pub(super) fn hex(bytes: &[u8]) -> String {
    let all: Vec<String> = bytes.iter().map(|it| format!("{it:02x}")).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{hex, varint};

    #[test]
    fn numbers_are_written_low_bits_first() {
        assert_eq!(hex(&varint(0)), "00");
        assert_eq!(hex(&varint(300)), "ac 02");
        assert_eq!(hex(&varint(-1_i64 as u64)), "ff ff ff ff ff ff ff ff ff 01");
    }
}
