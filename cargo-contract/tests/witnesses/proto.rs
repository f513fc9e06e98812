//! Witnesses of protobuf, by prost-reflect: what one version writes, the other does not read as it was meant.

use prost_reflect::prost::Message as _;
use prost_reflect::{Cardinality, DescriptorPool, DynamicMessage, MessageDescriptor};

/// What a file declares.
pub(crate) fn pool(text: &str) -> Result<DescriptorPool, String> {
    let file = protox_parse::parse("a.proto", text).map_err(|it| it.to_string())?;
    let mut pool = DescriptorPool::new();
    pool.add_file_descriptor_proto(file)
        .map_err(|it| it.to_string())?;
    Ok(pool)
}

/// Whether a witness shows a change at a place between two files, and else why not; `why` says who writes it.
pub(crate) fn shows(
    (old, new): (&str, &str),
    place: &str,
    witness: &str,
    why: &str,
) -> Result<(), String> {
    let (before, now) = (pool(old)?, pool(new)?);
    let is_so = |shown: bool| match shown {
        true => Ok(()),
        false => Err(format!("`{witness}` shows nothing at `{place}`")),
    };
    if let Some(name) = witness.strip_prefix("type.googleapis.com/") {
        let known = |pool: &DescriptorPool| pool.get_message_by_name(name).is_some();
        return is_so(known(&before) && !known(&now));
    }
    if let Some(path) = witness.strip_prefix('/') {
        let (was, is) = (method(&before, path), method(&now, path));
        return is_so(was.is_some() && was != is);
    }
    if let Some(name) = witness
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
    {
        let known = |pool: &DescriptorPool| pool.get_extension_by_name(name).is_some();
        return is_so(known(&before) && !known(&now));
    }
    if let Some(value) = witness
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
    {
        let of = place.rsplit_once('.').map_or("", |it| it.0);
        let known = |pool: &DescriptorPool| {
            let of = pool.get_enum_by_name(of);
            of.is_some_and(|it| it.get_value_by_name(value).is_some())
        };
        return is_so(known(&before) && !known(&now));
    }
    if witness.ends_with(';') {
        let declares = |text: &str, pool: &DescriptorPool| {
            self::pool(&declared(text, place, witness)).is_ok() && !reserves(pool, place, witness)
        };
        return is_so(!declares(old, &before) && declares(new, &now));
    }
    let known = |pool: &DescriptorPool| pool.get_enum_by_name(witness).is_some();
    if known(&before) {
        return is_so(!known(&now));
    }
    let (writer, reader) = match why.split(' ').next() {
        Some("old") => (&before, &now),
        Some("new") => (&now, &before),
        _ => return Err(format!("`{why}` does not say who writes `{witness}`")),
    };
    let holder = holder(&before, place);
    let holder = holder.ok_or_else(|| format!("no message of `{place}` is known"))?;
    let find = |pool: &DescriptorPool| pool.get_message_by_name(&holder);
    let (Some(writer), Some(reader)) = (find(writer), find(reader)) else {
        return Err(format!("`{holder}` is not in both"));
    };
    if witness == "{}" {
        // Of what both need, something is written.
        let known = missing(&writer);
        return is_so(missing(&reader).iter().any(|it| !known.contains(it)))
            .or_else(|_| is_so(defaults(&writer) != defaults(&reader)));
    }
    if witness.starts_with('{') {
        json(&writer, witness)
            .map_err(|error| format!("writers do not write `{witness}`: {error}"))?;
        return is_so(json(&reader, witness).is_err());
    }
    let bytes: Result<Vec<u8>, _> = witness
        .split(' ')
        .map(|it| u8::from_str_radix(it, 16))
        .collect();
    let bytes = bytes.map_err(|_| format!("`{witness}` are no bytes"))?;
    let written = DynamicMessage::decode(writer, &bytes[..])
        .map_err(|error| format!("writers do not write `{witness}`: {error}"))?;
    if written.unknown_fields().count() > 0 {
        return Err(format!("writers do not know what `{witness}` is"));
    }
    let Ok(read) = DynamicMessage::decode(reader, &bytes[..]) else {
        return Ok(());
    };
    is_so(
        loses(&read)
            || read.encode_to_vec() != written.encode_to_vec()
            || serde_json::to_value(&read).ok() != serde_json::to_value(&written).ok(),
    )
}

