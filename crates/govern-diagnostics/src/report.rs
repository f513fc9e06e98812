//! What a run found, what it looked at, and what it could not know.

use std::collections::BTreeSet;

use crate::{Code, Diagnostic, FileId, Level, RuleInfo, Severity, Span, StepReport};

/// What a run found, what it looked at, and what it could not know. Everything in it is sorted: the same input gives the
/// same report.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Which program speaks.
    pub tool: Tool,
    /// What to show, sorted by (path, offset, rule, key).
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that are not shown because a waiver or the baseline accepts them; in the same order.
    pub accepted: Vec<Accepted>,
    /// Every rule that ran, with counts.
    pub rules: Vec<RuleReport>,
    /// What could not be known: never to be mistaken for clean.
    pub opaque: Vec<Opaque>,
    /// What did not run.
    pub not_run: Vec<NotRun>,
    /// The gates that could not read something that they look at besides Rust source, sorted: that they found nothing in it means nothing.
    pub unread: Vec<&'static str>,
    /// The steps of a run that is more than a check, in their order; none for a check.
    pub steps: Vec<StepReport>,
    /// How much a diagnostic weighs that fails the run; none if no finding does.
    pub fail_on: Option<Severity>,
}

/// The program that speaks, as its user calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    /// The name of the program: `cargo-archcheck`.
    pub name: String,
    /// How it is called: `cargo archcheck`.
    pub command: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// The cargo subcommand of this name.
    pub fn subcommand(name: &str) -> Self {
        Tool {
            name: format!("cargo-{name}"),
            command: format!("cargo {name}"),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

impl Default for Tool {
    fn default() -> Self {
        Tool::subcommand("govern")
    }
}

/// A finding that someone accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Who accepts it.
    pub by: Acceptance,
}

/// Who accepts a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// A waiver.
    Waiver {
        /// Why.
        reason: String,
        /// Who answers for it.
        owner: Option<String>,
        /// Until when (`YYYY-MM-DD`).
        expires: Option<String>,
        /// Where the waiver stands.
        span: Span,
    },
    /// The baseline.
    Baseline,
}

/// What became of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    /// The rule.
    pub info: RuleInfo,
    /// Whether it is about the run itself (its waivers, its baseline) and comes with every gate.
    pub bookkeeping: bool,
    /// The level it ran at.
    pub level: Level,
    /// How many things it looked at.
    pub checked: usize,
    /// How many findings are shown.
    pub shown: usize,
    /// How many findings waivers accept.
    pub waived: usize,
    /// How many findings the baseline accepts.
    pub baselined: usize,
    /// Why it is right that it looked at nothing.
    pub idle: Option<String>,
}

/// Something that could not be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// The gate that needed it.
    pub gate: &'static str,
    /// What it is, in the plural: `names without a known definition`.
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// Where they are, with a word on each; as many as are known, at most `count`.
    pub places: Vec<OpaquePlace>,
}

/// Nouns that such things are called by: the plural, and the singular.
const NOUNS: [(&str, &str); 12] = [
    ("bodies", "body"),
    ("contracts", "contract"),
    ("crates", "crate"),
    ("errors", "error"),
    ("files", "file"),
    ("findings", "finding"),
    ("names", "name"),
    ("parts", "part"),
    ("paths", "path"),
    ("places", "place"),
    ("types", "type"),
    ("uses", "use"),
];

/// Verbs that say something of them behind `that`.
const VERBS: [(&str, &str); 4] = [
    ("are", "is"),
    ("exist", "exists"),
    ("have", "has"),
    ("lead", "leads"),
];

impl Opaque {
    /// How many of what, in words.
    pub(crate) fn counted(&self) -> String {
        if self.count != 1 {
            return format!("{} {}", self.count, self.what);
        }
        let mut words: Vec<&str> = self.what.split(' ').collect();
        let noun = words.iter().enumerate().find_map(|(at, word)| {
            let (_, one) = NOUNS.iter().find(|(many, _)| many == word)?;
            Some((at, *one))
        });
        if let Some((at, one)) = noun {
            words[at] = one;
        }
        // The verb is that of the noun: what stands behind another `that` is said of something else.
        if let Some(at) = words.iter().position(|word| *word == "that")
            && let Some(verb) = words.get_mut(at + 1)
            && let Some((_, one)) = VERBS.iter().find(|(many, _)| many == verb)
        {
            *verb = one;
        }
        format!("1 {}", words.join(" "))
    }
}

