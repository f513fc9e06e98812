//! Markdown for the summary of a step of GitHub Actions.

use std::{collections::BTreeMap, io};

use super::{RenderOptions, counted, one_line, summary};
use crate::{Code, Diagnostic, Report, Severity, Sources};

/// GitHub shows nothing of a step whose summary is longer than 1024 KiB. Some of that is left to others of the step, and to
/// the lines behind the table.
const MAX_BYTES: usize = 900_000;

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write(report, sources, options, MAX_BYTES, out)
}

fn write(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    limit: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let failed = report.failed_parts();
    let mark = if failed.is_empty() && !report.diagnostics.iter().any(|it| report.fails(it)) {
        "✅"
    } else {
        "❌"
    };
    let counts = summary::counts(report);
    writeln!(
        out,
        "## {mark} {}: {}\n",
        text(&report.tool.command),
        text(&counts)
    )?;
    for part in &failed {
        writeln!(out, "- **{}**", text(&part.message))?;
    }
    if !failed.is_empty() {
        writeln!(out)?;
    }
    let mut found: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    // Stable: within a severity the order of the report remains.
    found.sort_by_key(|diagnostic| diagnostic.severity);
    if !found.is_empty() {
        rules(&found, out)?;
        findings(&found, sources, limit, out)?;
    }
    writeln!(
        out,
        "<details><summary>What was looked at</summary>\n\n```text"
    )?;
    for line in summary::lines(report, sources, options.verbose) {
        // A fence ends at a line that begins with one.
        writeln!(out, "{}", line.replace("```", "'''"))?;
    }
    writeln!(out, "```\n\n</details>\n")
}

/// How often each rule was broken.
fn rules(found: &[&Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    let mut counts = BTreeMap::<(Severity, Code), usize>::new();
    for diagnostic in found {
        *counts
            .entry((diagnostic.severity, diagnostic.code))
            .or_default() += 1;
    }
    writeln!(out, "| rule | level | findings |\n|---|---|---:|")?;
    for ((severity, code), count) in counts {
        writeln!(out, "| `{code}` | {severity} | {count} |")?;
    }
    writeln!(out)
}

fn findings(
    found: &[&Diagnostic],
    sources: &Sources,
    limit: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "| where | what | what to do |\n|---|---|---|")?;
    let mut bytes = 0;
    for (row, diagnostic) in found.iter().enumerate() {
        let line = line(diagnostic, sources);
        bytes += line.len();
        if bytes > limit {
            let cut = counted(found.len() - row, "more finding");
            writeln!(
                out,
                "\n{cut} left out: GitHub shows no summary that is longer"
            )?;
            break;
        }
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let at = diagnostic.span.and_then(|span| sources.locate(span));
    let place = at.map_or_else(String::new, |at| {
        text(&format!("{}:{}", at.path, at.start.line))
    });
    let what = format!(
        "{} {}",
        if diagnostic.severity == Severity::Error {
            "❌"
        } else {
            "⚠️"
        },
        text(&diagnostic.message)
    );
    let help: Vec<String> = diagnostic.help.iter().map(|it| text(it)).collect();
    format!("| {place} | {what} | {} |", help.join("<br>"))
}

/// A text in a cell of a table. Code stays code; everything else that Markdown or HTML would take for its own is escaped.
fn text(text: &str) -> String {
    let text = one_line(text);
    let mut cell = String::with_capacity(text.len());
    let mut rest = text.as_str();
    // What stands between backticks, if that is closed.
    while let Some((before, (code, after))) = rest
        .split_once('`')
        .and_then(|(before, rest)| Some((before, rest.split_once('`')?)))
    {
        prose(before, &mut cell);
        cell.push('`');
        // A bar ends the cell even in code.
        cell.push_str(&code.replace('|', "\\|"));
        cell.push('`');
        rest = after;
    }
    prose(rest, &mut cell);
    cell
}

fn prose(text: &str, cell: &mut String) {
    for character in text.chars() {
        match character {
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            '@' => cell.push_str("&#64;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '~' | '#' | '!' => {
                cell.push('\\');
                cell.push(character);
            }
            _ => cell.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_cell() {
        assert_eq!(
            text("a|b `c|d` <img> [x](y) *z* `open @team"),
            "a\\|b `c\\|d` &lt;img&gt; \\[x\\](y) \\*z\\* \\`open &#64;team"
        );
    }

    #[test]
    fn what_is_too_much_is_cut_and_said() {
        let mut report = Report::default();
        for row in 0..10 {
            let severity = if row < 5 {
                Severity::Warning
            } else {
                Severity::Error
            };
            let found = Diagnostic::new(Code::Syntax, severity, format!("number {row}"));
            report.diagnostics.push(found);
        }
        let mut bytes = Vec::new();
        let options = RenderOptions::default();
        write(&report, &Sources::default(), &options, 100, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows = text.matches("number ").count();
        assert!(
            rows > 0 && rows < 5 && text.contains("❌ number 5"),
            "{text}"
        );
        assert!(
            text.contains(&format!("{} more findings left out", 10 - rows)),
            "{text}"
        );
    }
}
