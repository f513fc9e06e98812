//! Why a criterion stands as it does: what its verdict is made of.

use govern_gate::Date;

use crate::criteria::{Criterion, Standing};
use crate::ledger::{Level, Waiver};
use crate::verdict::{Evidence, Verdict};
use crate::verdicts::{Judged, Link};

/// Something that decides how a criterion stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason<'a> {
    /// This is known about something that it is linked to.
    Link(&'a Link),
    /// It need not be shown for the time being.
    Waiver(&'a Waiver),
    /// Nothing is linked to it at these levels.
    Lacks(Vec<Vec<Level>>),
    /// Nothing is linked to it.
    Nothing,
}

/// What decides about a criterion by the results of tests.
pub(crate) fn by_results<'a>(
    criterion: &'a Criterion,
    judged: &'a Judged,
    today: Date,
) -> Vec<Reason<'a>> {
    let decides = |link: &&Link| match judged.verdict {
        Verdict::Verified | Verdict::Attested | Verdict::Suspect => link.evidence.is_proof(),
        Verdict::Flaky => link.evidence == Evidence::Flaky,
        Verdict::Failing => link.evidence == Evidence::Failed,
        Verdict::Broken => link.evidence > Evidence::Stale,
        Verdict::Partial | Verdict::Unproven => !link.evidence.is_proof(),
        Verdict::Retired | Verdict::Draft | Verdict::Waived | Verdict::Uncovered => true,
    };
    let links = judged.links.iter().filter(decides);
    let mut reasons: Vec<Reason<'_>> = links.map(Reason::Link).collect();
    if judged.verdict == Verdict::Waived {
        reasons.extend(criterion.waiver.as_ref().map(Reason::Waiver));
    }
    let lacks = criterion.standing(today);
    if let (Verdict::Uncovered, Standing::Lacks(levels)) = (judged.verdict, lacks) {
        reasons.push(Reason::Lacks(levels));
    }
    or_nothing(reasons)
}

/// What decides about a criterion by what the source links to it.
pub(crate) fn by_source<'a>(
    criterion: &'a Criterion,
    links: &'a [Link],
    today: Date,
) -> Vec<Reason<'a>> {
    let mut reasons: Vec<Reason<'_>> = links.iter().map(Reason::Link).collect();
    match criterion.standing(today) {
        Standing::Waived(_) => reasons.extend(criterion.waiver.as_ref().map(Reason::Waiver)),
        Standing::Lacks(levels) => reasons.push(Reason::Lacks(levels)),
        _ => {}
    }
    or_nothing(reasons)
}

fn or_nothing(mut reasons: Vec<Reason<'_>>) -> Vec<Reason<'_>> {
    if reasons.is_empty() {
        reasons.push(Reason::Nothing);
    }
    reasons
}
