//! A command line: commands in commands, and what they take.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;

/// A command.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    /// Its name, or that of the contract.
    pub(crate) name: String,
    /// All that it can be called by.
    pub(crate) names: BTreeSet<String>,
    pub(crate) span: Span,
    pub(crate) args: Vec<Arg>,
    pub(crate) commands: Vec<Command>,
    /// Whether nothing can be done without one of its commands.
    pub(crate) needs_command: bool,
    /// Whether it takes commands that it does not name.
    pub(crate) takes_any: bool,
    /// What else is said of it that may matter, as written.
    pub(crate) settings: BTreeMap<String, String>,
}

/// What a command takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arg {
    /// What the program calls it.
    pub(crate) name: String,
    pub(crate) span: Span,
    /// What to call it: ``` `--long` ```.
    pub(crate) title: String,
    /// `--long`, `-s`; none if it goes by its place.
    pub(crate) spellings: BTreeSet<String>,
    pub(crate) required: bool,
    pub(crate) takes: Takes,
    /// The only values that it takes, each with all of its spellings.
    pub(crate) values: Option<Vec<BTreeSet<String>>>,
    pub(crate) default: Option<String>,
    /// What else is said of it that may matter, as written.
    pub(crate) settings: BTreeMap<String, String>,
}

/// How many values an argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// None: a flag.
    Nothing,
    One,
    Many,
}

impl Command {
    /// A command without anything.
    pub(crate) fn new(name: &str, span: Span) -> Command {
        Command {
            name: name.to_owned(),
            names: BTreeSet::from([name.to_owned()]),
            span,
            args: Vec::new(),
            commands: Vec::new(),
            needs_command: false,
            takes_any: false,
            settings: BTreeMap::new(),
        }
    }

    /// The command that is called by this name.
    pub(crate) fn command(&self, name: &str) -> Option<&Command> {
        self.commands.iter().find(|it| it.names.contains(name))
    }

    /// What goes by its place, in order.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Arg> {
        self.args.iter().filter(|arg| arg.spellings.is_empty())
    }

    /// The argument with this spelling.
    pub(crate) fn spelled(&self, spelling: &str) -> Option<&Arg> {
        self.args.iter().find(|it| it.spellings.contains(spelling))
    }
}

impl Takes {
    /// How many, in words.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Takes::Nothing => "no value",
            Takes::One => "one value",
            Takes::Many => "several values",
        }
    }
}
