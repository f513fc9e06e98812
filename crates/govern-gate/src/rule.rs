//! A rule: a value with a function, from a gate's model to findings.

use std::fmt;

use govern_diagnostics::{Code, Diagnostic, Fix, Related, RuleInfo, Severity, Span, TextEdit};
use rayon::prelude::*;

/// A rule over the model `M`: what is known about it, and what it does.
///
/// A rule finds; it knows no level, no baseline, no order and no output.
pub struct Rule<M: 'static> {
    /// What is known about it.
    pub info: RuleInfo,
    /// Looks at the model, says how many things it looked at, and reports what is wrong.
    pub check: fn(&M, &mut Findings),
}

impl<M> fmt::Debug for Rule<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

/// What one rule finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    checked: usize,
    idle: Option<String>,
    found: Vec<Finding>,
}

impl Findings {
    /// Says that the rule looked at `count` more things. A rule that looked at nothing is a finding itself.
    pub fn checked(&mut self, count: usize) {
        self.checked += count;
    }

    /// Says why it is right that there may be nothing to look at: ``no layers are declared in `[archcheck]` ``. The reason
    /// is shown with the rule's count; without it, `rule_vacuous` speaks.
    pub fn idle(&mut self, reason: impl Into<String>) {
        self.idle = Some(reason.into());
    }

    /// Reports a finding: where, its identity in words of the domain, and what is wrong.
    pub fn report(
        &mut self,
        span: impl Into<Option<Span>>,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let finding = Finding {
            span: span.into(),
            key: key.into(),
            message: message.into(),
            warns: false,
            label: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            concealed: Vec::new(),
        };
        // One `push_mut` once it is stable.
        self.found.push(finding);
        self.found
            .last_mut()
            .expect("a finding was pushed just now")
    }

    /// What was reported so far.
    pub fn found(&self) -> &[Finding] {
        &self.found
    }
}

/// What a rule reports, before level, waivers and baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub span: Option<Span>,
    /// Its identity in words of the domain, without lines: `orders::domain -> async_nats`.
    pub key: String,
    /// What.
    pub message: String,
    /// Whether it is a warning even where the rule makes errors.
    pub warns: bool,
    /// What is at the span.
    pub label: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Why.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// What a program may do, after which it is gone.
    pub fix: Option<Fix>,
    /// Places with text that nothing may show: no report shows it, whatever else is found there.
    pub concealed: Vec<Span>,
}

impl Finding {
    /// Says what is at the span.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds a reason.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// Adds advice.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.push(help.into());
        self
    }

    /// Says what a program may do: after that it is gone, and nothing else is found.
    pub fn fix(&mut self, title: impl Into<String>, edits: Vec<TextEdit>) -> &mut Self {
        self.fix = Some(Fix {
            title: title.into(),
            edits,
        });
        self
    }

    /// Keeps the text of a place out of all that is shown.
    pub fn conceal(&mut self, span: Span) -> &mut Self {
        self.concealed.push(span);
        self
    }

    /// Makes it a warning at most.
    pub fn warn(&mut self) -> &mut Self {
        self.warns = true;
        self
    }

    /// The finding at a severity.
    pub fn into_diagnostic(self, code: Code, severity: Severity) -> Diagnostic {
        Diagnostic {
            code,
            severity: if self.warns {
                Severity::Warning
            } else {
                severity
            },
            key: self.key,
            message: self.message,
            span: self.span,
            label: self.label,
            related: self.related,
            notes: self.notes,
            help: self.help,
            fix: self.fix,
            concealed: self.concealed,
        }
    }
}

/// What came out of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub info: RuleInfo,
    /// How many things it looked at.
    pub checked: usize,
    /// Why it may have looked at nothing.
    pub idle: Option<String>,
    /// What it found.
    pub findings: Vec<Finding>,
}

/// Runs rules over a model, in parallel; the outcomes are in the order of the rules.
pub fn run_rules<M: Sync>(rules: &[&Rule<M>], model: &M) -> Vec<RuleOutcome> {
    rules
        .par_iter()
        .map(|rule| {
            let mut findings = Findings::default();
            (rule.check)(model, &mut findings);
            let Findings {
                checked,
                idle,
                found,
            } = findings;
            RuleOutcome {
                info: rule.info,
                checked,
                idle,
                findings: found,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::Level;

    use super::*;

    static EVEN: Rule<Vec<u32>> = Rule {
        info: info("even"),
        check: |numbers, findings| find(numbers, findings, 0),
    };
    static ODD: Rule<Vec<u32>> = Rule {
        info: info("odd"),
        check: |numbers, findings| find(numbers, findings, 1),
    };

    const fn info(name: &'static str) -> RuleInfo {
        RuleInfo {
            gate: "numbers",
            name,
            summary: "a number",
            level: Level::Deny,
            since: "0.1.0",
            docs: "",
        }
    }

    fn find(numbers: &[u32], findings: &mut Findings, remainder: u32) {
        if numbers.is_empty() {
            findings.idle("there are no numbers");
        }
        for number in numbers {
            findings.checked(1);
            if number % 2 == remainder {
                findings
                    .report(None, number.to_string(), format!("`{number}` is here"))
                    .note("why")
                    .help("do");
            }
        }
    }

    #[test]
    fn outcomes_are_in_the_order_of_the_rules() {
        let outcomes = run_rules(&[&ODD, &EVEN], &vec![1, 2, 3]);
        let seen: Vec<_> = outcomes
            .iter()
            .map(|outcome| {
                (
                    outcome.info.name,
                    outcome.checked,
                    outcome.findings.iter().map(|it| it.key.as_str()).collect(),
                )
            })
            .collect::<Vec<(_, _, Vec<_>)>>();
        assert_eq!(seen, [("odd", 3, vec!["1", "3"]), ("even", 3, vec!["2"])]);
        assert_eq!(outcomes[1].findings[0].notes, ["why"]);
    }

    #[test]
    fn a_rule_may_say_why_it_is_idle() {
        let outcomes = run_rules(&[&ODD], &Vec::new());
        assert_eq!(outcomes[0].checked, 0);
        assert_eq!(outcomes[0].idle.as_deref(), Some("there are no numbers"));
    }
}
