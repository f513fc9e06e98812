//! What two versions of a command line are to who calls it.

use std::collections::BTreeMap;

use govern_diagnostics::Span;

use super::Change;
use crate::cli_tree::{Arg, Command, Takes};

/// Compares a command with what was published of it: how many commands and arguments that are.
pub(super) fn compare(old: &Command, new: &Command, changes: &mut Vec<Change>) -> usize {
    let mut comparison = Comparison {
        changes,
        compared: 0,
    };
    comparison.command(&old.name, old, new);
    comparison.compared
}

struct Comparison<'c> {
    changes: &'c mut Vec<Change>,
    compared: usize,
}

impl Comparison<'_> {
    fn add(&mut self, rule: &'static str, of: (&str, Span), published: Option<Span>, what: String) {
        let (path, span) = of;
        self.changes.push(Change {
            rule,
            key: format!("{path}: {what}"),
            span,
            message: format!("`{path}`: {what}"),
            published,
            accepted: None,
        });
    }

    fn command(&mut self, path: &str, old: &Command, new: &Command) {
        self.compared += 1;
        let at = (path, new.span);
        if new.needs_command && !old.needs_command {
            let what = "it does nothing without a command any more".to_owned();
            self.add("cli_argument_required", at, Some(old.span), what);
        }
        if old.takes_any && !new.takes_any {
            let what = "it takes only its own commands".to_owned();
            self.add("cli_command_removed", at, Some(old.span), what);
        }
        self.settings(at, (&old.settings, &new.settings), old.span);
        for before in &old.commands {
            self.subcommand(path, before, new);
        }
        self.args(path, old, new);
    }

    fn subcommand(&mut self, path: &str, before: &Command, new: &Command) {
        let partner = new
            .command(&before.name)
            .or_else(|| before.names.iter().find_map(|name| new.command(name)));
        let Some(partner) = partner else {
            self.compared += 1;
            let at = (path, new.span);
            let what = format!("there is no command `{}` any more", before.name);
            self.add("cli_command_removed", at, Some(before.span), what);
            return;
        };
        for name in &before.names {
            match new.command(name) {
                None => {
                    let what = format!(
                        "the command `{}` is not called `{name}` any more",
                        partner.name
                    );
                    let at = (path, partner.span);
                    self.add("cli_command_removed", at, Some(before.span), what);
                }
                Some(other) if !std::ptr::eq(other, partner) => {
                    let what = format!("`{name}` means the command `{}` now", other.name);
                    let at = (path, other.span);
                    self.add("cli_argument_reassigned", at, Some(before.span), what);
                }
                Some(_) => {}
            }
        }
        self.command(&format!("{path} {}", before.name), before, partner);
    }

    fn args(&mut self, path: &str, old: &Command, new: &Command) {
        let mut partners: Vec<&Arg> = Vec::new();
        for before in &old.args {
            self.compared += 1;
            let partner = partner(before, old, new);
            partners.extend(partner);
            match partner {
                Some(now) => self.pair(path, before, now, new),
                None => {
                    let what = format!("there is no {} any more", before.title);
                    let at = (path, new.span);
                    self.add("cli_argument_removed", at, Some(before.span), what);
                    self.reassigned(path, before, None, new);
                }
            }
        }
        let added = new
            .args
            .iter()
            .filter(|now| now.required && !partners.iter().any(|it| std::ptr::eq(*it, *now)));
        for now in added {
            let what = format!("{} is required, which was not there", now.title);
            self.add("cli_argument_required", (path, now.span), None, what);
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
            self.add("cli_argument_reassigned", (path, arg.span), None, what);
        }
    }

    /// Spellings that mean something else now.
    fn reassigned(&mut self, path: &str, before: &Arg, partner: Option<&Arg>, new: &Command) {
        for spelling in &before.spellings {
            let Some(other) = new.spelled(spelling) else {
                continue;
            };
            if partner.is_none_or(|partner| !std::ptr::eq(other, partner)) {
                let what = format!(
                    "`{spelling}` means `{}` now, and meant `{}`",
                    other.name, before.name
                );
                let at = (path, other.span);
                self.add("cli_argument_reassigned", at, Some(before.span), what);
            }
        }
    }

    fn pair(&mut self, path: &str, old: &Arg, new: &Arg, around: &Command) {
        let at = (path, new.span);
        let before = Some(old.span);
        for spelling in &old.spellings {
            // What goes by its place now is told as such.
            if around.spelled(spelling).is_none() && !new.spellings.is_empty() {
                let what = format!("`{}` is not spelled `{spelling}` any more", new.name);
                self.add("cli_argument_removed", at, before, what);
            }
        }
        self.reassigned(path, old, Some(new), around);
        if old.spellings.is_empty() != new.spellings.is_empty() {
            let what = format!("it was {}, and is {}", old.title, new.title);
            self.add("cli_argument_changed", at, before, what);
        }
        if new.required && !old.required {
            let what = format!("{} is required now", new.title);
            self.add("cli_argument_required", at, before, what);
        }
        if old.takes != new.takes && (old.takes, new.takes) != (Takes::One, Takes::Many) {
            let what = format!(
                "{} takes {} now, and took {}",
                new.title,
                new.takes.as_str(),
                old.takes.as_str()
            );
            self.add("cli_argument_changed", at, before, what);
        }
        if let (Some(old_default), new_default) = (&old.default, &new.default)
            && new_default.as_ref() != Some(old_default)
        {
            let now = new_default.as_deref().unwrap_or("nothing");
            let what = format!(
                "{} is `{now}` if it is not given, and was `{old_default}`",
                new.title
            );
            self.add("cli_argument_changed", at, before, what);
        }
        self.values(path, old, new);
        self.settings(at, (&old.settings, &new.settings), old.span);
    }

    fn values(&mut self, path: &str, old: &Arg, new: &Arg) {
        let Some(now) = &new.values else {
            return;
        };
        let at = (path, new.span);
        // That a flag takes a value is told already.
        let Some(before) = &old.values else {
            if old.takes != Takes::Nothing {
                let what = format!("{} takes only some values", new.title);
                self.add("cli_value_removed", at, Some(old.span), what);
            }
            return;
        };
        for value in before.iter().flatten() {
            if !now.iter().any(|spellings| spellings.contains(value)) {
                let what = format!("{} does not take `{value}` any more", new.title);
                self.add("cli_value_removed", at, Some(old.span), what);
            }
        }
    }

    /// What may matter, and is not understood.
    fn settings(
        &mut self,
        at: (&str, Span),
        (old, new): (&BTreeMap<String, String>, &BTreeMap<String, String>),
        published: Span,
    ) {
        let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let (before, now) = (old.get(key), new.get(key));
            if before != now {
                let text = |said: Option<&String>| {
                    said.map_or("not there".to_owned(), |it| format!("`{it}`"))
                };
                let what = format!("`{key}` was {}, and is {}", text(before), text(now));
                self.add("cli_shape_unknown", at, Some(published), what);
            }
        }
    }
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
