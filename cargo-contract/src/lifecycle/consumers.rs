//! What consumers read of which contracts: `contracts/consumers/*.toml`.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Spanned, TomlFile};
use govern_workspace::Workspace;
use serde::Deserialize;

use super::kinds::Kind;
use crate::manifest::Id;

/// Where they are.
const CONSUMERS: &str = "contracts/consumers/*.toml";

/// A consumer.
#[derive(Debug, Clone)]
pub(crate) struct Consumer {
    /// Who.
    pub(crate) name: String,
    /// What it reads.
    pub(crate) reads: Vec<Reads>,
}

/// What a consumer reads of one contract.
#[derive(Debug, Clone)]
pub(crate) struct Reads {
    pub(crate) contract: Id,
    pub(crate) span: Option<Span>,
    pub(crate) fields: Vec<Wanted>,
    pub(crate) variants: Vec<WantedVariant>,
}

/// A field that a consumer reads.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// Whether it can do nothing without it.
    pub(crate) is_required: bool,
    pub(crate) span: Option<Span>,
}

/// A variant that a consumer reads.
#[derive(Debug, Clone)]
pub(crate) struct WantedVariant {
    /// Where the enum is.
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) span: Option<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsumerFile {
    consumer: String,
    #[serde(default)]
    reads: Vec<Spanned<ReadsTable>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadsTable {
    contract: Spanned<String>,
    #[serde(default)]
    required: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    optional: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    variants: BTreeMap<String, Vec<Spanned<String>>>,
}

/// Reads all of them, with what is wrong.
pub(crate) fn read(workspace: &Workspace) -> Result<(Vec<Consumer>, Vec<Diagnostic>), Error> {
    let mut consumers = Vec::new();
    let mut mistakes = Vec::new();
    for path in workspace.find_files(&[CONSUMERS])? {
        let (file, text) = workspace.read(&path)?;
        let file = TomlFile::new(file, text);
        match file.read::<ConsumerFile>() {
            Ok(table) => {
                let reads = table
                    .reads
                    .iter()
                    .filter_map(|table| reads(table.get_ref(), &file, &mut mistakes));
                let reads = reads.collect();
                consumers.push(Consumer {
                    name: table.consumer,
                    reads,
                });
            }
            Err(wrong) => mistakes.extend(wrong),
        }
    }
    Ok((consumers, mistakes))
}

fn reads(table: &ReadsTable, file: &TomlFile, mistakes: &mut Vec<Diagnostic>) -> Option<Reads> {
    let span = file.span(table.contract.span());
    let Some(contract) = Id::parse(table.contract.get_ref()) else {
        let message = format!("`{}` names no contract", table.contract.get_ref());
        let mistake = Diagnostic::config(message).at(span);
        mistakes.push(mistake.help("write `name@version`"));
        return None;
    };
    let mut fields = Vec::new();
    for (wanted, is_required) in [(&table.required, true), (&table.optional, false)] {
        for (path, kind) in wanted {
            match Kind::named(kind.get_ref()) {
                Some(kind) => fields.push(Wanted {
                    path: path.get_ref().clone(),
                    kind,
                    is_required,
                    span: file.span(path.span()),
                }),
                None => mistakes.push(
                    Diagnostic::config(format!("`{}` is no kind of values", kind.get_ref()))
                        .at(file.span(kind.span()))
                        .help(format!("there are {}", Kind::NAMES.join(", "))),
                ),
            }
        }
    }
    let variants = table.variants.iter().flat_map(|(path, names)| {
        names.iter().map(|name| WantedVariant {
            path: path.clone(),
            name: name.get_ref().clone(),
            span: file.span(name.span()),
        })
    });
    Some(Reads {
        contract,
        span,
        fields,
        variants: variants.collect(),
    })
}
