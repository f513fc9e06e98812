//! The guess: of all layerings that names say, the one that explains most; without one, what the graph says.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use govern_diagnostics::RuleInfo;
use govern_gate::{Error, Session};

use super::explain;
use super::levels::{circle, levels};
use super::looked::{Looked, look};
use super::proposal::Proposal;
use super::rings::hexagonal;
use super::slices;
use super::tried::{FEW, Tried, found};
use super::words::{Basis, layered};
use crate::model::architecture::Architecture;
use crate::model::assembly::assemble;
use crate::policy::Policy;

/// What was guessed.
#[derive(Debug)]
pub struct Guess {
    /// The section `[archcheck]`, with comments that explain it.
    pub text: String,
    /// What it is, in a line.
    pub summary: String,
    /// What the rules find with it, by rule; only where they find something.
    pub findings: Vec<(RuleInfo, usize)>,
    /// The rules that look at nothing with it, although something is asked of them.
    pub vacuous: Vec<RuleInfo>,
}

impl Guess {
    /// What is found with it, a line each.
    pub fn found(&self) -> Vec<String> {
        found(&self.findings, &self.vacuous)
    }
}

/// Guesses the architecture of a workspace, whatever `govern.toml` says.
pub fn guess(session: &Session) -> Result<Guess, Error> {
    let plain = assemble(session.workspace(), session.names(), Policy::default());
    let architecture = plain.architecture;
    let mut said: Vec<Tried> = Vec::new();
    let mut texts = BTreeSet::new();
    for proposals in by_names(&architecture) {
        // With globs, if they are right: names of targets may be like those of packages.
        for proposal in proposals {
            if !texts.insert(proposal.text(|_| None)) {
                break;
            }
            if let Some(tried) = attempt(session, proposal)? {
                said.push(tried);
                break;
            }
        }
    }
    // The first of those that explain as much: in the order in which they were thought of.
    said.sort_by_key(|tried| Reverse(explained(&tried.looked)));
    let best = said
        .iter()
        .position(|tried| explains(&tried.looked) && fits(&tried.looked));
    let (chosen, other) = match best {
        Some(best) => (Some(said.swap_remove(best)), None),
        None => {
            let mut chosen = None;
            for globs in [true, false] {
                let Some(proposal) = levels(&architecture, globs) else {
                    break;
                };
                chosen = attempt(session, proposal)?;
                if chosen.is_some() {
                    break;
                }
            }
            (
                chosen,
                said.into_iter().find(|tried| is_worth(&tried.looked)),
            )
        }
    };
    let Some(chosen) = chosen else {
        return nothing(session, &architecture, other.as_ref());
    };
    let problems = session.workspace().problems().len();
    let mut members = architecture
        .packages
        .iter()
        .filter(|package| package.member);
    let partial = members.any(|package| !package.selected);
    let text = explain::section(&chosen, other.as_ref(), problems, partial);
    // What is promised is what this very text comes to.
    let Some(looked) = look(session, &text)? else {
        return nothing(session, &architecture, other.as_ref());
    };
    Ok(Guess {
        text,
        summary: explain::summary(&chosen),
        findings: looked.findings,
        vacuous: looked.vacuous,
    })
}

/// All layerings that names say, each with globs and without.
fn by_names(architecture: &Architecture) -> Vec<Vec<Proposal>> {
    let mut proposals: Vec<Vec<Proposal>> = Vec::new();
    let mut add = |with: &dyn Fn(bool) -> Option<Proposal>| {
        proposals.push([true, false].into_iter().filter_map(with).collect());
    };
    for soft in [true, false] {
        for basis in Basis::ALL {
            add(&|globs| hexagonal(architecture, basis, soft, globs));
        }
    }
    add(&|_| slices::of_modules(architecture));
    add(&|globs| slices::of_crates(architecture, globs));
    for basis in Basis::ALL {
        add(&|globs| layered(architecture, basis, globs));
    }
    proposals
}

/// Checks a proposal; it is closed if it leaves nothing out. None if it is wrong.
fn attempt(session: &Session, mut proposal: Proposal) -> Result<Option<Tried>, Error> {
    let Some(mut looked) = look(session, &proposal.text(|_| None))? else {
        return Ok(None);
    };
    if looked.complete {
        proposal.closed = true;
        match look(session, &proposal.text(|_| None))? {
            Some(closed) => looked = closed,
            None => return Ok(None),
        }
    }
    Ok(Some(Tried { proposal, looked }))
}

/// How much it explains: what is in a layer, less what is against that; then the fewer are against it.
fn explained(looked: &Looked) -> (isize, Reverse<usize>) {
    let against = looked.against.len();
    (
        looked.classified as isize - against as isize,
        Reverse(against),
    )
}

/// Whether it says something about at least half of the modules; the root of a crate may be anything.
fn explains(looked: &Looked) -> bool {
    looked.layers.len() > 1 && looked.classified * 2 >= looked.modules - looked.roots
}

/// Whether it is worth to be shown where it is not taken: it says something about a quarter of the modules, and the code is
/// like that; or else about half of them.
fn is_worth(looked: &Looked) -> bool {
    let quarter = looked.classified * 4 >= looked.modules - looked.roots;
    explains(looked) || looked.layers.len() > 1 && quarter && fits(looked)
}

/// Whether the code is as it says, but for a few places.
fn fits(looked: &Looked) -> bool {
    looked.against.len() <= FEW
}

/// There is nothing that could be a layer: only cycles are looked for.
fn nothing(
    session: &Session,
    architecture: &Architecture,
    other: Option<&Tried>,
) -> Result<Guess, Error> {
    let text = explain::no_layers(&circle(architecture), other);
    let looked = look(session, &text)?;
    let (findings, vacuous) =
        looked.map_or_else(Default::default, |looked| (looked.findings, looked.vacuous));
    Ok(Guess {
        text,
        summary: "no layers were recognised, so it looks for cycles".to_owned(),
        findings,
        vacuous,
    })
}

#[cfg(test)]
mod tests;
