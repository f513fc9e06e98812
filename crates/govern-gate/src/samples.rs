//! Gates for the tests of this crate.

use govern_diagnostics::{FileId, Level, RuleInfo, Severity, Span};
use text_size::TextRange;

use crate::{Error, Finding, Gate, GateOutcome, RuleOutcome, Session};

/// A gate with rules of these names that find every occurrence of their name in the Rust files.
#[derive(Debug)]
pub(crate) struct Sample {
    name: &'static str,
    rules: &'static [&'static str],
}

impl Sample {
    pub(crate) const fn new(name: &'static str, rules: &'static [&'static str]) -> Sample {
        Sample { name, rules }
    }
}

/// What is known about a rule of a sample.
pub(crate) const fn info(gate: &'static str, name: &'static str) -> RuleInfo {
    RuleInfo {
        gate,
        name,
        summary: "a word is here",
        level: Level::Deny,
        since: "0.1.0",
        docs: "",
    }
}

impl Gate for Sample {
    fn name(&self) -> &'static str {
        self.name
    }

    fn summary(&self) -> &'static str {
        "finds words"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        self.rules
            .iter()
            .map(|rule| info(self.name, rule))
            .collect()
    }

    fn config_schema(&self) -> Option<&'static str> {
        Some(
            r##"{
                "type": "object",
                "additionalProperties": false,
                "properties": { "names": { "type": "array", "items": { "$ref": "#/definitions/name" } } },
                "definitions": { "name": { "type": "string" } }
            }"##,
        )
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let workspace = session.workspace();
        let outcomes = self.rules().into_iter().map(|info| {
            let mut outcome = RuleOutcome {
                info,
                checked: 0,
                idle: None,
                findings: Vec::new(),
            };
            for file in workspace.files() {
                let text = workspace.text(*file).expect("memory can be read");
                outcome.checked += 1;
                for (index, word) in text.match_indices(info.name) {
                    let start = u32::try_from(index).expect("small texts");
                    let range = TextRange::at(
                        start.into(),
                        u32::try_from(word.len()).expect("small").into(),
                    );
                    outcome
                        .findings
                        .push(finding(Span::new(*file, range), workspace.path(*file)));
                }
            }
            outcome
        });
        Ok(GateOutcome::new(outcomes.collect()))
    }
}

pub(crate) fn finding(span: Span, key: &str) -> Finding {
    Finding {
        span: Some(span),
        key: key.to_owned(),
        message: "a word is here".to_owned(),
        warns: false,
        label: None,
        related: Vec::new(),
        notes: Vec::new(),
        help: Vec::new(),
        fix: None,
        concealed: Vec::new(),
    }
}

/// A diagnostic of a sample's rule, at some bytes of a file.
pub(crate) fn diagnostic(
    rule: &'static str,
    file: u32,
    start: u32,
    key: &str,
) -> govern_diagnostics::Diagnostic {
    let span = Span::new(FileId(file), TextRange::at(start.into(), 1.into()));
    finding(span, key).into_diagnostic(info("sample", rule).code(), Severity::Error)
}
