//! `cargo ac gherkin`: what a feature file says, as Cucumber messages.

use std::io;

use govern_diagnostics::{Code, Diagnostic, Severity, Verdict};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::gherkin::{Emit, Emitter, Location};

/// `cargo ac gherkin`.
pub const COMMAND: Command = Command {
    name: "gherkin",
    summary: "print the tree, the pickles or the errors of feature files as Cucumber messages",
    details: "One JSON object a line, as the official Gherkin tools print them. A file with errors has neither tree nor \
              pickles: its errors are printed in their place, and the exit status is 1. Of a file that cannot be read that is \
              said, the others are read, and the exit status is 2.",
    args: &[
        ArgSpec::positionals("files", "FILE", "feature files").required(),
        ArgSpec::option("emit", "WHAT", "what to print").choices(&["ast", "pickles", "errors"]),
    ],
    needs_workspace: false,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let emit = match session.args().value("emit") {
        Some("pickles") => Emit::Pickles,
        Some("errors") => Emit::Errors,
        _ => Emit::Ast,
    };
    let mut emitter = Emitter::new();
    let mut diagnostics = Vec::new();
    let mut verdict = Verdict::Clean;
    for path in session.args().values("files") {
        let text = match session.workspace().read_argument(path) {
            Ok(text) => text,
            Err(error) => {
                out.write_all(unreadable(path, &error).as_bytes())?;
                diagnostics.push(error.report().0);
                verdict = Verdict::Incomplete;
                continue;
            }
        };
        let emitted = emitter.emit(path, &text, emit);
        out.write_all(emitted.text.as_bytes())?;
        if emitted.errors > 0 {
            let message = match emitted.errors {
                1 => format!("{path} has 1 error"),
                errors => format!("{path} has {errors} errors"),
            };
            diagnostics.push(Diagnostic::new(Code::Syntax, Severity::Error, message));
            verdict = verdict.max(Verdict::Findings);
        }
    }
    Ok(CommandOutcome {
        verdict,
        diagnostics,
    })
}

/// The message about a file that has no text.
fn unreadable(path: &str, error: &govern_workspace::Error) -> String {
    let location = match *error {
        govern_workspace::Error::NotUtf8 { line, column, .. } => Location {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        },
        _ => Location { line: 1, column: 0 },
    };
    Emitter::unreadable(path, location, &error.to_string())
}
