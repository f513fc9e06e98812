//! A written document, and what comes of reading it.

use super::Format;
use super::data::Data;
use super::decode::Decoder;
use super::encode::encode;
use super::lower::{json, msgpack};
use super::problem::{NOT_KNOWN, NOT_UNDERSTOOD, Problem};
use super::read::{Reader, Source};
use crate::wire::{Doc, ShapeId, Value, Wire, hex};

/// A written document.
pub(super) enum Document {
    Tree(Doc),
    Bytes(Vec<u8>),
}

/// What came of reading a document.
pub(super) struct Reading {
    pub(super) value: Value,
    pub(super) problems: Vec<Problem>,
    /// Where, why, and what it was of the writer's that is not understood.
    pub(super) doubts: Vec<(String, String, Option<String>)>,
}

impl Document {
    pub(super) fn write(data: &Data, format: Format) -> Result<Self, String> {
        Ok(match format {
            Format::Json => Document::Tree(json(data)?),
            Format::MessagePack => Document::Tree(msgpack(data, false)?),
            Format::MessagePackNamed => Document::Tree(msgpack(data, true)?),
            Format::Postcard | Format::BincodeFixed | Format::BincodeVarint => {
                Document::Bytes(encode(data, format)?)
            }
        })
    }

    pub(super) fn read(&self, wire: &Wire, format: Format) -> Reading {
        self.read_part(wire, wire.root, format, Source::Format)
    }

    /// Reads it as a part of the type; of bytes only the whole can be read.
    pub(super) fn read_part(
        &self,
        wire: &Wire,
        id: ShapeId,
        format: Format,
        source: Source,
    ) -> Reading {
        match self {
            Document::Tree(doc) => {
                let mut reader = Reader::new(wire, format);
                let value = reader.read(id, doc, source);
                let doubts = reader
                    .doubts
                    .into_iter()
                    .map(|doubt| {
                        let written = at(doc, &doubt.pointer).and_then(first_opaque);
                        let written = written.filter(|_| doubt.reason == NOT_UNDERSTOOD);
                        (doubt.path, doubt.reason, written.map(str::to_owned))
                    })
                    .collect();
                Reading {
                    value,
                    problems: reader.problems,
                    doubts,
                }
            }
            Document::Bytes(bytes) => match Decoder::new(wire, format, bytes).value() {
                Ok(value) => Reading {
                    value,
                    problems: Vec::new(),
                    doubts: Vec::new(),
                },
                Err(problem) => match problem.message.strip_prefix(NOT_KNOWN) {
                    Some(reason) => Reading {
                        value: Value::Invalid,
                        doubts: vec![(problem.path.clone(), reason.to_owned(), None)],
                        problems: Vec::new(),
                    },
                    None => Reading {
                        value: Value::Invalid,
                        problems: vec![problem],
                        doubts: Vec::new(),
                    },
                },
            },
        }
    }

    pub(super) fn show(&self) -> String {
        match self {
            Document::Tree(doc) => doc.to_json(),
            Document::Bytes(bytes) => hex(bytes),
        }
    }
}

/// The part of a document at a JSON pointer.
fn at<'d>(doc: &'d Doc, pointer: &str) -> Option<&'d Doc> {
    pointer.split('/').skip(1).try_fold(doc, |doc, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        match doc {
            Doc::List(items) => items.get(step.parse::<usize>().ok()?),
            Doc::Map(entries) => {
                let is_step = |key: &Doc| matches!(key, Doc::Str(text) if *text == step);
                let (_, value) = entries.iter().find(|(key, _)| is_step(key))?;
                Some(value)
            }
            _ => None,
        }
    })
}

/// The first part that is not understood.
fn first_opaque(doc: &Doc) -> Option<&str> {
    match doc {
        Doc::Opaque(fingerprint) => Some(fingerprint),
        Doc::List(items) => items.iter().find_map(first_opaque),
        Doc::Map(entries) => entries
            .iter()
            .find_map(|(key, value)| first_opaque(key).or_else(|| first_opaque(value))),
        _ => None,
    }
}
