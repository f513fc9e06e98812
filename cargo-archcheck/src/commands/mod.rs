//! The subcommands besides the check: what the model says when it is asked.

pub(crate) mod asked;
pub(crate) mod end;
pub(crate) mod extraction;
pub mod graph;
pub(crate) mod hypothetical;
pub mod init;
pub(crate) mod metrics;
pub(crate) mod why;
pub(crate) mod why_not;
