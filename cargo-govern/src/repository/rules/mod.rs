//! The rules, by name.

use govern_gate::Rule;

use super::Repository;

mod binary_file;
mod bundle_refused;
mod dead_link;
mod documented_command_missing;
mod duplicate_dependency;
mod forbidden_file;
mod git_dependency;
mod large_file;
mod license_missing;
mod license_not_allowed;
mod license_unreadable;
mod lock_file_missing;
mod lock_file_stale;
mod lookalike_dependency;
mod policy_weakened;
mod secret_in_repository;
mod wildcard_dependency;
mod workflow_action_unpinned;
mod workflow_gate_hollow;
mod workflow_stage_missing;
mod workflow_step_soft;

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Repository>; 21] = [
    &binary_file::RULE,
    &bundle_refused::RULE,
    &dead_link::RULE,
    &documented_command_missing::RULE,
    &duplicate_dependency::RULE,
    &forbidden_file::RULE,
    &git_dependency::RULE,
    &large_file::RULE,
    &license_missing::RULE,
    &license_not_allowed::RULE,
    &license_unreadable::RULE,
    &lock_file_missing::RULE,
    &lock_file_stale::RULE,
    &lookalike_dependency::RULE,
    &policy_weakened::RULE,
    &secret_in_repository::RULE,
    &wildcard_dependency::RULE,
    &workflow_action_unpinned::RULE,
    &workflow_gate_hollow::RULE,
    &workflow_stage_missing::RULE,
    &workflow_step_soft::RULE,
];
