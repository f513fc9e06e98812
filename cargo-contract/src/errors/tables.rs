//! The tables of `contracts/errors.toml`.

use std::collections::BTreeMap;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Spanned, TomlFile};
use govern_workspace::Workspace;
use serde::Deserialize;

use super::{Declared, Entry, From};
use crate::build::Code;
use crate::wire::Integer;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorsFile {
    #[serde(default)]
    registry: Vec<RegistryTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistryTable {
    name: Spanned<String>,
    #[serde(rename = "enum")]
    of_enum: Option<Spanned<String>>,
    codes: Option<Spanned<String>>,
    constants: Option<Spanned<String>>,
    #[serde(default)]
    code: Vec<EntryTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryTable {
    code: Spanned<CodeText>,
    name: Names,
    meaning: Spanned<String>,
    #[expect(dead_code, reason = "it is for people")]
    since: Option<String>,
    retired: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a code is a number or a text")]
enum CodeText {
    Number(i64),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a name is a text, or a list of them")]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// Reads a file of registries; none if there is no such file.
pub(super) fn read(
    workspace: &Workspace,
    path: &str,
    mistakes: &mut Vec<Diagnostic>,
) -> Result<Option<Vec<Declared>>, Error> {
    let Some((file, text)) = workspace.read_if_exists(path)? else {
        return Ok(None);
    };
    let file = TomlFile::new(file, text);
    let tables = match file.read::<ErrorsFile>() {
        Ok(tables) => tables.registry,
        Err(wrong) => {
            mistakes.extend(wrong);
            return Ok(Some(Vec::new()));
        }
    };
    let mut declared: Vec<Declared> = Vec::new();
    for table in tables {
        let span = file.span(table.name.span());
        if let Some(first) = declared.iter().find(|it| it.name == *table.name.get_ref()) {
            let message = format!("two registries are called `{}`", first.name);
            mistakes.push(twice(message, span, first.span));
            continue;
        }
        match source(&table, &file) {
            Ok((from, from_span)) => declared.push(Declared {
                name: table.name.get_ref().clone(),
                span,
                from,
                from_span,
                entries: entries(&table.code, &file, mistakes),
            }),
            Err(mistake) => mistakes.push((*mistake).at(span)),
        }
    }
    Ok(Some(declared))
}

/// What bears the codes of a registry, and where that is said.
fn source(table: &RegistryTable, file: &TomlFile) -> Result<(From, Option<Span>), Box<Diagnostic>> {
    let codes = table.codes.as_ref().map(|codes| codes.get_ref().clone());
    match (&table.of_enum, &table.constants) {
        (Some(path), None) => {
            let by = codes.unwrap_or_else(|| "serde".to_owned());
            let from = From::Enum(path.get_ref().clone(), by);
            Ok((from, file.span(path.span())))
        }
        (None, Some(path)) if codes.is_none() => {
            let from = From::Constants(path.get_ref().clone());
            Ok((from, file.span(path.span())))
        }
        (None, Some(_)) => Err(Box::new(Diagnostic::config(
            "`codes` says how an enum gets its codes; constants are codes themselves",
        ))),
        _ => Err(Box::new(Diagnostic::config(
            "a registry is of an `enum`, or of `constants`",
        ))),
    }
}

fn entries(tables: &[EntryTable], file: &TomlFile, mistakes: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: BTreeMap<String, Option<Span>> = BTreeMap::new();
    for table in tables {
        let span = file.span(table.code.span());
        let code = match table.code.get_ref() {
            CodeText::Number(number) => Code::Number(Integer::from(i128::from(*number))),
            CodeText::Text(text) => Code::Text(text.clone()),
        };
        if let Some(first) = entries.iter().find(|entry| entry.code == code) {
            let message = format!("`{code}` is declared twice");
            mistakes.push(
                twice(message, span, first.span)
                    .help("if several things bear it, list them: `name = [\"A\", \"B\"]`"),
            );
            continue;
        }
        let names = match &table.name {
            Names::One(name) => vec![name.clone()],
            Names::Several(names) => names.clone(),
        };
        if names.is_empty() || table.meaning.get_ref().trim().is_empty() {
            let message = format!("`{code}` has no name or no meaning");
            mistakes.push(Diagnostic::config(message).at(span));
            continue;
        }
        // What is retired keeps the name that it had.
        for name in names.iter().filter(|_| table.retired.is_none()) {
            if let Some(first) = places.insert(name.clone(), span) {
                let message = format!("`{name}` bears two codes");
                mistakes.push(twice(message, span, first).help("one of them is `retired`"));
            }
        }
        entries.push(Entry {
            code,
            span,
            names,
            meaning: table.meaning.get_ref().clone(),
            meaning_span: file.span(table.meaning.span()),
            retired: table
                .retired
                .as_ref()
                .map(|retired| (retired.get_ref().clone(), file.span(retired.span()))),
        });
    }
    entries
}

fn twice(message: String, span: Option<Span>, first: Option<Span>) -> Diagnostic {
    let mistake = Diagnostic::config(message).at(span);
    match first {
        Some(first) => mistake.related(first, "the first one"),
        None => mistake,
    }
}
