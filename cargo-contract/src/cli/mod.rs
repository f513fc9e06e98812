//! Command lines as contracts: what was published, and what there is now.

mod attrs;
mod case;
mod compare;
mod frame;
mod pair;
mod read;
mod read_arg;
#[cfg(test)]
mod tests;
mod values;
mod vector;
mod words;

use govern_diagnostics::{Opaque, OpaquePlace, Span};
use govern_gate::{Date, Findings, Session, did_you_mean};

use crate::accepted::{AcceptedLines, LineRevision, same_line};
use crate::cli_tree::Command;
use crate::collect::Side;
use crate::config::NAME;
use crate::lifecycle::items::Items;
use crate::manifest::CommandLine;
use frame::Reader;

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
    /// What each that is there is to what was accepted of it.
    pub(crate) standings: Vec<Standing>,
    /// Those that were accepted and are not declared any more.
    pub(crate) undeclared: Vec<LineRevision>,
}

/// What a command line is to what was accepted of it.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) line: CommandLine,
    /// Where its type is.
    pub(crate) span: Span,
    /// What it is now; none if that is not understood.
    pub(crate) command: Option<Command>,
    /// What was accepted last.
    pub(crate) last: Option<LineRevision>,
    /// Whether it is that.
    pub(crate) is_same: bool,
    /// What of accepted revisions is not so any more.
    pub(crate) breaks: Vec<Change>,
    /// Whether it was compared with something, and nothing has changed for who calls it.
    pub(crate) is_unchanged: bool,
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
    /// What somebody types, or sets, that it shows in.
    pub(crate) witness: Option<String>,
    /// The day on which that was accepted; none if it was published.
    pub(crate) accepted: Option<Date>,
}

impl CommandLines {
    /// Compares what is declared with the published version, and with all that was accepted since the last break that was
    /// meant.
    pub(crate) fn read(
        session: &Session,
        declared: &[CommandLine],
        accepted: &AcceptedLines,
        past: Option<&Side<'_>>,
    ) -> CommandLines {
        let is_declared = |it: &&LineRevision| !declared.iter().any(|line| line.name == it.name);
        let mut lines = CommandLines {
            declared: declared.len(),
            has_published: past.is_some(),
            undeclared: accepted.last().filter(is_declared).cloned().collect(),
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
            let (mut own, mut breaks) = (Vec::new(), Vec::new());
            let compared = lines.compared;
            if let Some(before) = before.and_then(|before| before.command) {
                lines.compared += meet(line, &before, &found.command, found.span, &mut own);
            }
            // What is not all known is an error of its own.
            if !accepted.is_incomplete(&line.name) {
                for revision in accepted.in_force(&line.name) {
                    let mut told = Vec::new();
                    lines.compared += meet(
                        line,
                        &revision.command,
                        &found.command,
                        found.span,
                        &mut told,
                    );
                    let on = Some(revision.acceptance.on);
                    breaks.extend(told.into_iter().map(|it| Change { accepted: on, ..it }));
                }
            }
            let last = accepted.of(&line.name).last();
            let same = |last: &LineRevision| {
                found
                    .command
                    .as_ref()
                    .is_some_and(|now| same_line(&last.command, now))
            };
            let is_same = last.is_some_and(same);
            let is_unchanged = lines.compared > compared && own.is_empty() && breaks.is_empty();
            // Of several versions that say the same, the newest tells.
            for change in own.into_iter().chain(breaks.iter().cloned()) {
                let known = |it: &Change| (it.rule, &it.key) == (change.rule, &change.key);
                if !lines.changes.iter().any(known) {
                    lines.changes.push(change);
                }
            }
            lines.standings.push(Standing {
                line: line.clone(),
                span: found.span,
                last: last.cloned(),
                is_same,
                command: found.command,
                breaks,
                is_unchanged,
            });
        }
        lines
    }

    /// Those of which nothing was accepted, or that have changed compatibly since: each with that.
    pub(crate) fn unaccepted(&self) -> impl Iterator<Item = (&Standing, Option<&LineRevision>)> {
        let open = self.standings.iter().filter(|it| it.command.is_some());
        open.filter_map(|it| match &it.last {
            // The published version stands for what was never accepted.
            None => (!self.has_published).then_some((it, None)),
            Some(last) => (!it.is_same && it.breaks.is_empty()).then_some((it, Some(last))),
        })
    }

    /// Whether there is none that anything could be said of.
    pub(crate) fn is_empty(&self) -> bool {
        let understood = self.standings.iter().any(|it| it.command.is_some());
        !understood && self.undeclared.is_empty()
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
                    "no published version is named, and no command line was accepted, to compare with"
                }
                (_, true) => "no published command line is understood",
            });
        }
        findings.checked(self.compared);
        for change in self.changes.iter().filter(|it| it.rule == rule) {
            let finding = findings.report(change.span, change.key.clone(), change.message.clone());
            finding.help(help);
            if let Some(witness) = &change.witness {
                finding.note(format!("for example `{witness}`"));
            }
            if let Some(span) = change.published {
                finding.related(
                    span,
                    match change.accepted {
                        Some(day) => format!("as it was accepted on {day}"),
                        None => "as it was published".to_owned(),
                    },
                );
            }
        }
    }
}

/// Compares what was with what is: how many commands and arguments that are.
fn meet(
    line: &CommandLine,
    before: &Command,
    now: &Option<Command>,
    span: Span,
    changes: &mut Vec<Change>,
) -> usize {
    match now {
        Some(now) => compare::compare(before, now, changes),
        None => {
            changes.push(Change {
                rule: "cli_shape_unknown",
                key: line.name.clone(),
                span,
                message: format!("`{}` is not made by derives of clap any more", line.name),
                published: Some(before.span),
                witness: None,
                accepted: None,
            });
            1
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
