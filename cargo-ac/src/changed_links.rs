//! What the rules about links that somebody has looked at have in common.

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings};

use crate::criteria::Criteria;
use crate::lock::{Change, Edge, Key, Reviewed};

/// A link that changed since somebody looked at both ends.
pub(crate) struct ChangedLink<'m> {
    pub(crate) key: &'m Key,
    pub(crate) edge: &'m Edge,
    pub(crate) reviewed: &'m Reviewed,
    pub(crate) change: Change,
    /// The line of the lock that says what was looked at.
    line: Option<Span>,
}

/// The links that changed; counts those that were compared, or says why there are none.
pub(crate) fn changed_links<'m>(
    model: &'m Criteria,
    findings: &mut Findings,
) -> Vec<ChangedLink<'m>> {
    findings.idle(
        model
            .why_no_lock()
            .unwrap_or("no link in the lock is there any more"),
    );
    let reviews = &model.reviews;
    findings.checked(reviews.looked_at());
    let changed = reviews.changed();
    let link = |(key, edge, reviewed, change)| ChangedLink {
        key,
        edge,
        reviewed,
        change,
        line: reviews.span(reviewed),
    };
    changed.map(link).collect()
}

impl ChangedLink<'_> {
    /// Reports the link at one of its ends.
    pub(crate) fn report<'f>(
        &self,
        findings: &'f mut Findings,
        end: Span,
        message: String,
    ) -> &'f mut Finding {
        let key = format!("{}: {}", self.key.id, self.key.target);
        findings.report(end, key, message)
    }

    /// Points to what was looked at.
    pub(crate) fn point_to_lock(&self, finding: &mut Finding) {
        if let Some(line) = self.line {
            finding.related(line, "what was looked at");
        }
    }
}
