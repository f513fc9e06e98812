//! What two versions of an argument are to who gives it.

use super::compare::{Comparison, Place, is_on};
use super::values::{self, Fits};
use super::vector;
use crate::cli_tree::{Arg, Command, Takes};

impl Comparison<'_> {
    /// Spellings that mean something else now.
    pub(super) fn reassigned(&mut self, at: Place<'_>, before: &Arg, partner: Option<&Arg>) {
        for spelling in &before.spellings {
            let Some(other) = at.spelled(spelling) else {
                continue;
            };
            if partner.is_none_or(|partner| !std::ptr::eq(other, partner)) {
                let what = format!(
                    "`{spelling}` means `{}` now, and meant `{}`",
                    other.name, before.name
                );
                let here = (at.path, other.span);
                let typed = vector::spelled(before, Some(spelling), None);
                let witness = typed.and_then(|it| vector::words(at.old, &it));
                let was = Some(before.span);
                self.add("cli_argument_reassigned", here, was, what, witness);
            }
        }
    }

    pub(super) fn pair(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let here = (at.path, new.span);
        let before = Some(old.span);
        let typed =
            |words: Option<Vec<String>>| words.and_then(|it| vector::saying(at.old, old, &it));
        for spelling in &old.spellings {
            // What goes by its place now is told as such.
            if at.spelled(spelling).is_none() && !new.spellings.is_empty() {
                let what = format!("`{}` is not spelled `{spelling}` any more", new.name);
                let witness = typed(vector::spelled(old, Some(spelling), None));
                self.add("cli_argument_removed", here, before, what, witness);
            }
        }
        self.reassigned(at, old, Some(new));
        if old.spellings.is_empty() != new.spellings.is_empty() {
            let what = format!("it was {}, and is {}", old.title, new.title);
            let witness = typed(vector::given(old, None));
            self.add("cli_argument_changed", here, before, what, witness);
        }
        if new.required && !old.required {
            let what = format!("{} is required now", new.title);
            let witness = vector::words(at.old, &[]);
            self.add("cli_argument_required", here, before, what, witness);
        }
        if is_on(old.settings.get("global")) && !is_on(new.settings.get("global")) {
            self.narrowed(at, old, new);
        }
        if old.takes != new.takes && (old.takes, new.takes) != (Takes::One, Takes::Many) {
            let what = format!(
                "{} takes {} now, and took {}",
                new.title,
                new.takes.as_str(),
                old.takes.as_str()
            );
            let again = |words: Vec<String>| match old.takes {
                Takes::Many => [words.clone(), words].concat(),
                Takes::Nothing | Takes::One => words,
            };
            let witness = typed(vector::given(old, None).map(again));
            self.add("cli_argument_changed", here, before, what, witness);
        }
        self.default(at, old, new);
        self.env(at, old, new);
        self.values(at, old, new);
        self.numbers(at, old, new);
        self.settings(here, (&old.settings, &new.settings), old.span);
    }

    /// What was for all commands that are inside, and is not: those that do not have it themselves.
    fn narrowed(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let lost = |command: &&&Command| {
            let now = at.now().command(&command.name);
            let known = |it: &String| now.is_some_and(|now| now.spelled(it).is_some());
            now.is_some() && !old.spellings.iter().all(known)
        };
        let before = at.old[at.old.len() - 1];
        let commands: Vec<&Command> = before.commands.iter().collect();
        let Some(first) = commands.iter().find(lost) else {
            return;
        };
        let what = format!("{} is not for all its commands any more", new.title);
        let chain = [at.old, &[*first]].concat();
        let typed = vector::given(old, None);
        let witness = typed.and_then(|it| vector::words(&chain, &it));
        let here = (at.path, new.span);
        self.add("cli_argument_changed", here, Some(old.span), what, witness);
    }

    fn default(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let (Some(before), now) = (&old.default, &new.default) else {
            return;
        };
        // A value may have several names.
        let same = |now: &String| {
            let mut values = new.values.iter().flatten();
            now == before || values.any(|it| it.contains(now) && it.contains(before))
        };
        if now.as_ref().is_some_and(same) || new.required {
            return;
        }
        let is_code = |arg: &Arg| arg.settings.contains_key("code of default");
        let rule = match is_code(old) || (is_code(new) && now.is_some()) {
            true => "cli_shape_unknown",
            false => "cli_argument_changed",
        };
        let now = now.as_deref().unwrap_or("nothing");
        let what = format!(
            "{} is `{now}` if it is not given, and was `{before}`",
            new.title
        );
        let witness = vector::words(at.old, &[]).filter(|_| rule == "cli_argument_changed");
        let here = (at.path, new.span);
        self.add(rule, here, Some(old.span), what, witness);
    }

    /// The variable that stands for an argument that is not given.
    fn env(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let Some(name) = old.settings.get("env") else {
            return;
        };
        if new.settings.get("env") == Some(name) {
            return;
        }
        let what = format!("{} is not taken from `{name}` any more", new.title);
        let value = match old.takes {
            Takes::Nothing => Some("true".to_owned()),
            Takes::One | Takes::Many => vector::value(old),
        };
        let witness = value.and_then(|value| {
            let words = vector::without(at.old, old)?;
            Some(format!("{name}={value} {words}"))
        });
        let here = (at.path, new.span);
        self.add("cli_argument_changed", here, Some(old.span), what, witness);
    }

    fn values(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let here = (at.path, new.span);
        let typed = |value: &str| {
            let words = vector::given(old, Some(value))?;
            vector::saying(at.old, old, &words)
        };
        // That a flag takes a value is told already.
        if old.takes == Takes::Nothing || new.takes == Takes::Nothing {
            return;
        }
        let was = Some(old.span);
        let Some(now) = &new.values else {
            return self.types(at, old, new);
        };
        let Some(before) = &old.values else {
            let what = format!("{} takes only some values", new.title);
            let other = vector::value(old).filter(|it| !now.iter().any(|all| all.contains(it)));
            let witness = other.and_then(|it| typed(&it));
            self.add("cli_value_removed", here, was, what, witness);
            return;
        };
        let loose = |arg: &Arg| is_on(arg.settings.get("ignore_case"));
        for value in before.iter().flatten() {
            let alike = |it: &String| it == value || (loose(new) && it.eq_ignore_ascii_case(value));
            if !now.iter().flatten().any(alike) {
                let what = format!("{} does not take `{value}` any more", new.title);
                self.add("cli_value_removed", here, was, what, typed(value));
            }
        }
    }

    /// What is written of types that are not lists of values.
    fn types(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let (before, now) = (old.settings.get("type"), new.settings.get("type"));
        let here = (at.path, new.span);
        let was = Some(old.span);
        if let (Some(before), Some(now)) = (before, now) {
            match values::fits(before, now) {
                _ if before == now => {}
                Fits::All => {}
                Fits::Not(value) => {
                    let what = format!("{} takes `{now}` now, and took `{before}`", new.title);
                    let words = vector::given(old, Some(&value));
                    let witness = words.and_then(|it| vector::saying(at.old, old, &it));
                    self.add("cli_argument_changed", here, was, what, witness);
                }
                Fits::Unknown => {
                    let what = format!("{} takes `{now}` now, and took `{before}`", new.title);
                    self.add("cli_shape_unknown", here, was, what, None);
                }
            }
        } else if let (Some(_), Some(now)) = (&old.values, now)
            && !matches!(values::fits("u8", now), Fits::All if values::sample(now) == Some("x"))
        {
            // A list of values may become any text.
            let what = format!("{} takes `{now}` now, and took some values", new.title);
            self.add("cli_shape_unknown", here, was, what, None);
        }
    }

    /// How many values there may be at once.
    fn numbers(&mut self, at: Place<'_>, old: &Arg, new: &Arg) {
        let key = "num_args";
        let (before, now) = (old.settings.get(key), new.settings.get(key));
        if before == now || old.takes == Takes::Nothing || new.takes == Takes::Nothing {
            return;
        }
        let here = (at.path, new.span);
        let one = "1".to_owned();
        let unsaid = |arg: &Arg| arg.spellings.is_empty() && arg.takes == Takes::Many;
        let range = |arg: &Arg, said: Option<&String>| match said {
            None if unsaid(arg) => Some((1, usize::MAX)),
            said => values::range(said.unwrap_or(&one)),
        };
        let all = range(old, before).zip(range(new, now));
        let shown = |said: Option<&String>| said.unwrap_or(&one).replace(' ', "");
        let (before, now) = (shown(before), shown(now));
        let what = format!(
            "{} takes {now} values at once, and took {before}",
            new.title
        );
        // What takes more may take what stood behind it.
        let stands = at.now().places().next().is_some() || !at.now().commands.is_empty();
        match all {
            Some((was, is)) if is.0 <= was.0 && is.1 == was.1 => {}
            Some((was, is)) if is.0 <= was.0 && is.1 > was.1 && !stands => {}
            Some((was, is)) if is.0 > was.0 || is.1 < was.1 => {
                let count = if is.0 > was.0 {
                    was.0
                } else {
                    is.1.saturating_add(1)
                };
                let words = vector::counted(old, count);
                let witness = words.and_then(|it| vector::saying(at.old, old, &it));
                self.add("cli_argument_changed", here, Some(old.span), what, witness);
            }
            _ => self.add("cli_shape_unknown", here, Some(old.span), what, None),
        }
    }
}
