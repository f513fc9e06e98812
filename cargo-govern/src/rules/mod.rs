//! The rules, by name.

use govern_gate::Rule;

use crate::patterns::{Panic, Patterns};

mod debug_macro;
mod todo_comment;
mod unsafe_without_safety_comment;
mod unwrap_in_production;

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Patterns>; 4] = [
    &debug_macro::RULE,
    &todo_comment::RULE,
    &unsafe_without_safety_comment::RULE,
    &unwrap_in_production::RULE,
];

/// Calls that are no findings because they may be of methods that the workspace declares.
pub(crate) fn unknown_methods(patterns: &Patterns) -> impl Iterator<Item = &Panic> {
    unwrap_in_production::unknown(patterns)
}
