//! Which `cfg` flags the build script of a package may set.

use std::collections::{BTreeMap, BTreeSet};

/// The flags that a build script sets, may set, or does not set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct ScriptFlags {
    pub(crate) may: MaySet,
    /// Of flags of which it is known whether they are set: the values with which they are. None is a flag without one.
    pub(crate) known: BTreeMap<String, BTreeSet<Option<String>>>,
}

/// The flags that a build script may set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) enum MaySet {
    /// None: there is no script, or it sets none.
    #[default]
    None,
    /// These.
    Named(BTreeSet<String>),
    /// Any, as far as its text tells.
    Any,
}

impl ScriptFlags {
    /// Any flags.
    pub(crate) fn any() -> ScriptFlags {
        ScriptFlags {
            may: MaySet::Any,
            known: BTreeMap::new(),
        }
    }

    /// Whether a flag, or a key with a value, is set; none if that is not known.
    pub(crate) fn sets(&self, flag: &str, value: Option<&str>) -> Option<bool> {
        if let Some(values) = self.known.get(flag) {
            return Some(values.contains(&value.map(str::to_owned)));
        }
        match self.may_set(flag) {
            true => None,
            false => Some(false),
        }
    }

    fn may_set(&self, flag: &str) -> bool {
        match &self.may {
            MaySet::None => false,
            MaySet::Named(names) => names.contains(flag),
            MaySet::Any => true,
        }
    }

    pub(crate) fn and(mut self, mut other: ScriptFlags) -> ScriptFlags {
        // What one says of a flag counts as far as the other does not speak of it.
        self.known.retain(|flag, _| !other.may_set(flag));
        other.known.retain(|flag, _| !self.may_set(flag));
        self.known.extend(other.known);
        self.may = match (self.may, other.may) {
            (MaySet::None, flags) | (flags, MaySet::None) => flags,
            (MaySet::Named(mut names), MaySet::Named(others)) => {
                names.extend(others);
                MaySet::Named(names)
            }
            _ => MaySet::Any,
        };
        self
    }
}
