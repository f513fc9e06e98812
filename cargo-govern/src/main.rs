//! `cargo govern`: every gate over one workspace.

use std::process::ExitCode;

use cargo_govern::{FACTS, GATES, INIT, PATTERN, WEAKENED};
use govern_cli::Cli;

fn main() -> ExitCode {
    Cli::new(&GATES)
        .command(&INIT)
        .command(&FACTS)
        .command(&PATTERN)
        .command(&WEAKENED)
        .main()
}
