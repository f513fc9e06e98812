//! Contracts that are command lines: `kind = "cli"`.

use govern_diagnostics::Diagnostic;
use govern_gate::Spanned;

use super::kinds::{of_messages, of_tool};
use super::read::At;
use super::{CommandLine, Entry, Located};

/// The command lines that entries declare. One that is wrong is a mistake, and left out.
pub(super) fn read(
    entries: &[&Spanned<Entry>],
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<CommandLine> {
    let mut lines: Vec<CommandLine> = Vec::new();
    for entry in entries {
        match line(entry.get_ref()) {
            Ok((name, _)) if lines.iter().any(|it| it.name == *name.get_ref()) => {
                let message = format!("two command lines are called `{}`", name.get_ref());
                mistakes.push(Diagnostic::config(message).at(at(name.span())));
            }
            Ok((name, payload)) => lines.push(CommandLine {
                name: name.get_ref().clone(),
                span: at(name.span()),
                payload: Located {
                    text: payload.get_ref().clone(),
                    span: at(payload.span()),
                },
            }),
            Err(message) => mistakes.push(
                Diagnostic::config(message)
                    .at(at(entry.span()))
                    .help("a command line has a `name`, a `payload`, and perhaps an `owner`"),
            ),
        }
    }
    lines
}

fn line(entry: &Entry) -> Result<(&Spanned<String>, &Spanned<String>), String> {
    if let Some(key) = of_messages(entry).or_else(|| of_tool(entry)) {
        return Err(format!("`{key}` says nothing about a command line"));
    }
    match (&entry.name, &entry.payload) {
        (Some(name), Some(payload)) => Ok((name, payload)),
        (None, _) => Err("a command line has no `name`".to_owned()),
        (_, None) => Err("a command line does not say what its `payload` is".to_owned()),
    }
}