/// Whether there is something in it that is not understood.
fn loses(message: &DynamicMessage) -> bool {
    let unnamed = |field: &prost_reflect::FieldDescriptor, value: &prost_reflect::Value| {
        let kind = field.kind();
        let known = |it: &prost_reflect::Value| match (kind.as_enum(), it) {
            (Some(of), prost_reflect::Value::EnumNumber(number)) => of.get_value(*number).is_some(),
            (_, prost_reflect::Value::Message(inner)) => !loses(inner),
            _ => true,
        };
        match value {
            prost_reflect::Value::List(list) => !list.iter().all(known),
            single => !known(single),
        }
    };
    message.unknown_fields().count() > 0
        || message
            .fields()
            .any(|(field, value)| unnamed(&field, value))
}

fn json(of: &MessageDescriptor, text: &str) -> Result<DynamicMessage, serde_json::Error> {
    DynamicMessage::deserialize(of.clone(), &mut serde_json::Deserializer::from_str(text))
}

/// The fields that have to be there.
fn missing(of: &MessageDescriptor) -> Vec<u32> {
    let required = of
        .fields()
        .filter(|it| it.cardinality() == Cardinality::Required);
    required.map(|it| it.number()).collect()
}

/// What is read where nothing was written.
fn defaults(of: &MessageDescriptor) -> Vec<(u32, String)> {
    let fields = of.fields();
    fields
        .map(|it| (it.number(), format!("{:?}", it.default_value())))
        .collect()
}

/// All that a caller of a method has to know.
fn method(pool: &DescriptorPool, path: &str) -> Option<[String; 4]> {
    let (service, name) = path.split_once('/')?;
    let service = pool.get_service_by_name(service)?;
    let method = service.methods().find(|it| it.name() == name)?;
    Some([
        method.input().full_name().to_owned(),
        method.output().full_name().to_owned(),
        format!(
            "{} {}",
            method.is_client_streaming(),
            method.is_server_streaming()
        ),
        format!("{:?}", method.options()),
    ])
}

/// The message of a field; of a value of an enum, one that has it.
fn holder(pool: &DescriptorPool, place: &str) -> Option<String> {
    let of = place.rsplit_once('.').map_or("", |it| it.0);
    if pool.get_message_by_name(of).is_some() {
        return Some(of.to_owned());
    }
    let all = pool.all_messages();
    let mut fields = all.flat_map(|it| it.fields().collect::<Vec<_>>());
    let field = fields.find(|it| it.kind().as_enum().is_some_and(|it| it.full_name() == of))?;
    Some(field.parent_message().full_name().to_owned())
}

/// Whether the name that a line declares is reserved; numbers are looked at where the file is read.
fn reserves(pool: &DescriptorPool, place: &str, line: &str) -> bool {
    let name = line.split(' ').rev().nth(2).unwrap_or_default();
    match (
        pool.get_message_by_name(place),
        pool.get_enum_by_name(place),
    ) {
        (Some(of), _) => of.reserved_names().any(|it| it == name),
        (_, Some(of)) => of.reserved_names().any(|it| it == name),
        _ => true,
    }
}

/// A file in which a message or an enum declares something more.
fn declared(text: &str, place: &str, line: &str) -> String {
    let name = place.rsplit('.').next().unwrap_or(place);
    let word = match line.starts_with("int32 ") {
        true => "message",
        false => "enum",
    };
    let opens = format!("{word} {name} {{");
    text.replacen(&opens, &format!("{opens} {line}"), 1)
}
