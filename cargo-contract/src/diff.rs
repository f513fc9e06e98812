//! `cargo contract diff`: two versions of one type, given as two files.

use std::collections::BTreeMap;
use std::sync::Arc;

use govern_diagnostics::FileId;
use govern_facts::{Edition, FileFacts, ItemKind, Name, SyntaxError, extract};
use govern_names::{CrateInput, CrateKind, Extern, InstanceId, LinkInput, Names, RouteInput};

use crate::build::{Builder, Index, Program, is_primitive};
use crate::compat::{Comparison, Format, compare};
use crate::expand::expand;
use crate::wire::Wire;

/// Why a file gives no wire model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// The text is no Rust.
    #[error("it is no Rust: {message} in line {line}, column {column}")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, from 1.
        line: usize,
        /// Where, in characters from 1.
        column: usize,
    },
    /// No such type.
    #[error("there is no type `{0}` in it")]
    NoType(String),
}

/// One of two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The published one.
    Old,
    /// The one that is to replace it.
    New,
}

/// Formats by the names that `--wire` takes. `bincode` is both of its ways to write integers.
pub fn formats(name: &str) -> Option<&'static [Format]> {
    Some(match name {
        "json" => &[Format::Json],
        "postcard" => &[Format::Postcard],
        "bincode" => &[Format::BincodeFixed, Format::BincodeVarint],
        "bincode1" => &[Format::BincodeFixed],
        "bincode2" => &[Format::BincodeVarint],
        "rmp" => &[Format::MessagePack],
        "rmp-named" => &[Format::MessagePackNamed],
        _ => return None,
    })
}

/// The formats of a name, with the name, or how to say that there is none of this name.
pub(crate) fn named_formats(name: &str) -> Result<(&'static str, &'static [Format]), String> {
    const NAMES: [&str; 7] = [
        "json",
        "postcard",
        "bincode",
        "bincode1",
        "bincode2",
        "rmp",
        "rmp-named",
    ];
    let known = NAMES.into_iter().find(|known| *known == name);
    known
        .and_then(|name| Some((name, formats(name)?)))
        .ok_or_else(|| {
            format!("there is no format `{name}`; there are `json`, `postcard`, `bincode`, `rmp` and `rmp-named`")
        })
}

/// Compares two versions of a type: the texts, and the type's name in each. An error is about one of them.
pub fn compare_texts(
    old: (&str, &str),
    new: (&str, &str),
    formats: &[Format],
) -> Result<Comparison, (Version, DiffError)> {
    let mut result: Option<Comparison> = None;
    for &format in formats {
        let of = |version, (text, ty)| {
            wire_of(text, ty, format.is_readable()).map_err(|error| (version, error))
        };
        let (old, new) = (of(Version::Old, old)?, of(Version::New, new)?);
        let comparison = compare(&old, &new, format);
        result = Some(match result {
            Some(before) => before.agree(comparison),
            None => comparison,
        });
    }
    Ok(result.expect("there is no format without a configuration"))
}

/// The wire model of a type in a text that stands for a whole crate.
pub fn wire_of(text: &str, ty: &str, readable: bool) -> Result<Wire, DiffError> {
    let (mut facts, errors) = extract(text, Edition::E2021);
    if let Some(error) = errors.into_iter().next() {
        return Err(located(text, error));
    }
    let file = FileId(0);
    let mut text: Arc<str> = text.into();
    if let Some(expanded) = expand(&text, &facts, Edition::E2021) {
        facts = extract(&expanded, Edition::E2021).0;
        text = expanded.into();
    }
    let facts_of = |id: FileId| (id == file).then_some(&facts);
    let input = LinkInput {
        crates: vec![CrateInput {
            name: "file".to_owned(),
            package: "file".to_owned(),
            kind: CrateKind::Lib,
            edition: Edition::E2021,
            root: 0,
            externs: externs(&facts),
            holds: Box::new(|_, key, value| holds(key, value)),
        }],
        routes: vec![RouteInput {
            file,
            modules: Vec::new(),
            called: Vec::new(),
            included: Vec::new(),
        }],
        // It is expanded already.
        text: &|_| None,
        read: &extract,
        facts: &facts_of,
    };
    let names = Names::link(&input);
    let text_of = |id: FileId| (id == file).then(|| text.clone());
    let program = Program {
        names: &names,
        facts: &facts_of,
        text: &text_of,
        holds: &|_, key, value| holds(key, value),
    };
    let index = Index::new(&program);
    let builder = Builder::new(&program, &index, readable);
    builder
        .named(InstanceId(0), ty)
        .ok_or_else(|| DiffError::NoType(ty.to_owned()))
}

fn located(text: &str, error: SyntaxError) -> DiffError {
    let before = text.get(..error.extent.start as usize).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    DiffError::Syntax {
        message: error.message,
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

/// The conditions of a plain build on Linux, without features.
fn holds(key: &str, value: Option<&str>) -> Option<bool> {
    Some(match (key, value) {
        ("unix" | "debug_assertions", None) => true,
        ("target_os", Some(os)) => os == "linux",
        ("target_pointer_width", Some(width)) => width == "64",
        _ => false,
    })
}

/// Crates that a file may name: what its paths begin with and it does not declare itself.
fn externs(facts: &FileFacts) -> BTreeMap<String, Extern> {
    let first = |segments: govern_facts::Run| facts.segments[segments.rows()].first().copied();
    let imports = facts
        .imports
        .iter()
        .filter_map(|import| first(import.segments));
    let paths = facts
        .paths
        .iter()
        .filter(|path| path.segments.len() > 1)
        .filter_map(|path| first(path.segments));
    let declared = |name: Name| {
        facts
            .items
            .iter()
            .any(|item| item.name == name && !matches!(item.kind, ItemKind::ExternCrate { .. }))
    };
    imports
        .chain(paths)
        .filter(|&name| name.0 > Name::UNDERSCORE.0 && !declared(name))
        // Crates are in lower case; anything else is a type of the prelude.
        .filter(|&name| {
            facts.text(name).starts_with(char::is_lowercase) && !is_primitive(facts.text(name))
        })
        .map(|name| facts.text(name).to_owned())
        .chain(["std", "core", "alloc"].map(str::to_owned))
        .chain(crate::known::crates().map(str::to_owned))
        .map(|name| (name.clone(), Extern::External(name)))
        .collect()
}
