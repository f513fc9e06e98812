//! What rules share: which uses are told, where, and by which way; what else could be said of them.

pub(crate) mod aliased;
pub(crate) mod bans;
pub(crate) mod causes;
pub(crate) mod custom;
pub(crate) mod custom_findings;
pub(crate) mod cycles;
pub(crate) mod detours;
pub(crate) mod foreign;
pub(crate) mod occurrences;
pub(crate) mod outside;
pub(crate) mod remedy;
pub(crate) mod said;
