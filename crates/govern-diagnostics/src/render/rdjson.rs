//! The format of reviewdog: a `DiagnosticResult` in JSON. Its columns count bytes.

use std::io;

use serde::Serialize;

use super::one_line;
use crate::{Diagnostic, Position, Report, Severity, Sources, Span};

#[derive(Serialize)]
struct Result<'r> {
    source: Source<'r>,
    diagnostics: Vec<Entry>,
}

#[derive(Serialize)]
struct Source<'r> {
    name: &'r str,
}

#[derive(Serialize)]
struct Entry {
    message: String,
    location: Place,
    severity: &'static str,
    code: Name,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Name {
    value: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Place,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Place {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let failed = report.failed_parts();
    let all = report.diagnostics.iter().chain(&failed);
    let result = Result {
        source: Source {
            name: &report.tool.name,
        },
        diagnostics: all.map(|it| entry(it, sources)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &result)?;
    writeln!(out)
}

fn entry(diagnostic: &Diagnostic, sources: &Sources) -> Entry {
    let mut message = vec![one_line(&diagnostic.message)];
    let notes = diagnostic.notes.iter().map(|text| ("note", text));
    let help = diagnostic.help.iter().map(|text| ("help", text));
    message.extend(
        notes
            .chain(help)
            .map(|(word, text)| format!("{word}: {}", one_line(text))),
    );
    // What has no place stands at the manifest: without a path it would be shown nowhere.
    let manifest = || Place {
        path: "Cargo.toml".to_owned(),
        range: None,
    };
    let place = diagnostic.span.and_then(|span| place(span, sources));
    let related = diagnostic.related.iter().filter_map(|related| {
        Some(Related {
            message: one_line(&related.message),
            location: self::place(related.span, sources)?,
        })
    });
    Entry {
        suggestions: suggestions(diagnostic, sources).unwrap_or_default(),
        message: message.join("\n"),
        location: place.unwrap_or_else(manifest),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
        },
        code: Name {
            value: diagnostic.code.to_string(),
        },
        related_locations: related.collect(),
    }
}

/// What a program may do. A suggestion is for the file of the location, and each is one that can be taken alone: what is made
/// of several edits is none.
fn suggestions(diagnostic: &Diagnostic, sources: &Sources) -> Option<Vec<Suggestion>> {
    let [edit] = &diagnostic.fix.as_ref()?.edits[..] else {
        return None;
    };
    let is_there = diagnostic.span.is_some_and(|it| it.file == edit.span.file);
    let range = place(edit.span, sources).filter(|_| is_there)?.range?;
    let text = edit.text.clone();
    Some(vec![Suggestion { range, text }])
}

fn place(span: Span, sources: &Sources) -> Option<Place> {
    let at = sources.locate(span)?;
    let point = |position: Position| Point {
        line: position.line,
        column: position.byte_column,
    };
    Some(Place {
        path: at.path.to_owned(),
        range: Some(Range {
            start: point(at.start),
            end: point(at.end),
        }),
    })
}
