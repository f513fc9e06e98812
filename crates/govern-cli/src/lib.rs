//! The command line that every subcommand shares: arguments, colour, streams, exit status.
//!
//! A program is one call: `govern_cli::main(&[&cargo_archcheck::GATE])`.

mod arguments;
mod cli;
mod environment;
mod exit;
mod listing;
mod manual;
mod output;
mod program;
mod request;
mod shared;
mod timings;

use std::process::ExitCode;

use govern_gate::Gate;

pub use cli::Cli;
pub use environment::Surroundings;
pub use exit::ExitStatus;

/// Runs the program of these gates: of one gate, its own; of several, the umbrella over them.
pub fn main(gates: &[&'static dyn Gate]) -> ExitCode {
    Cli::new(gates).main()
}
