//! What two versions of a command line are to who calls it.

use std::collections::BTreeMap;

use govern_diagnostics::Span;

use super::Change;
use super::vector;
use super::words::{COMPARED, LOOSE, STRICT};
use crate::cli_tree::{Arg, Command};

/// Compares a command with what was published of it: how many commands and arguments that are.
pub(super) fn compare(old: &Command, new: &Command, changes: &mut Vec<Change>) -> usize {
    let mut comparison = Comparison {
        changes,
        compared: 0,
    };
    let at = Place {
        path: &old.name,
        old: &[old],
        new: &[new],
    };
    comparison.command(at, old, new);
    comparison.compared
}

pub(super) struct Comparison<'c> {
    changes: &'c mut Vec<Change>,
    compared: usize,
}

/// Two versions of a command, where they are.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) path: &'p str,
    /// From the outermost command to this one, as they were published and as they are.
    pub(super) old: &'p [&'p Command],
    new: &'p [&'p Command],
}

impl<'p> Place<'p> {
    pub(super) fn now(&self) -> &'p Command {
        self.new[self.new.len() - 1]
    }

    /// The argument with a spelling, of the command or, if it is for all that are inside, of one around it.
    pub(super) fn spelled(&self, spelling: &str) -> Option<&'p Arg> {
        let around = self.new.iter().rev().enumerate();
        let mut own = around.filter_map(|(row, command)| {
            let found = command.spelled(spelling)?;
            (row == 0 || is_on(found.settings.get("global"))).then_some(found)
        });
        own.next()
    }
}

