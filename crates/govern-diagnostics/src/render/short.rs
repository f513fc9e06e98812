//! One line per diagnostic, for problem matchers of editors and CI.

use std::io;

use super::{RenderOptions, one_line, summary};
use crate::{Diagnostic, Report, Sources};

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for diagnostic in &report.diagnostics {
        writeln!(out, "{}", line(diagnostic, sources))?;
    }
    for line in summary::lines(report, sources, options.verbose) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// `path:line:column: severity[code]: message`.
pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic
        .span
        .and_then(|span| sources.locate(span))
        .map_or_else(String::new, |location| {
            format!(
                "{}:{}:{}: ",
                one_line(location.path),
                location.start.line,
                location.start.column
            )
        });
    format!(
        "{place}{}[{}]: {}",
        diagnostic.severity,
        diagnostic.code,
        one_line(&diagnostic.message)
    )
}
