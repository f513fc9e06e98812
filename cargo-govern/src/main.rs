//! `cargo govern`: every gate over one workspace.

use std::process::ExitCode;

use cargo_govern::{COMMANDS, GATES};
use govern_cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::new(&GATES);
    COMMANDS.into_iter().fold(cli, Cli::command).main()
}
