//! `[policy]` of `govern.toml`, as meant.

use std::{ops::Range, time::Duration};

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{GateOutcome, Spanned, did_you_mean};

use super::Place;
use super::config::{self, Config};
use super::documents::Parser;
use crate::globs::Globs;

/// What documents there are besides files.
const INPUTS: [&str; 2] = ["workspace", "findings"];

/// What the configuration says, checked.
#[derive(Debug)]
pub struct Settings {
    /// The directory of policies.
    pub place: Place,
    /// Where that is said.
    pub directory_span: Option<Span>,
    /// Whether policies are written in Rego as it was before 1.0.
    pub rego_v0: bool,
    /// How long one rule may take about one document.
    pub time: Duration,
    /// How many bytes policies may take.
    pub memory: u64,
    /// What packages look at, besides what they say themselves.
    pub checks: Vec<Check>,
}

/// `[[policy.check]]`.
#[derive(Debug)]
pub struct Check {
    /// The names of packages.
    pub packages: Globs,
    /// What they look at.
    pub look: Look,
}

/// Documents that a package looks at.
#[derive(Debug)]
pub enum Look {
    /// Files.
    Files(Files),
    /// The packages, modules and uses of the workspace.
    Workspace,
    /// What the other gates find.
    Findings,
}

/// Files that a package looks at.
#[derive(Debug, Default)]
pub struct Files {
    /// Which.
    pub files: Globs,
    /// Which not.
    pub exclude: Globs,
    /// What they are read as; what their names say, if it is none.
    pub parser: Option<Parser>,
}

/// Makes a place of a range.
pub(super) type Locate<'l> = dyn Fn(Range<usize>) -> Option<Span> + 'l;

impl Settings {
    /// Checks the configuration; `locate` makes a place of a range in `govern.toml`.
    pub fn new(config: &Config, locate: &Locate<'_>) -> Result<Settings, Vec<Diagnostic>> {
        let mut mistakes = Vec::new();
        let directory = config.directory.as_ref();
        let place = Place::new(directory.map_or(Place::USUAL, |it| it.get_ref()));
        let path = &place.directory;
        let directory_span = directory.and_then(|it| locate(it.span()));
        let leads_out = path.starts_with('/') || path.split('/').any(|part| part == "..");
        if leads_out || path.is_empty() || path.starts_with('.') {
            let text = format!("`{path}` is no directory below the workspace root");
            mistakes.push(Diagnostic::config(text).at(directory_span));
        }
        let mut bound = |name: &str, value: u32, least: u32, most: u32| {
            if !(least..=most).contains(&value) {
                let text = format!("`{name}` of `[policy]` is from {least} to {most}, not {value}");
                mistakes.push(Diagnostic::config(text));
            }
        };
        bound("seconds", config.seconds, 1, 3600);
        bound("memory-mb", config.memory_mb, 16, 1 << 20);
        let mut checks = Vec::new();
        for check in &config.check {
            let span = locate(check.span());
            checks.extend(Check::new(check.get_ref(), span, locate, &mut mistakes));
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Settings {
            place,
            directory_span,
            rego_v0: config.rego_v0,
            time: Duration::from_secs(config.seconds.into()),
            memory: u64::from(config.memory_mb) << 20,
            checks,
        })
    }

    /// Says of every selector how much it selects.
    pub fn tell<'t>(
        &self,
        outcome: &mut GateOutcome,
        files: impl Iterator<Item = &'t str> + Clone,
        packages: impl Iterator<Item = &'t str> + Clone,
    ) {
        for check in &self.checks {
            check
                .packages
                .tell(outcome, "policy package", packages.clone());
            if let Look::Files(look) = &check.look {
                look.files.tell(outcome, "file", files.clone());
                look.exclude.tell(outcome, "file", files.clone());
            }
        }
    }
}

impl Check {
    fn new(
        check: &config::Check,
        span: Option<Span>,
        locate: &Locate<'_>,
        mistakes: &mut Vec<Diagnostic>,
    ) -> Option<Check> {
        let packages = Globs::new(&check.packages, locate, mistakes);
        if check.packages.is_empty() {
            mistakes.push(Diagnostic::config("`packages` names no package").at(span));
        }
        let written = Written {
            files: &check.files,
            exclude: &check.exclude,
            parser: check.parser.as_ref(),
            input: check.input.as_ref(),
        };
        let look = written.look(span, locate, mistakes)?;
        Some(Check { packages, look })
    }
}

/// What a package looks at, as it is written: in `govern.toml`, or in its own comments.
pub(super) struct Written<'w> {
    pub(super) files: &'w [Spanned<String>],
    pub(super) exclude: &'w [Spanned<String>],
    pub(super) parser: Option<&'w Spanned<String>>,
    pub(super) input: Option<&'w Spanned<String>>,
}

impl Written<'_> {
    /// What it means; none if that is a mistake.
    pub(super) fn look(
        &self,
        span: Option<Span>,
        locate: &Locate<'_>,
        mistakes: &mut Vec<Diagnostic>,
    ) -> Option<Look> {
        if self.files.is_empty() == self.input.is_none() {
            let text = "a policy looks either at `files` or at an `input`";
            mistakes.push(Diagnostic::config(text).at(span));
            return None;
        }
        if let Some(input) = self.input {
            return match input.get_ref().as_str() {
                "workspace" => Some(Look::Workspace),
                "findings" => Some(Look::Findings),
                other => {
                    mistakes.push(unknown("input", other, locate(input.span()), &INPUTS));
                    None
                }
            };
        }
        let parser = match self.parser {
            None => None,
            Some(word) => match Parser::named(word.get_ref()) {
                Some(parser) => Some(parser),
                None => {
                    let names = Parser::ALL.map(Parser::as_str);
                    mistakes.push(unknown(
                        "parser",
                        word.get_ref(),
                        locate(word.span()),
                        &names,
                    ));
                    return None;
                }
            },
        };
        Some(Look::Files(Files {
            files: Globs::new(self.files, locate, mistakes),
            exclude: Globs::new(self.exclude, locate, mistakes),
            parser,
        }))
    }
}

fn unknown(what: &str, word: &str, span: Option<Span>, known: &[&str]) -> Diagnostic {
    let mistake = Diagnostic::config(format!("there is no {what} `{word}`")).at(span);
    mistake.help(match did_you_mean(word, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are `{}`", known.join("`, `")),
    })
}

impl Files {
    /// Whether a file is among them.
    pub fn contains(&self, path: &str) -> bool {
        self.files.match_any(path) && !self.exclude.match_any(path)
    }

    /// What a file is read as.
    pub fn parser(&self, path: &str) -> Option<Parser> {
        self.parser.or_else(|| Parser::of(path))
    }
}
