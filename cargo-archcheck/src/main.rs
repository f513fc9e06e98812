//! `cargo archcheck`: the workspace against its declared architecture.

use std::process::ExitCode;

fn main() -> ExitCode {
    govern_cli::main(&[&cargo_archcheck::GATE])
}
