//! Contracts that are command lines: `kind = "cli"`.

use govern_diagnostics::Diagnostic;
use govern_gate::Spanned;

use super::read::At;
use super::{CommandLine, Entry, Located};

/// The command lines among entries, and the other entries. One that is wrong is a mistake, and left out.
pub(super) fn split<'e>(
    entries: &'e [Spanned<Entry>],
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> (Vec<CommandLine>, Vec<&'e Spanned<Entry>>) {
    let mut lines: Vec<CommandLine> = Vec::new();
    let mut others = Vec::new();
    for entry in entries {
        let Some(kind) = &entry.get_ref().kind else {
            others.push(entry);
            continue;
        };
        if kind.get_ref() != "cli" {
            let message = format!("there is no kind `{}` of contracts", kind.get_ref());
            mistakes.push(
                Diagnostic::config(message)
                    .at(at(kind.span()))
                    .help("there is `cli`; messages and documents have no `kind`"),
            );
            continue;
        }
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
    (lines, others)
}

fn line(entry: &Entry) -> Result<(&Spanned<String>, &Spanned<String>), String> {
    let others = [
        ("subject", entry.subject.is_some()),
        ("version", entry.version.is_some()),
        ("direction", entry.direction.is_some()),
        ("format", entry.format.is_some()),
        ("compatibility", entry.compatibility.is_some()),
        ("stream", entry.stream.is_some()),
        ("handler", entry.handler.is_some()),
        ("migration", entry.migration.is_some()),
        ("reserved", !entry.reserved.is_empty()),
        ("deprecated", entry.deprecated.is_some()),
        ("removed", entry.removed.is_some()),
    ];
    if let Some((key, _)) = others.into_iter().find(|(_, is_there)| *is_there) {
        return Err(format!("`{key}` says nothing about a command line"));
    }
    match (&entry.name, &entry.payload) {
        (Some(name), Some(payload)) => Ok((name, payload)),
        (None, _) => Err("a command line has no `name`".to_owned()),
        (_, None) => Err("a command line does not say what its `payload` is".to_owned()),
    }
}
