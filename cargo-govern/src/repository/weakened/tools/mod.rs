//! What a change does to the configuration of other tools that gates are made of: cargo-deny, cargo-audit, clippy and nextest.

mod clippy;
mod deny;
mod nextest;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use govern_diagnostics::{FileId, Span};
use govern_workspace::{Listing, Workspace};

use super::Weakened;
use super::compare::{Change, Comparison};
use super::keys::Keys;
use super::value::{Table, Value, read};

/// A tool, and what is known of its keys.
struct Tool {
    keys: Keys,
    /// What holds if a key is not there.
    defaults: Table,
    /// Where its configuration is looked for in a directory, the first that is there.
    names: &'static [&'static str],
    /// Whether each package may have one of its own.
    of_packages: bool,
    /// Whether there is no such gate without a file.
    needs_file: bool,
    /// Makes both sides comparable: the same said in other words is the same.
    plain: fn(&mut Table, &mut Table),
}

static TOOLS: LazyLock<[Tool; 4]> = LazyLock::new(|| {
    let tool = |table: &str, names, plain| Tool {
        keys: Keys::read(table),
        defaults: match read(table).and_then(|mut it| it.remove("defaults")) {
            Some(entry) => entry.value.into_table(),
            None => Table::new(),
        },
        names,
        of_packages: false,
        needs_file: false,
        plain,
    };
    [
        Tool {
            needs_file: true,
            ..tool(
                include_str!("deny.toml"),
                &[
                    "deny.toml",
                    ".deny.toml",
                    ".cargo/deny.toml",
                    ".config/deny.toml",
                ],
                deny::plain,
            )
        },
        tool(
            include_str!("audit.toml"),
            &[".cargo/audit.toml"],
            |_, _| {},
        ),
        Tool {
            of_packages: true,
            ..tool(
                include_str!("clippy.toml"),
                &[".clippy.toml", "clippy.toml"],
                clippy::plain,
            )
        },
        tool(
            include_str!("nextest.toml"),
            &[".config/nextest.toml"],
            nextest::plain,
        ),
    ]
});

/// A file of a tool.
struct File {
    id: FileId,
    /// What it says; none if that is no TOML.
    table: Option<Table>,
}

/// The files of tools of one side.
pub(super) struct Tools {
    files: BTreeMap<String, File>,
    /// For each tool, by its place in the list, which file counts in which directory, if any: the root, and those of packages.
    used: Vec<BTreeMap<String, Option<String>>>,
}

impl Tools {
    pub(super) fn new(workspace: &Workspace, listing: &Listing) -> Tools {
        let mut tools = Tools {
            files: BTreeMap::new(),
            used: Vec::new(),
        };
        let there: BTreeSet<&str> = listing.files.iter().map(String::as_str).collect();
        let packages: BTreeSet<&str> = workspace
            .packages()
            .iter()
            .map(|it| workspace.path(it.manifest))
            .map(|path| path.rsplit_once('/').map_or("", |(directory, _)| directory))
            .collect();
        for tool in TOOLS.iter() {
            let mut used = BTreeMap::new();
            let others = packages.iter().filter(|_| tool.of_packages);
            for directory in others.chain([&""]) {
                let path = around(directory).find_map(|directory| {
                    let paths = tool.names.iter().map(|name| match directory {
                        "" => (*name).to_owned(),
                        directory => format!("{directory}/{name}"),
                    });
                    paths
                        .into_iter()
                        .find(|path| there.contains(path.as_str()) && tools.read(workspace, path))
                });
                used.insert((*directory).to_owned(), path);
            }
            tools.used.push(used);
        }
        tools
    }

    fn file<'t>(&'t self, path: Option<&'t String>) -> Option<(&'t String, &'t File)> {
        self.files.get_key_value(path?)
    }

    /// Reads a file, if it is there: what git tracks may be gone.
    fn read(&mut self, workspace: &Workspace, path: &str) -> bool {
        if self.files.contains_key(path) {
            return true;
        }
        let Ok(Some((id, text))) = workspace.read_if_exists(path) else {
            return false;
        };
        let table = read(&text);
        self.files.insert(path.to_owned(), File { id, table });
        true
    }
}

