//! What `Serialize` says to a serializer: the value before any format.

use crate::wire::{Doc, FloatType, IntType, Integer};

/// The key that stands for those of a flattened part that is not understood.
pub(super) const ANY_KEY: &str = "…";

/// A call to a serializer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Data {
    Bool(bool),
    Int(Integer, IntType),
    Float(f64, FloatType),
    Char(char),
    Str(String),
    Bytes(Vec<u8>),
    Unit,
    UnitStruct,
    None,
    Some(Box<Data>),
    Seq(Vec<Data>),
    /// A tuple, tuple struct or array: its length is not written by positional formats.
    Tuple(Vec<Data>),
    Map(Vec<(Data, Data)>),
    /// A struct with flattened fields: a map whose length is not known beforehand.
    OpenMap(Vec<(Data, Data)>),
    Struct(Vec<(String, Data)>),
    Variant {
        index: u32,
        name: String,
        contents: Contents,
    },
    /// A document inside a document.
    Any(Doc),
    /// A part whose shape is not understood.
    Opaque(String),
    /// The serializer is told to fail.
    Fail(&'static str),
}

/// The contents of a variant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Contents {
    Unit,
    Newtype(Box<Data>),
    Tuple(Vec<Data>),
    Struct(Vec<(String, Data)>),
}

/// The entries of a flattened value, or why there can be none.
pub(crate) fn flattened(data: Data) -> Result<Vec<(Data, Data)>, &'static str> {
    match data {
        Data::Map(entries) | Data::OpenMap(entries) => Ok(entries),
        Data::Struct(fields) => Ok(named(fields)),
        Data::None | Data::Unit | Data::UnitStruct => Ok(Vec::new()),
        Data::Some(inner) => flattened(*inner),
        Data::Variant { name, contents, .. } => {
            Ok(vec![(Data::Str(name), contents_data(contents))])
        }
        Data::Any(Doc::Map(entries)) => Ok(entries
            .into_iter()
            .map(|(key, value)| (Data::Any(key), Data::Any(value)))
            .collect()),
        Data::Any(Doc::Null) => Ok(Vec::new()),
        Data::Opaque(what) => Ok(vec![(Data::Str(ANY_KEY.to_owned()), Data::Opaque(what))]),
        Data::Fail(why) => Err(why),
        _ => Err("can only flatten structs and maps"),
    }
}

/// An internally tagged newtype variant: its value with the tag in front, or why there can be none.
pub(crate) fn tagged(tag: &str, name: &str, data: Data) -> Data {
    let entry = || (Data::Str(tag.to_owned()), Data::Str(name.to_owned()));
    match data {
        Data::Struct(mut fields) => {
            fields.insert(0, (tag.to_owned(), Data::Str(name.to_owned())));
            Data::Struct(fields)
        }
        Data::Map(mut entries) => {
            entries.insert(0, entry());
            Data::Map(entries)
        }
        Data::OpenMap(mut entries) => {
            entries.insert(0, entry());
            Data::OpenMap(entries)
        }
        Data::Unit | Data::UnitStruct => Data::Map(vec![entry()]),
        Data::Variant { name, contents, .. } => {
            Data::Map(vec![entry(), (Data::Str(name), contents_data(contents))])
        }
        Data::Any(Doc::Map(mut entries)) => {
            entries.insert(0, (Doc::Str(tag.to_owned()), Doc::Str(name.to_owned())));
            Data::Any(Doc::Map(entries))
        }
        Data::Any(Doc::Null) => Data::Map(vec![entry()]),
        Data::Opaque(what) => Data::Map(vec![
            entry(),
            (Data::Str(ANY_KEY.to_owned()), Data::Opaque(what)),
        ]),
        Data::Fail(why) => Data::Fail(why),
        _ => Data::Fail("cannot serialize an internally tagged newtype variant around this value"),
    }
}

pub(crate) fn named(fields: Vec<(String, Data)>) -> Vec<(Data, Data)> {
    fields
        .into_iter()
        .map(|(key, value)| (Data::Str(key), value))
        .collect()
}

fn contents_data(contents: Contents) -> Data {
    match contents {
        Contents::Unit => Data::Unit,
        Contents::Newtype(inner) => *inner,
        Contents::Tuple(items) => Data::Tuple(items),
        Contents::Struct(fields) => Data::Struct(fields),
    }
}
