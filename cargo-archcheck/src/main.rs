//! `cargo archcheck`.

use std::process::ExitCode;

fn main() -> ExitCode {
    govern_cli::main(&[&cargo_archcheck::GATE])
}
