//! `cargo govern`: every gate over one workspace.

use std::process::ExitCode;

use cargo_govern::{COMMANDS, GATES, REPORTS};
use govern_cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::new(&GATES);
    let cli = COMMANDS.into_iter().fold(cli, Cli::command);
    REPORTS.into_iter().fold(cli, Cli::report).main()
}
