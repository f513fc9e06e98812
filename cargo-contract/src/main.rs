//! `cargo contract`: wire types against what was published.

use std::process::ExitCode;

fn main() -> ExitCode {
    govern_cli::main(&[&cargo_contract::GATE])
}
