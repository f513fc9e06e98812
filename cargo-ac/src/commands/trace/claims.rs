//! Which criteria something is for: by links at it, and through the tests that reach it.

use govern_diagnostics::Span;
use govern_gate::Session;

use super::place::Subject;
use crate::criteria::{Criteria, What};
use crate::ledger::Level;
use crate::reach::{Reach, is_sure};
use crate::rust::LinkEnd;

/// A criterion that something is for.
#[derive(Debug)]
pub(super) struct Claim {
    /// The row of the criterion.
    pub(super) criterion: usize,
    pub(super) by: By,
}

/// What makes it so.
#[derive(Debug)]
pub(super) enum By {
    /// A link at the code.
    Link(Span),
    /// A test or a scenario: it itself, or one that reaches it.
    Evidence {
        level: Level,
        what: What,
        /// The way, in words, from what it begins with; none if it is asked about itself.
        way: Option<String>,
        sure: bool,
    },
}

impl Claim {
    /// Whether no step of the way is one by name alone.
    pub(super) fn is_sure(&self) -> bool {
        match &self.by {
            By::Link(_) => true,
            By::Evidence { sure, .. } => *sure,
        }
    }
}

/// The criteria in force that something is for; what is sure before what may be, each in the order of the ledgers.
pub(super) fn claims(session: &Session, model: &Criteria, subject: &Subject) -> Vec<Claim> {
    let reach = Reach::new(session.workspace(), session.tree(), model);
    let ways = reach.ways(&subject.items);
    let mut claims = Vec::new();
    for (row, criterion) in model.criteria.iter().enumerate() {
        if !criterion.state.is_in_force() {
            continue;
        }
        let links = model.rust.links.iter().filter(|link| {
            link.id == criterion.id
                && link.end == LinkEnd::Code
                && stands_at(session, subject, link)
        });
        claims.extend(links.map(|link| Claim {
            criterion: row,
            by: By::Link(link.span),
        }));
        for proof in &criterion.proofs {
            let itself = subject.evidence.contains(&proof.what);
            let way = reach.way(&ways, &proof.what).filter(|_| !itself);
            if !itself && way.is_none() {
                continue;
            }
            claims.push(Claim {
                criterion: row,
                by: By::Evidence {
                    level: proof.level,
                    what: proof.what.clone(),
                    sure: way.as_deref().is_none_or(is_sure),
                    way: way.map(|way| reach.describe(&way)),
                },
            });
        }
    }
    // A criterion that is surely claimed is not claimed perhaps.
    let sure: Vec<usize> = claims
        .iter()
        .filter(|it| it.is_sure())
        .map(|it| it.criterion)
        .collect();
    claims.retain(|claim| claim.is_sure() || !sure.contains(&claim.criterion));
    claims.sort_by_key(|claim| !claim.is_sure());
    claims
}

/// Whether a link stands at what is asked about, at something around it, or in it.
fn stands_at(session: &Session, subject: &Subject, link: &crate::rust::Link) -> bool {
    if subject.file != Some(link.span.file) {
        return false;
    }
    let Some(item) = link.item else { return true };
    if subject.whole {
        return true;
    }
    let Some(facts) = session.workspace().facts(link.span.file) else {
        return false;
    };
    let around = facts.item(item).extent;
    let mut items = subject
        .items
        .iter()
        .filter_map(|(_, id)| facts.items.get(id.index()));
    items.any(|it| around.contains(it.extent) || it.extent.contains(around))
}