/// A directory, and those around it.
fn around(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(directory), |directory| match *directory {
        "" => None,
        directory => Some(directory.rsplit_once('/').map_or("", |(up, _)| up)),
    })
}

impl Weakened {
    pub(super) fn tools(&mut self, before: &Tools, now: &Tools) {
        for (tool, (was, is)) in TOOLS.iter().zip(before.used.iter().zip(&now.used)) {
            // A package that is there on one side only is none that is looked at less.
            let both = was.iter().filter_map(|(directory, was)| {
                let is = is.get(directory)?;
                Some((was.as_ref(), is.as_ref()))
            });
            let pairs: BTreeSet<(Option<&String>, Option<&String>)> = both.collect();
            for (was, is) in pairs {
                self.tool(tool, before.file(was), now.file(is));
            }
        }
    }

    fn tool(&mut self, tool: &Tool, was: Option<(&String, &File)>, is: Option<(&String, &File)>) {
        let base = self.base.clone();
        let start = |file: &File| Some(Span::start_of(file.id));
        match (was, is) {
            (None, None) => return,
            // There was no such gate.
            (None, Some(_)) if tool.needs_file => return,
            (Some((path, file)), None) if tool.needs_file => {
                self.compared += 1;
                let message = format!("`{path}` is gone, and was there {base}");
                return self.add(path.clone(), message, false, start(file));
            }
            (Some((_, File { table: None, .. })), _) => return,
            (_, Some((path, file))) if file.table.is_none() => {
                let message = format!("`{path}` is no TOML, and was {base}");
                return self.add(path.clone(), message, true, start(file));
            }
            _ => {}
        }
        let table = |side: Option<(&String, &File)>| side.and_then(|it| it.1.table.clone());
        let (before, now) = (table(was), table(is));
        let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
        let (changes, compared) = tool.changes(before, now);
        self.compared += compared;
        match (was, is) {
            (_, Some((path, file))) => {
                for change in changes {
                    let message = format!(
                        "`{}` in `{path}` {}, compared with what it was {base}",
                        change.key, change.what
                    );
                    let key = format!("{path} {}", change.key);
                    let place = super::place(Some(file.id), change.range.as_ref());
                    self.add(key, message, change.unsure, place);
                }
            }
            (Some((path, file)), None) if !changes.is_empty() => {
                let keys: Vec<String> = changes.iter().map(|it| format!("`{}`", it.key)).collect();
                let message = format!("`{path}` is gone, and had {} {base}", keys.join(", "));
                self.add(path.clone(), message, false, start(file));
            }
            _ => {}
        }
    }
}

impl Tool {
    /// What is weaker in the second table, and how many values were compared.
    fn changes(&self, mut before: Table, mut now: Table) -> (Vec<Change>, usize) {
        (self.plain)(&mut before, &mut now);
        fill(&mut before, &self.defaults);
        fill(&mut now, &self.defaults);
        let mut comparison = Comparison {
            only_known: true,
            ..Comparison::default()
        };
        comparison.tables((&[&self.keys], ""), &before, &now, None);
        (comparison.changes, comparison.compared)
    }
}

/// Adds what holds if it is not written.
fn fill(table: &mut Table, defaults: &Table) {
    for (key, default) in defaults {
        match (table.get_mut(key).map(|it| &mut it.value), &default.value) {
            (Some(Value::Table(inside)), Value::Table(defaults)) => fill(inside, defaults),
            (Some(_), _) => {}
            (None, value) => {
                let entry = super::value::Entry::new(value.unplaced());
                table.insert(key.clone(), entry);
            }
        }
    }
}

#[cfg(test)]
mod tests;
