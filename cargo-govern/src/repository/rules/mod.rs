//! The rules, by name.

use govern_gate::Rule;

use super::Repository;

mod secret_in_repository;

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Repository>; 1] = [&secret_in_repository::RULE];
