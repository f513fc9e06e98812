//! Workflow commands of GitHub Actions: annotations on the lines of a pull request.

use std::io;

use super::{RenderOptions, counted, one_line, printable, short, summary};
use crate::{Diagnostic, Report, Severity, Sources};

/// GitHub shows this many annotations of a level per step and silently drops the rest.
const LIMIT: usize = 10;

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut cut = Vec::new();
    // What did not run comes first: among others it could be what is dropped.
    let failed = report.failed_parts();
    let all = || failed.iter().chain(&report.diagnostics);
    for severity in [Severity::Error, Severity::Warning] {
        let of_level = all().filter(|diagnostic| diagnostic.severity == severity);
        for (index, diagnostic) in of_level.enumerate() {
            if index < LIMIT {
                writeln!(out, "{}", command(diagnostic, sources, options))?;
            } else {
                cut.push(diagnostic);
            }
        }
    }
    if !cut.is_empty() {
        // The log still has them all.
        for diagnostic in &cut {
            writeln!(out, "{}", short::line(diagnostic, sources))?;
        }
        let findings = counted(cut.len(), "more finding");
        let text = format!("{findings} in the log: GitHub shows {LIMIT} annotations of a level");
        writeln!(
            out,
            "::notice title={}::{}",
            property(&report.tool.command),
            data(&text)
        )?;
    }
    for line in summary::lines(report, sources, options.verbose) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn command(diagnostic: &Diagnostic, sources: &Sources, options: &RenderOptions) -> String {
    let mut properties = Vec::new();
    if let Some(location) = diagnostic.span.and_then(|span| sources.locate(span)) {
        let path = format!("{}{}", options.path_prefix, one_line(location.path));
        properties.push(format!("file={}", property(&path)));
        properties.push(format!("line={}", location.start.line));
        properties.push(format!("endLine={}", location.end.line));
        // Columns are refused where the lines differ.
        if location.start.line == location.end.line {
            properties.push(format!("col={}", location.start.column));
            properties.push(format!("endColumn={}", location.end.column));
        }
    }
    properties.push(format!("title={}", property(&diagnostic.code.to_string())));
    let mut text = diagnostic.message.clone();
    let details = diagnostic.label.iter().map(|label| label.to_owned());
    let details = details.chain(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    for line in details.chain(diagnostic.help.iter().map(|help| format!("help: {help}"))) {
        text.push('\n');
        text.push_str(&line);
    }
    format!(
        "::{} {}::{}",
        diagnostic.severity,
        properties.join(","),
        data(&text)
    )
}

/// The text of a command.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
