//! The rules, by name.

use govern_gate::Rule;

use super::Repository;

mod policy_weakened;
mod secret_in_repository;

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Repository>; 2] =
    [&policy_weakened::RULE, &secret_in_repository::RULE];
