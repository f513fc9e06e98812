//! The subcommands: a file of its name for each, and beside them what several of them share.

mod accept;
mod accept_lines;
mod asked;
mod diff;
mod diff_told;
mod diff_workspaces;
mod docs;
mod permissions;
mod rollout;
mod samples;
mod schema;
mod subjects;
mod why;

use govern_gate::Command;

/// All of them, sorted by name.
pub(crate) static COMMANDS: &[Command] = &[
    accept::COMMAND,
    diff::COMMAND,
    docs::COMMAND,
    permissions::COMMAND,
    rollout::COMMAND,
    samples::COMMAND,
    schema::COMMAND,
    subjects::COMMAND,
    why::COMMAND,
];
