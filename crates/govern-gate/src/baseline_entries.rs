//! What the baseline accepts, for who shows it: debt that is known.

use govern_diagnostics::{Code, Span};

use crate::{Date, Error, Session, baseline::Baseline};

/// Findings of one identity that the baseline accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineEntry {
    /// The gate of the rule.
    pub gate: String,
    /// The name of the rule.
    pub rule: String,
    /// What the findings are about.
    pub key: String,
    /// How many are accepted.
    pub count: usize,
    /// Who answers for them.
    pub owner: Option<String>,
    /// The last day on which they are accepted.
    pub expires: Option<Date>,
    /// Where that is written.
    pub span: Option<Span>,
}

impl BaselineEntry {
    /// Whether a finding of a rule, about something, is one of these.
    pub fn accepts(&self, code: Code, key: &str) -> bool {
        let Code::Rule { gate, name } = code else {
            return false;
        };
        (gate, name, key) == (self.gate.as_str(), self.rule.as_str(), self.key.as_str())
    }
}

/// The entries of the baseline of a session, sorted by rule and key; none if there is no baseline.
///
/// # Errors
///
/// If it cannot be read, or is none: with the places.
pub fn baseline_entries(session: &Session) -> Result<Vec<BaselineEntry>, Error> {
    let path = session.options.baseline.as_deref();
    let baseline = Baseline::read(session.workspace(), path)?;
    let entries = baseline
        .entries
        .into_iter()
        .map(|(id, entry)| BaselineEntry {
            gate: id.gate,
            rule: id.rule,
            key: id.key,
            count: entry.count,
            owner: entry.terms.owner,
            expires: entry.terms.expires,
            span: entry.span,
        });
    Ok(entries.collect())
}