impl Comparison<'_> {
    pub(super) fn add(
        &mut self,
        rule: &'static str,
        (path, span): (&str, Span),
        published: Option<Span>,
        what: String,
        witness: Option<String>,
    ) {
        self.changes.push(Change {
            rule,
            key: format!("{path}: {what}"),
            span,
            message: format!("`{path}`: {what}"),
            published,
            witness,
            accepted: None,
        });
    }

    fn command(&mut self, at: Place<'_>, old: &Command, new: &Command) {
        self.compared += 1;
        let here = (at.path, new.span);
        let was = Some(old.span);
        if new.needs_command && !old.needs_command {
            let what = "it does nothing without a command any more".to_owned();
            let witness = vector::bare(at.old, &[]);
            self.add("cli_argument_required", here, was, what, witness);
        } else if needs_any(new) && !needs_any(old) && !old.needs_command {
            let needed = old.args.iter().any(|it| it.required);
            if !needed && !new.args.iter().any(|it| it.required) {
                let what = "it does nothing without an argument any more".to_owned();
                let witness = vector::bare(at.old, &[]);
                self.add("cli_argument_required", here, was, what, witness);
            }
        }
        if old.takes_any && !new.takes_any {
            let what = "it takes only its own commands".to_owned();
            let witness = vector::bare(at.old, &["other".to_owned()]);
            self.add("cli_command_removed", here, was, what, witness);
        }
        if old.settings.contains_key("version")
            && !new.settings.contains_key("version")
            && new.spelled("--version").is_none()
        {
            let what = "there is no `--version` any more".to_owned();
            let witness = vector::flag(at.old, "--version");
            self.add("cli_argument_removed", here, was, what, Some(witness));
        }
        self.settings(here, (&old.settings, &new.settings), old.span);
        for before in &old.commands {
            self.subcommand(at, before, new);
        }
        self.args(at, old, new);
    }

    fn subcommand(&mut self, at: Place<'_>, before: &Command, new: &Command) {
        let path = at.path;
        let chain = [at.old, &[before]].concat();
        // Called by another name, if it has to be.
        let called = |name: &str| {
            let mut words = vector::given_command(before)?;
            words[0] = name.to_owned();
            vector::bare(at.old, &words)
        };
        let partner = new
            .command(&before.name)
            .or_else(|| before.names.iter().find_map(|name| new.command(name)));
        let Some(partner) = partner else {
            self.compared += 1;
            let here = (path, new.span);
            let what = format!("there is no command `{}` any more", before.name);
            let witness = vector::words(&chain, &[]);
            self.add(
                "cli_command_removed",
                here,
                Some(before.span),
                what,
                witness,
            );
            return;
        };
        for name in &before.names {
            match new.command(name) {
                None => {
                    let what = format!(
                        "the command `{}` is not called `{name}` any more",
                        partner.name
                    );
                    let here = (path, partner.span);
                    let was = Some(before.span);
                    self.add("cli_command_removed", here, was, what, called(name));
                }
                Some(other) if !std::ptr::eq(other, partner) => {
                    let what = format!("`{name}` means the command `{}` now", other.name);
                    let here = (path, other.span);
                    let was = Some(before.span);
                    self.add("cli_argument_reassigned", here, was, what, called(name));
                }
                Some(_) => {}
            }
        }
        let inside = Place {
            path: &format!("{path} {}", before.name),
            old: &chain,
            new: &[at.new, &[partner]].concat(),
        };
        self.command(inside, before, partner);
    }

    fn args(&mut self, at: Place<'_>, old: &Command, new: &Command) {
        let mut partners: Vec<&Arg> = Vec::new();
        for before in &old.args {
            self.compared += 1;
            // What is taken by all commands may be said around this one.
            let around = || before.spellings.iter().find_map(|it| at.spelled(it));
            let partner = partner(before, old, new).or_else(around);
            partners.extend(partner);
            match partner {
                Some(now) => self.pair(at, before, now),
                None => {
                    let what = format!("there is no {} any more", before.title);
                    let here = (at.path, new.span);
                    let typed = vector::given(before, None);
                    let witness = typed.and_then(|it| vector::saying(at.old, before, &it));
                    let was = Some(before.span);
                    self.add("cli_argument_removed", here, was, what, witness);
                    self.reassigned(at, before, None);
                }
            }
        }
        let added = new
            .args
            .iter()
            .filter(|now| now.required && !partners.iter().any(|it| std::ptr::eq(*it, *now)));
        for now in added {
            let what = format!("{} is required, which was not there", now.title);
            let witness = vector::words(at.old, &[]);
            let here = (at.path, now.span);
            self.add("cli_argument_required", here, None, what, witness);
        }
        let order = |command: &Command| -> Vec<String> {
            command.places().map(|arg| arg.name.clone()).collect()
        };
        let (before, now) = (order(old), order(new));
        for (place, name) in before.iter().enumerate() {
            let stands = now.iter().position(|other| other == name);
            let Some(arg) = stands
                .filter(|other| *other != place)
                .and_then(|other| new.places().nth(other))
            else {
                continue;
            };
            let what = format!("`{name}` does not stand where it stood");
            let here = (at.path, arg.span);
            let witness = vector::placed(at.old, place);
            self.add("cli_argument_reassigned", here, None, what, witness);
        }
    }

    /// What may matter, and is not understood: but for what can only take more than before.
    pub(super) fn settings(
        &mut self,
        at: (&str, Span),
        (old, new): (&BTreeMap<String, String>, &BTreeMap<String, String>),
        published: Span,
    ) {
        let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let (before, now) = (old.get(key), new.get(key));
            let word = key.as_str();
            let widens = (LOOSE.contains(&word) && !is_on(before))
                || (STRICT.contains(&word) && !is_on(now));
            let same = before == now || (!is_on(before) && !is_on(now));
            if same || widens || COMPARED.contains(&word) {
                continue;
            }
            let text =
                |said: Option<&String>| said.map_or("not there".to_owned(), |it| format!("`{it}`"));
            let what = format!("`{key}` was {}, and is {}", text(before), text(now));
            self.add("cli_shape_unknown", at, Some(published), what, None);
        }
    }
}

/// Whether something is said, and is not that it is off.
pub(super) fn is_on(said: Option<&String>) -> bool {
    said.is_some_and(|it| it != "false")
}

/// Whether a command only helps where nothing is given.
fn needs_any(command: &Command) -> bool {
    is_on(command.settings.get("arg_required_else_help"))
}

/// What an argument has become: that of its name, or of one of its spellings, or of its place.
fn partner<'n>(before: &Arg, old: &Command, new: &'n Command) -> Option<&'n Arg> {
    let by_name = new.args.iter().find(|now| now.name == before.name);
    let is_known = |now: &&Arg| !old.args.iter().any(|it| it.name == now.name);
    let by_spelling = || {
        // The long ones come first in order.
        let mut spelled = before.spellings.iter().filter_map(|it| new.spelled(it));
        spelled.find(is_known)
    };
    let by_place = || {
        let place = old.places().position(|it| it.name == before.name)?;
        new.places().nth(place).filter(is_known)
    };
    by_name.or_else(by_spelling).or_else(by_place)
}
