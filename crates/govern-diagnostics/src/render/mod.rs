//! How reports are shown; one file per format.

mod agent;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod rdjson;
mod sarif;
mod short;
mod step_summary;
mod summary;

use std::{fmt, io};

use crate::{Report, Sources};

/// A format that reports can be shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For people: with the source, notes, help and a summary.
    Human,
    /// One line each, for problem matchers: `path:line:column: severity[code]: message`.
    Short,
    /// JSON lines: an object per diagnostic and a last one that sums up.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Markdown for the summary of a step of GitHub Actions.
    GithubStepSummary,
    /// The Code Quality report of GitLab.
    Gitlab,
    /// JUnit's XML, a case for each rule.
    Junit,
    /// The format of reviewdog.
    Rdjson,
    /// For programs that write code: few words, and not too many of them.
    Agent,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 10] = [
        Format::Human,
        Format::Short,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::GithubStepSummary,
        Format::Gitlab,
        Format::Junit,
        Format::Rdjson,
        Format::Agent,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Short => "short",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::GithubStepSummary => "github-step-summary",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Rdjson => "rdjson",
            Format::Agent => "agent",
        }
    }

    /// Whether a file of it is added to, and not replaced: others write into it, too.
    pub fn appends(self) -> bool {
        self == Format::GithubStepSummary
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How to show a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether [`Format::Human`] uses ANSI colours.
    pub color: bool,
    /// How many columns [`Format::Human`] may use.
    pub width: usize,
    /// Whether to list what is only counted otherwise.
    pub verbose: bool,
    /// What comes before every path in [`Format::Github`], [`Format::Gitlab`] and [`Format::Sarif`]: where the workspace
    /// lies in its repository, empty or with `/` at its end.
    pub path_prefix: String,
    /// Whether [`Format::Sarif`] has the findings that waivers and the baseline accept, as suppressed ones. Code scanning does not
    /// heed that, and shows them as open.
    pub show_suppressed: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        RenderOptions {
            color: false,
            width: 140,
            verbose: false,
            path_prefix: String::new(),
            show_suppressed: false,
        }
    }
}

/// Writes a report in a format.
pub fn render(
    format: Format,
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::render(report, sources, options, out),
        Format::Short => short::render(report, sources, options, out),
        Format::Json => json::render(report, sources, out),
        Format::Sarif => sarif::render(report, sources, options, out),
        Format::Github => github::render(report, sources, options, out),
        Format::GithubStepSummary => step_summary::render(report, sources, options, out),
        Format::Gitlab => gitlab::render(report, sources, options, out),
        Format::Junit => junit::render(report, sources, out),
        Format::Rdjson => rdjson::render(report, sources, out),
        Format::Agent => agent::render(report, sources, options, out),
    }
}

/// A text on one line and without control characters.
fn one_line(text: &str) -> String {
    printable(text.trim_end()).replace('\n', " ")
}

/// A text without control characters, so that no source or file name can pretend to be output of ours; lines stay.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => printable.push('\n'),
            '\t' => printable.push(' '),
            '\r' => {}
            _ if character.is_control() => printable.extend(character.escape_unicode()),
            _ => printable.push(character),
        }
    }
    printable
}

/// `1 error`, `2 errors`.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
