//! `cargo ac gherkin`: what a feature file says, as Cucumber messages.

use std::io;

use govern_diagnostics::{Code, Diagnostic, Severity};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::gherkin::{Emit, Emitter, parse};

/// `cargo ac gherkin`.
pub const COMMAND: Command = Command {
    name: "gherkin",
    summary: "print the tree, the pickles or the errors of feature files as Cucumber messages",
    details: "One JSON object a line, as the official Gherkin tools print them. A file with errors has neither tree nor \
              pickles: its errors are printed in their place, and the exit status is 1.",
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
    let mut wrong = Vec::new();
    for path in session.args().values("files") {
        let text = session.workspace().read_argument(path)?;
        out.write_all(emitter.emit(path, &text, emit).as_bytes())?;
        let errors = parse(&text).errors.len();
        if errors > 0 {
            let message = format!(
                "{path} has {errors} {}",
                if errors == 1 { "error" } else { "errors" }
            );
            wrong.push(Diagnostic::new(Code::Syntax, Severity::Error, message));
        }
    }
    Ok(if wrong.is_empty() {
        CommandOutcome::clean()
    } else {
        CommandOutcome::findings(wrong)
    })
}
