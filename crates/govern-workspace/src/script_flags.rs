//! Which `cfg` flags the build script of a package may set.

use std::collections::BTreeSet;

/// The flags that a build script may set, or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) enum ScriptFlags {
    /// None: there is no script, or it sets none.
    #[default]
    None,
    /// These.
    Named(BTreeSet<String>),
    /// Any, as far as its text tells.
    Any,
}

impl ScriptFlags {
    /// Whether a flag may be one of them.
    pub(crate) fn may_set(&self, flag: &str) -> bool {
        match self {
            ScriptFlags::None => false,
            ScriptFlags::Named(names) => names.contains(flag),
            ScriptFlags::Any => true,
        }
    }

    pub(crate) fn and(self, other: ScriptFlags) -> ScriptFlags {
        match (self, other) {
            (ScriptFlags::None, flags) | (flags, ScriptFlags::None) => flags,
            (ScriptFlags::Named(mut names), ScriptFlags::Named(others)) => {
                names.extend(others);
                ScriptFlags::Named(names)
            }
            _ => ScriptFlags::Any,
        }
    }
}
