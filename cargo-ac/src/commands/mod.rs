//! The subcommands: a file or a folder of its name for each, and beside them what several of them share.

pub(crate) mod asked;
mod auto_review;
mod change;
pub mod commits;
pub mod gates;
pub mod gherkin;
pub mod impact;
pub mod new;
mod reason;
pub mod record;
pub mod rename;
pub mod report;
pub mod retire;
pub mod review;
pub mod run;
pub mod show;
pub mod status;
mod suspects_since;
pub mod table;
pub mod test;
pub mod tests;
pub mod trace;

use std::fmt::{Arguments, Write as _};

use govern_gate::Command;

/// All of them, sorted by name.
pub static COMMANDS: &[Command] = &[
    commits::COMMAND,
    status::DOCS,
    gates::COMMAND,
    gherkin::COMMAND,
    impact::COMMAND,
    new::COMMAND,
    record::COMMAND,
    rename::COMMAND,
    report::COMMAND,
    retire::COMMAND,
    review::COMMAND,
    run::COMMAND,
    show::SHOW,
    status::COMMAND,
    test::COMMAND,
    tests::COMMAND,
    trace::COMMAND,
    show::WHY,
];

/// Adds a line to a text.
pub(crate) fn line(text: &mut String, line: Arguments<'_>) {
    // A string takes everything.
    let _ = writeln!(text, "{line}");
}

/// A text on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
