//! A Code Quality report, as GitLab shows it at the lines of a merge request: one array of JSON.

use std::io;

use serde::Serialize;

use super::{RenderOptions, one_line};
use crate::{Diagnostic, Report, Severity, Sources, fingerprint::Fingerprints};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    /// GitLab shows only the first of those that share it.
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    // There is no other place for what did not run, and an empty report would pass for clean.
    let failed = report.failed_parts();
    let all = report.diagnostics.iter().chain(&failed);
    let issues: Vec<Issue> = all
        .map(|it| issue(it, fingerprints.of(it), sources, options))
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(
    diagnostic: &Diagnostic,
    fingerprint: String,
    sources: &Sources,
    options: &RenderOptions,
) -> Issue {
    let at = diagnostic.span.and_then(|span| sources.locate(span));
    // What has no place stands at the manifest: a path is required.
    let (path, begin, end) = at.map_or(("Cargo.toml", 1, 1), |at| {
        (at.path, at.start.line, at.end.line)
    });
    Issue {
        description: one_line(&diagnostic.message),
        check_name: diagnostic.code.to_string(),
        fingerprint,
        severity: match diagnostic.severity {
            _ if diagnostic.code.stops_the_run() => "blocker",
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: Place {
            path: format!("{}{path}", options.path_prefix),
            lines: Lines { begin, end },
        },
    }
}
