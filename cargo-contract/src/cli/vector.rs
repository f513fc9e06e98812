//! What somebody types: the words of a command that was published.

use super::values;
use crate::cli_tree::{Arg, Command, Takes};

/// Commands from the outermost one in, as they were published.
pub(super) type Chain<'c> = [&'c Command];

/// The words of the innermost command with all that it needs, and more behind them; none if what it needs is not all known.
pub(super) fn words(chain: &Chain<'_>, more: &[String]) -> Option<String> {
    all(chain, more, None, true)
}

/// The same with an argument of the innermost command, given like this, where it stands.
pub(super) fn saying(chain: &Chain<'_>, arg: &Arg, given: &[String]) -> Option<String> {
    match arg.spellings.is_empty() {
        true => all(chain, &[], Some((arg, given)), true),
        false => words(chain, given),
    }
}

/// The same of a command of which nothing else is typed.
pub(super) fn bare(chain: &Chain<'_>, more: &[String]) -> Option<String> {
    all(chain, more, None, false)
}

/// An argument that goes by its place, with what stands there.
type Placed<'a> = Option<(&'a Arg, &'a [String])>;

fn all(chain: &Chain<'_>, more: &[String], own: Placed<'_>, inner: bool) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for (row, command) in chain.iter().enumerate() {
        words.push(command.name.clone());
        let own = own.filter(|_| row + 1 == chain.len());
        needed(command, (more, own), &mut words)?;
    }
    words.extend(more.iter().cloned());
    let last = chain.last()?;
    if inner && last.needs_command {
        inside(last, &mut words, 0)?;
    }
    let quoted: Vec<String> = words.iter().map(|it| quote(it)).collect();
    Some(quoted.join(" "))
}

fn inside(command: &Command, words: &mut Vec<String>, depth: usize) -> Option<()> {
    let first = command.commands.first().filter(|_| depth < 8)?;
    words.push(first.name.clone());
    needed(first, (&[], None), words)?;
    match first.needs_command {
        true => inside(first, words, depth + 1),
        false => Some(()),
    }
}

/// What a command cannot do without, but for what is typed anyway.
fn needed(
    command: &Command,
    (typed, own): (&[String], Placed<'_>),
    words: &mut Vec<String>,
) -> Option<()> {
    let conditions = |arg: &Arg| {
        let mut keys = arg.settings.keys();
        keys.any(|it| it.starts_with("required_") || it.starts_with("requires"))
    };
    if command.args.iter().any(conditions)
        || command.settings.keys().any(|it| it.starts_with("group."))
    {
        return None;
    }
    let place = |arg: &Arg| command.places().position(|it| it.name == arg.name);
    let until = own.and_then(|(arg, _)| place(arg));
    for arg in &command.args {
        if let Some((_, words_of_it)) = own.filter(|(it, _)| it.name == arg.name) {
            words.extend_from_slice(words_of_it);
            continue;
        }
        let stands_before = until.is_some() && place(arg).is_some() && place(arg) < until;
        let is_typed = arg.spellings.iter().any(|it| typed.contains(it));
        if (arg.required || stands_before) && !is_typed {
            words.extend(given(arg, None)?);
        }
    }
    Some(())
}

/// How an argument is given, with a value of its own or with this one.
pub(super) fn given(arg: &Arg, own: Option<&str>) -> Option<Vec<String>> {
    spelled(arg, long(arg), own)
}

/// A command of its own with what it needs.
pub(super) fn given_command(command: &Command) -> Option<Vec<String>> {
    let mut words = vec![command.name.clone()];
    needed(command, (&[], None), &mut words)?;
    if command.needs_command {
        inside(command, &mut words, 0)?;
    }
    Some(words)
}

/// A flag that asks for nothing else.
pub(super) fn flag(chain: &Chain<'_>, flag: &str) -> String {
    let names = chain.iter().map(|it| it.name.as_str());
    let words: Vec<&str> = names.chain([flag]).collect();
    words.join(" ")
}

/// All arguments up to a place, each with a value of its own if it can have one.
pub(super) fn placed(chain: &Chain<'_>, place: usize) -> Option<String> {
    let (last, around) = chain.split_last()?;
    let mut named = (*last).clone();
    named.args.retain(|it| !it.spellings.is_empty());
    let mut values = Vec::new();
    for (row, arg) in last.places().enumerate() {
        if row > place && !arg.required {
            break;
        }
        let value = value(arg)?;
        values.push(match (value.as_str(), row) {
            ("x", 1..) => format!("x{row}"),
            ("1", 1..) => format!("{}", row + 1),
            _ => value,
        });
    }
    words(&[around, &[&named]].concat(), &values)
}

/// The words of a command without one of its arguments.
pub(super) fn without(chain: &Chain<'_>, arg: &Arg) -> Option<String> {
    let (last, around) = chain.split_last()?;
    let mut fewer = (*last).clone();
    fewer.args.retain(|it| it.name != arg.name);
    words(&[around, &[&fewer]].concat(), &[])
}

/// An argument with so many values at once.
pub(super) fn counted(arg: &Arg, count: usize) -> Option<Vec<String>> {
    let value = value(arg)?;
    let spelling = long(arg).into_iter().cloned();
    Some(spelling.chain(std::iter::repeat_n(value, count)).collect())
}

/// The spelling that is easiest to read.
fn long(arg: &Arg) -> Option<&String> {
    arg.spellings.first()
}

/// The same by one of its spellings.
pub(super) fn spelled(
    arg: &Arg,
    spelling: Option<&String>,
    own: Option<&str>,
) -> Option<Vec<String>> {
    let mut words: Vec<String> = spelling.into_iter().cloned().collect();
    if arg.takes != Takes::Nothing {
        let least = arg.settings.get("num_args");
        let least = least.map_or(Some(1), |it| values::range(it).map(|it| it.0))?;
        let value = match own {
            Some(own) => own.to_owned(),
            None => value(arg)?,
        };
        words.extend(std::iter::repeat_n(value, least.max(1)));
    }
    Some(words)
}

/// A value that it takes; none if that is not known.
pub(super) fn value(arg: &Arg) -> Option<String> {
    if let Some(values) = &arg.values {
        return values.first()?.first().cloned();
    }
    if arg.settings.contains_key("value_parser") {
        return None;
    }
    let ty = arg.settings.get("type")?;
    values::sample(ty).map(str::to_owned)
}

fn quote(word: &str) -> String {
    match word.is_empty() || word.contains(|it: char| it.is_whitespace() || it == '\'') {
        true => format!("'{}'", word.replace('\'', "'\\''")),
        false => word.to_owned(),
    }
}
