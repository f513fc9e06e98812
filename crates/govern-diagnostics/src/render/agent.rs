//! For programs that write code: few words, a group for each file, each advice once, and never more than they can read.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use super::{RenderOptions, counted, one_line, summary};
use crate::{Code, Diagnostic, Report, Sources};

/// About as much as is read at once without crowding out the work: 8,000 words of a model.
const MAX_BYTES: usize = 32_000;

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let limit = if options.verbose {
        usize::MAX
    } else {
        MAX_BYTES
    };
    write(report, sources, options, limit, out)
}

fn write(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    limit: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (shown, cut) = fitting(report, sources, limit);
    // Those without a place come first in the report, and have no file to stand under.
    let mut files = BTreeMap::<Option<&str>, Vec<&Diagnostic>>::new();
    for diagnostic in shown {
        let path = diagnostic.span.and_then(|span| sources.path(span.file));
        files.entry(path).or_default().push(diagnostic);
    }
    let mut advised = BTreeSet::new();
    for (path, found) in &files {
        if let Some(path) = path {
            writeln!(out, "{}", one_line(path))?;
        }
        for diagnostic in found {
            for line in lines(diagnostic, sources, &mut advised) {
                writeln!(out, "{line}")?;
            }
        }
    }
    if !cut.is_empty() {
        let total: usize = cut.values().sum();
        let by_code: Vec<String> = cut
            .iter()
            .map(|(code, count)| format!("{count} {code}"))
            .collect();
        writeln!(
            out,
            "cut: {} not shown ({}); `-v` shows all",
            counted(total, "more finding"),
            by_code.join(", ")
        )?;
    }
    for line in summary::lines(report, sources, options.verbose) {
        writeln!(out, "{}", line.trim_start())?;
    }
    if report
        .diagnostics
        .iter()
        .any(|it| matches!(it.code, Code::Rule { .. }))
    {
        writeln!(out, "more on a rule: {} explain RULE", report.tool.command)?;
    }
    Ok(())
}

/// What fits, errors first; of what does not, how many there are of each code.
fn fitting<'r>(
    report: &'r Report,
    sources: &Sources,
    limit: usize,
) -> (Vec<&'r Diagnostic>, BTreeMap<Code, usize>) {
    let mut by_weight: Vec<(usize, &Diagnostic)> = report.diagnostics.iter().enumerate().collect();
    by_weight.sort_by_key(|(_, diagnostic)| diagnostic.severity);
    let mut shown = Vec::new();
    let mut cut = BTreeMap::new();
    let mut bytes = 0;
    let mut advised = BTreeSet::new();
    for (row, diagnostic) in by_weight {
        let lines = lines(diagnostic, sources, &mut advised);
        bytes += lines.iter().map(|line| line.len() + 1).sum::<usize>();
        if bytes <= limit {
            shown.push((row, diagnostic));
        } else {
            *cut.entry(diagnostic.code).or_default() += 1;
        }
    }
    shown.sort_by_key(|(row, _)| *row);
    let shown = shown.into_iter().map(|(_, diagnostic)| diagnostic);
    (shown.collect(), cut)
}

fn lines<'d>(
    diagnostic: &'d Diagnostic,
    sources: &Sources,
    advised: &mut BTreeSet<(Code, &'d str)>,
) -> Vec<String> {
    let at = diagnostic.span.and_then(|span| sources.locate(span));
    let (indent, place) = match at {
        Some(at) => ("  ", format!("{}:{} ", at.start.line, at.start.column)),
        None => ("", String::new()),
    };
    let mut lines = vec![format!(
        "{indent}{place}{}[{}]: {}",
        diagnostic.severity,
        diagnostic.code,
        one_line(&diagnostic.message)
    )];
    let mut more = |word: &str, text: &str| {
        lines.push(format!("{indent}  {word}: {}", one_line(text)));
    };
    for related in &diagnostic.related {
        if let Some(at) = sources.locate(related.span) {
            let place = format!("{}:{}:{}", at.path, at.start.line, at.start.column);
            more("see", &format!("{place} {}", related.message));
        }
    }
    for note in &diagnostic.notes {
        more("why", note);
    }
    for help in &diagnostic.help {
        if advised.insert((diagnostic.code, help.as_str())) {
            more("fix", help);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    #[test]
    fn warnings_are_cut_before_errors_and_counted() {
        let mut report = Report::default();
        for row in 0..10 {
            let severity = if row < 5 {
                Severity::Warning
            } else {
                Severity::Error
            };
            let found = Diagnostic::new(Code::Syntax, severity, format!("number {row}"));
            report.diagnostics.push(found.help("the same advice"));
        }
        let rendered = |limit| {
            let mut bytes = Vec::new();
            let options = RenderOptions::default();
            write(&report, &Sources::default(), &options, limit, &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let text = rendered(150);
        assert!(
            text.starts_with(
                "error[syntax]: number 5\n  fix: the same advice\nerror[syntax]: number 6\n"
            ),
            "{text}"
        );
        let shown = text.matches("number").count();
        assert!(
            text.contains(&format!(
                "cut: {} more findings not shown ({} syntax)",
                10 - shown,
                10 - shown
            )),
            "{text}"
        );
        assert!(!text.contains("warning[syntax]"), "{text}");
        assert!(!rendered(usize::MAX).contains("cut:"));
    }
}
