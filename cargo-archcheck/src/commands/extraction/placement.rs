//! Where things go: what a plan is.

use std::collections::{BTreeMap, BTreeSet};

use super::things::Things;
use crate::policy::effects::Effect;

/// The crate that something is in after the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// What is left of the old one; it may depend on both others.
    Old,
    /// One for what both need; it depends on none of the others.
    Shared,
    /// The new one; it may depend on the shared one.
    New,
}

/// Where things go.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) place: Vec<Place>,
    /// Things of the rest that are called through a trait of the new crate, and why they do not move.
    pub(super) ports: BTreeMap<usize, Weight>,
    /// Methods of types that move, which stay: as those of a trait in the rest.
    pub(super) extensions: BTreeSet<usize>,
}

/// What speaks against moving something, with all that it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// How many things would move.
    pub(super) things: usize,
    /// Their size, in bytes.
    pub(super) size: u64,
    /// Whether that is more than the module itself.
    pub(super) heavy: bool,
    /// What they do besides computing.
    pub(super) effects: BTreeSet<Effect>,
}

impl Weight {
    pub(super) fn objects(&self) -> bool {
        self.heavy || !self.effects.is_empty()
    }
}

impl Plan {
    /// Whether something is called through a port: itself, or the type it is a method of.
    pub(super) fn has_port(&self, things: &Things, thing: usize) -> bool {
        self.ports.contains_key(&thing)
            || things.list[thing]
                .of
                .is_some_and(|of| self.ports.contains_key(&of))
    }

    /// Whether something of the rest moves.
    pub(super) fn moves(&self, thing: usize) -> bool {
        self.place[thing] != Place::Old
    }
}
