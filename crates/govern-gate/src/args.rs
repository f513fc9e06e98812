//! Arguments that belong to one gate, described without a command-line parser.

use std::collections::BTreeMap;

/// An argument of a gate or of a subcommand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArgSpec {
    /// Its name: `against` for `--against`.
    pub name: &'static str,
    /// What it takes.
    pub kind: ArgKind,
    /// What it is for: lower-case first letter, no final period.
    pub help: &'static str,
    /// The values it takes, if only these.
    pub choices: &'static [&'static str],
    /// Whether it must be given.
    pub required: bool,
    /// Its one letter: `o` for `-o`.
    pub short: Option<char>,
    /// The rule of the gate that it makes an error of, if it does that.
    pub denies: Option<&'static str>,
}

/// What an argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgKind {
    /// Nothing: `--write`.
    Flag,
    /// A value, called this in help: `--against <REV>`.
    Option(&'static str),
    /// A value, as often as wanted.
    Repeated(&'static str),
    /// A value without a name: `<FILE>`.
    Positional(&'static str),
    /// Values without a name: `<FILE>…`.
    Positionals(&'static str),
}

impl ArgSpec {
    /// `--output <PATH>`, or `-o`: what a subcommand prints goes to that file, whole or not at all. The command line sees to it.
    pub const OUTPUT: ArgSpec =
        ArgSpec::option("output", "PATH", "the file to write to instead of stdout");

    /// `--staged`: the subcommand looks at what is staged, and not at the work tree. The command line sees to it.
    pub const STAGED: ArgSpec = ArgSpec::flag(
        "staged",
        "look at what is staged for a commit, not at the work tree",
    );

    /// `--base <REV>`: what [`Session::base`](crate::Session::base) compares with, a revision.
    pub const BASE: ArgSpec = ArgSpec::option(
        "base",
        "REV",
        "a git revision: no criterion may be worse than it was there, and no rule weaker",
    );

    /// `--base-directory <DIR>`: the same, a copy.
    pub const BASE_DIRECTORY: ArgSpec = ArgSpec::option(
        "base-directory",
        "DIR",
        "a copy of the workspace as it was, from its root; likewise",
    );

    /// `--name`.
    pub const fn flag(name: &'static str, help: &'static str) -> Self {
        ArgSpec::new(name, ArgKind::Flag, help)
    }

    /// `--name <VALUE>`.
    pub const fn option(name: &'static str, value: &'static str, help: &'static str) -> Self {
        ArgSpec::new(name, ArgKind::Option(value), help)
    }

    /// `--name <VALUE>`, as often as wanted.
    pub const fn repeated(name: &'static str, value: &'static str, help: &'static str) -> Self {
        ArgSpec::new(name, ArgKind::Repeated(value), help)
    }

    /// `<VALUE>`.
    pub const fn positional(name: &'static str, value: &'static str, help: &'static str) -> Self {
        ArgSpec::new(name, ArgKind::Positional(value), help)
    }

    /// `<VALUE>…`.
    pub const fn positionals(name: &'static str, value: &'static str, help: &'static str) -> Self {
        ArgSpec::new(name, ArgKind::Positionals(value), help)
    }

    /// It has one letter, too.
    #[must_use]
    pub const fn short(mut self, letter: char) -> Self {
        self.short = Some(letter);
        self
    }

    /// It must be given.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It makes findings of a rule of the gate errors, as `-D` does.
    #[must_use]
    pub const fn denying(mut self, rule: &'static str) -> Self {
        self.denies = Some(rule);
        self
    }

    /// It takes only these values.
    #[must_use]
    pub const fn choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    const fn new(name: &'static str, kind: ArgKind, help: &'static str) -> Self {
        ArgSpec {
            name,
            kind,
            help,
            choices: &[],
            required: false,
            short: None,
            denies: None,
        }
    }
}

/// The arguments that were given, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Args {
    given: BTreeMap<String, Vec<String>>,
}

impl Args {
    /// Whether it was given.
    pub fn flag(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// Its value; the last one, if there are several.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values(name).last().map(String::as_str)
    }

    /// All its values, in order.
    pub fn values(&self, name: &str) -> &[String] {
        self.given.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Takes a flag as given.
    pub fn set(&mut self, name: impl Into<String>) {
        self.given.entry(name.into()).or_default();
    }

    /// Takes a value as given.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.given
            .entry(name.into())
            .or_default()
            .push(value.into());
    }
}

/// `(name, value)` pairs; a flag has the value `""`.
impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Args {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut args = Args::default();
        for (name, value) in pairs {
            let (name, value) = (name.into(), value.into());
            if value.is_empty() {
                args.set(name)
            } else {
                args.push(name, value)
            }
        }
        args
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_found_by_name() {
        let args: Args = [("against", "v1"), ("write", ""), ("against", "v2")]
            .into_iter()
            .collect();
        assert!(args.flag("write") && !args.flag("check"));
        assert_eq!(args.value("against"), Some("v2"));
        assert_eq!(args.values("against"), ["v1", "v2"]);
        assert_eq!(args.value("write"), None);
    }
}