/// One thing that could not be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpaquePlace {
    /// Where.
    pub span: Span,
    /// What.
    pub text: String,
}

/// A gate, or part of one, that did not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRun {
    /// What did not run.
    pub what: String,
    /// Why.
    pub why: String,
    /// Whether that was a choice or a failure.
    pub failed: bool,
}

/// What a run amounts to: the exit status, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings at or above the fail level.
    Findings,
    /// Something could not run.
    Incomplete,
}

impl Report {
    /// How many diagnostics of this severity are shown.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// How many findings waivers accept.
    pub fn waived(&self) -> usize {
        self.accepted.len() - self.baselined()
    }

    /// How many findings the baseline accepts.
    pub fn baselined(&self) -> usize {
        self.accepted
            .iter()
            .filter(|accepted| accepted.by == Acceptance::Baseline)
            .count()
    }

    /// What the run amounts to.
    pub fn verdict(&self) -> Verdict {
        if self.not_run.iter().any(|part| part.failed) || self.diagnostics.iter().any(stopped) {
            return Verdict::Incomplete;
        }
        if self.diagnostics.iter().any(|it| self.fails(it)) {
            Verdict::Findings
        } else {
            Verdict::Clean
        }
    }

    /// Whether a diagnostic of it makes the exit status another than 0.
    pub fn fails(&self, diagnostic: &Diagnostic) -> bool {
        let fails = |fail_on| diagnostic.severity <= fail_on;
        stopped(diagnostic) || self.fail_on.is_some_and(fails)
    }

    /// What should have run and did not, for formats that have no other place for it than among the findings.
    pub fn failed_parts(&self) -> Vec<Diagnostic> {
        let failed = self.not_run.iter().filter(|part| part.failed);
        failed
            .map(|part| {
                let text = format!("{} did not run: {}", part.what, part.why);
                Diagnostic::new(Code::Workspace, Severity::Error, text)
            })
            .collect()
    }

    /// The files that showing the report needs.
    pub fn files(&self) -> BTreeSet<FileId> {
        let shown = self.diagnostics.iter().flat_map(Diagnostic::spans);
        let fixes = self.diagnostics.iter().filter_map(|it| it.fix.as_ref());
        let edited = fixes.flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        let accepted = self.accepted.iter().flat_map(|accepted| {
            let waiver = match &accepted.by {
                Acceptance::Waiver { span, .. } => Some(*span),
                Acceptance::Baseline => None,
            };
            accepted.diagnostic.spans().chain(waiver)
        });
        let opaque = self
            .opaque
            .iter()
            .flat_map(|opaque| opaque.places.iter().map(|place| place.span));
        shown
            .chain(edited)
            .chain(accepted)
            .chain(opaque)
            .map(|span| span.file)
            .collect()
    }

    /// Sorts what is shown by (path, offset, rule, key); `path` says where a file is. What has no place comes first.
    pub fn sort<'p>(&mut self, path: impl Fn(FileId) -> &'p str) {
        let place = |diagnostic: &Diagnostic| {
            diagnostic
                .span
                .map(|span| (path(span.file), span.range.start()))
        };
        let compare = |a: &Diagnostic, b: &Diagnostic| {
            let end = |diagnostic: &Diagnostic| diagnostic.span.map(|span| span.range.end());
            (place(a), a.code, &a.key, end(a), &a.message).cmp(&(
                place(b),
                b.code,
                &b.key,
                end(b),
                &b.message,
            ))
        };
        self.diagnostics.sort_by(compare);
        self.accepted
            .sort_by(|a, b| compare(&a.diagnostic, &b.diagnostic));
        self.rules
            .sort_by_key(|rule| (rule.info.gate, rule.info.name));
    }

    /// The description of a rule that ran.
    pub fn rule(&self, code: Code) -> Option<&RuleInfo> {
        self.rules
            .iter()
            .map(|rule| &rule.info)
            .find(|info| info.code() == code)
    }
}

