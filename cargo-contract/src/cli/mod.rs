//! Command lines as contracts: what was published, and what there is now.

mod attrs;
mod case;
mod compare;
mod frame;
mod read;
mod read_arg;
#[cfg(test)]
mod tests;
mod tree;
mod words;

use govern_diagnostics::{Opaque, OpaquePlace, Span};
use govern_gate::{Findings, Session, did_you_mean};

use crate::collect::Side;
use crate::config::NAME;
use crate::lifecycle::items::Items;
use crate::manifest::CommandLine;
use frame::Reader;
use tree::Command;

/// What became of command lines.
#[derive(Debug, Default)]
pub(crate) struct CommandLines {
    /// How many are declared.
    pub(crate) declared: usize,
    /// Those whose type is not there, and what may be meant.
    pub(crate) missing: Vec<(CommandLine, Option<String>)>,
    /// How many commands and arguments were compared.
    compared: usize,
    has_published: bool,
    changes: Vec<Change>,
    opaque: Vec<OpaquePlace>,
}

/// A change for who calls a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) rule: &'static str,
    pub(crate) key: String,
    pub(crate) span: Span,
    /// What it is about, and what became of it.
    pub(crate) message: String,
    pub(crate) published: Option<Span>,
}

impl CommandLines {
    /// Compares what is declared with the published version.
    pub(crate) fn read(
        session: &Session,
        declared: &[CommandLine],
        past: Option<&Side<'_>>,
    ) -> CommandLines {
        let mut lines = CommandLines {
            declared: declared.len(),
            has_published: past.is_some(),
            ..CommandLines::default()
        };
        if declared.is_empty() {
            return lines;
        }
        let side = Side {
            workspace: session.workspace(),
            names: session.names(),
        };
        let items = Items::new(&side);
        let past = past.map(|side| (side, Items::new(side)));
        for line in declared {
            let Some(found) = tree_of(&side, &items, line) else {
                let similar = did_you_mean(&line.payload.text, items.type_paths());
                let similar = similar.map(str::to_owned);
                lines.missing.push((line.clone(), similar));
                continue;
            };
            let before = past
                .as_ref()
                .and_then(|(side, items)| tree_of(side, items, line));
            lines.opaque.extend(found.opaque);
            match (before.and_then(|before| before.command), found.command) {
                (Some(before), Some(now)) => {
                    lines.compared += compare::compare(&before, &now, &mut lines.changes);
                }
                (Some(before), None) => lines.changes.push(Change {
                    rule: "cli_shape_unknown",
                    key: line.name.clone(),
                    span: found.span,
                    message: format!("`{}` is not made by derives of clap any more", line.name),
                    published: Some(before.span),
                }),
                (None, _) => {}
            }
        }
        lines
    }

    /// What of them is not understood.
    pub(crate) fn opaque(&self) -> Option<Opaque> {
        (!self.opaque.is_empty()).then(|| Opaque {
            gate: NAME,
            what: "parts of command lines that are not understood".to_owned(),
            count: self.opaque.len(),
            places: self.opaque.clone(),
        })
    }

    /// Reports the changes that fall under one rule.
    pub(crate) fn report(&self, rule: &'static str, help: &str, findings: &mut Findings) {
        if self.compared == 0 {
            findings.idle(match (self.declared, self.has_published) {
                (0, _) => "no contract is of the kind `cli`",
                (_, false) => {
                    "no published version is named, which command lines could be compared with"
                }
                (_, true) => "no published command line is understood",
            });
        }
        findings.checked(self.compared);
        for change in self.changes.iter().filter(|it| it.rule == rule) {
            let finding = findings.report(change.span, change.key.clone(), change.message.clone());
            finding.help(help);
            if let Some(span) = change.published {
                finding.related(span, "as it was published");
            }
        }
    }
}

/// What is found behind a path.
struct Found {
    span: Span,
    command: Option<Command>,
    opaque: Vec<OpaquePlace>,
}

fn tree_of(side: &Side<'_>, items: &Items, line: &CommandLine) -> Option<Found> {
    let path = line.payload.text.as_str();
    let mut reader = Reader::new(side);
    let (span, command, why) = match (items.ty(path), items.function(path)) {
        (Some(item), _) => (
            item.span,
            reader.command_line(item.def, &line.name),
            "it derives neither `Parser` nor `Args` nor `Subcommand` of clap",
        ),
        (None, Some(item)) => (
            item.span,
            None,
            "commands that functions build are not followed",
        ),
        (None, None) => return None,
    };
    let mut opaque: Vec<OpaquePlace> = Vec::new();
    if command.is_none() {
        let text = format!("`{}`: {why}", line.name);
        opaque.push(OpaquePlace { span, text });
    }
    let told = reader.opaque.into_iter();
    opaque.extend(told.map(|(span, text)| OpaquePlace { span, text }));
    Some(Found {
        span,
        command,
        opaque,
    })
}
