//! `cargo ac`: acceptance criteria against the tests that claim them.

use std::process::ExitCode;

fn main() -> ExitCode {
    govern_cli::main(&[&cargo_ac::GATE])
}