/// Whether it says that the run did not do what it was asked to.
fn stopped(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error && diagnostic.code.stops_the_run()
}

#[cfg(test)]
mod tests {
    use text_size::TextRange;

    use super::*;

    fn found(name: &'static str, file: u32, start: u32, key: &str) -> Diagnostic {
        let span = Span::new(FileId(file), TextRange::at(start.into(), 1.into()));
        let code = Code::Rule {
            gate: "sample",
            name,
        };
        Diagnostic {
            key: key.to_owned(),
            ..Diagnostic::new(code, Severity::Warning, "found").at(span)
        }
    }

    #[test]
    fn one_thing_is_told_in_the_singular() {
        let counted = |count: usize, what: &str| {
            let opaque = Opaque {
                gate: "g",
                what: what.to_owned(),
                count,
                places: Vec::new(),
            };
            opaque.counted()
        };
        for (what, of_one) in [
            (
                "Rust files that no target reaches",
                "1 Rust file that no target reaches",
            ),
            (
                "paths in arguments of macros that lead nowhere known",
                "1 path in arguments of macros that leads nowhere known",
            ),
            (
                "uses of NATS whose subject is not known",
                "1 use of NATS whose subject is not known",
            ),
        ] {
            assert_eq!(counted(1, what), of_one);
            assert_eq!(counted(2, what), format!("2 {what}"));
        }
    }

    #[test]
    fn the_order_is_that_of_paths_places_rules_and_keys() {
        let mut report = Report {
            diagnostics: vec![
                found("b", 0, 5, "k"),
                found("a", 0, 5, "l"),
                found("a", 0, 5, "k"),
                found("z", 0, 1, "k"),
                found("z", 1, 9, "k"),
                Diagnostic::config("wrong"),
            ],
            ..Report::default()
        };
        // The second file's path comes first.
        report.sort(|file| ["src/lib.rs", "src/a.rs"][file.0 as usize]);
        let order: Vec<_> = report
            .diagnostics
            .iter()
            .map(|it| (it.code.to_string(), it.key.as_str()))
            .collect();
        let expected = [
            ("config", "wrong"),
            ("sample::z", "k"),
            ("sample::z", "k"),
            ("sample::a", "k"),
            ("sample::a", "l"),
            ("sample::b", "k"),
        ];
        assert_eq!(order, expected.map(|(code, key)| (code.to_owned(), key)));
    }

    #[test]
    fn the_verdict_is_the_worst_of_what_there_is() {
        let verdict = |diagnostics: Vec<Diagnostic>, not_run: Vec<NotRun>, fail_on| {
            Report {
                diagnostics,
                not_run,
                fail_on,
                ..Report::default()
            }
            .verdict()
        };
        let part = |failed| {
            vec![NotRun {
                what: "ac".to_owned(),
                why: "because".to_owned(),
                failed,
            }]
        };
        let warning = || vec![found("a", 0, 0, "k")];
        let error = Some(Severity::Error);
        assert_eq!(verdict(Vec::new(), Vec::new(), error), Verdict::Clean);
        assert_eq!(verdict(warning(), part(false), error), Verdict::Clean);
        assert_eq!(
            verdict(warning(), Vec::new(), Some(Severity::Warning)),
            Verdict::Findings
        );
        assert_eq!(verdict(warning(), part(true), None), Verdict::Incomplete);
        assert_eq!(
            verdict(vec![Diagnostic::config("wrong")], Vec::new(), None),
            Verdict::Incomplete
        );
        let syntax = Diagnostic::new(Code::Syntax, Severity::Error, "wrong");
        assert_eq!(
            verdict(vec![syntax.clone()], Vec::new(), error),
            Verdict::Findings
        );
        assert_eq!(verdict(vec![syntax], Vec::new(), None), Verdict::Clean);
    }
}
