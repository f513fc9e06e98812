//! `cargo govern`: every gate over one workspace.

use std::process::ExitCode;

fn main() -> ExitCode {
    govern_cli::main(&cargo_govern::GATES)
}
