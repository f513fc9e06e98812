//! The command line that every subcommand shares: the only crate that parses arguments, prints, or decides the exit status.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the edge: the environment is read here, and reports are written where the user says"
)]

mod arguments;
mod environment;
mod output;
mod run;

use std::io::{self, Write};
use std::process::ExitCode;

use govern_diagnostics::Verdict;
use govern_gate::Gate;

/// How much stack the work gets: sources nest deeply, and parsers recurse.
const STACK: usize = 256 << 20;

/// Runs a subcommand over some gates: one for a subcommand of its own, all of them for `cargo govern`.
///
/// The arguments are those of the process. Works as `cargo archcheck …`, which runs `cargo-archcheck archcheck …`, and as
/// `cargo-archcheck …`.
pub fn main(gates: &[&dyn Gate]) -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let verdict = std::thread::scope(|scope| {
        let work = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || run::run(gates, arguments));
        match work.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(_)) => {
                say("error: this is a bug in the tool; please report it with the message above");
                Verdict::Incomplete
            }
            Err(error) => {
                say(&format!("error: failed to start: {error}"));
                Verdict::Incomplete
            }
        }
    });
    ExitCode::from(exit_status(verdict))
}

/// The exit status of a verdict, as `--help` documents it.
fn exit_status(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Clean => 0,
        Verdict::Findings => 1,
        Verdict::Incomplete => 2,
    }
}

/// Says something beside the result. That nobody listens is no failure.
fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
