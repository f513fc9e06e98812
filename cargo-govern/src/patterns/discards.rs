//! Results that nobody looks at.

use std::sync::Arc;

use govern_facts::{Callee, DiscardKind, PathId};
use govern_names::Meaning;
use govern_workspace::{Error, Workspace};
use rustc_hash::FxHashMap;

use super::functions::{Functions, Gives, arity, gives};
use super::places::{Places, Site};

/// A value that nobody looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// How that is written.
    pub kind: DiscardKind,
    /// What gives it, if that has a name.
    pub callee: String,
    /// Whether it is known to be a `Result`.
    pub is_result: bool,
    /// Whether a comment right above, or behind it on its line, says something about it.
    pub explained: bool,
    /// Where.
    pub site: Site,
}

/// Functions of the standard library and of tokio that give a `Result`, by their path or the module they are in.
const FALLIBLE: [&str; 12] = [
    "std::env::set_current_dir",
    "std::fs::File::create",
    "std::fs::File::create_new",
    "std::fs::File::open",
    "std::fs::*",
    "std::io::copy",
    "std::io::read_to_string",
    "std::net::TcpListener::bind",
    "std::net::TcpStream::connect",
    "std::net::UdpSocket::bind",
    "std::os::unix::fs::*",
    "tokio::fs::*",
];

/// Names of methods that types of the standard library have, too, and that give no `Result` there.
const COMMON: [&str; 35] = [
    "append",
    "cancel",
    "clear",
    "clone",
    "close",
    "detach",
    "drain",
    "entry",
    "extend",
    "fetch_add",
    "fetch_sub",
    "get",
    "get_mut",
    "get_or_init",
    "insert",
    "into_inner",
    "iter",
    "join",
    "next",
    "poll",
    "pop",
    "pop_front",
    "push",
    "remove",
    "replace",
    "retain",
    "set",
    "swap",
    "take",
    "truncate",
    "update",
    "with",
    "write_char",
    "write_fmt",
    "write_str",
];

/// The values in a file that nobody looks at.
pub(super) fn ignored(
    workspace: &Workspace,
    functions: &Functions<'_>,
    places: &mut Places<'_>,
) -> Result<Vec<Ignored>, Error> {
    let facts = places.facts;
    let mut found = Vec::new();
    if facts.discards.is_empty() {
        return Ok(found);
    }
    let mut text: Option<Arc<str>> = None;
    let by_start: FxHashMap<u32, PathId> = facts
        .paths
        .iter()
        .enumerate()
        .filter(|(_, path)| !path.expanded)
        .map(|(row, path)| (path.extent.start, PathId(row as u32)))
        .collect();
    for discard in &facts.discards {
        if places.is_quoted(discard.extent) {
            continue;
        }
        let scope = places.scope_at(discard.extent.start);
        let names = places.names;
        let all_fail = |declared: &[super::functions::Declared]| {
            !declared.is_empty()
                && declared
                    .iter()
                    .all(|&it| gives(workspace, names, it) == Gives::Result)
        };
        let (callee, known) = match discard.callee {
            Callee::Other => (String::new(), false),
            Callee::Function(start) => match by_start.get(&start) {
                None => (String::new(), false),
                Some(&path) => {
                    let written = facts.path_text(facts.path(path));
                    let known = match names.meaning(facts, places.file, path) {
                        Meaning::External(bound) => is_fallible(&bound),
                        _ => {
                            all_fail(&functions.at_path(workspace, names, facts, places.file, path))
                        }
                    };
                    (written, known)
                }
            },
            Callee::Method {
                name,
                args,
                on_self,
            } => {
                let name = facts.text(name);
                let candidates = if on_self {
                    functions.on_self(names, facts, places.file, scope, name)
                } else if COMMON.contains(&name) {
                    &[]
                } else {
                    functions.methods(name)
                };
                let fits = candidates
                    .iter()
                    .all(|&it| arity(workspace, it) == Some(usize::from(args)));
                (name.to_owned(), fits && all_fail(candidates))
            }
        };
        // Nothing but a `Result` has an `ok()`.
        let is_result = known || discard.kind == DiscardKind::Ok;
        let explained = is_result && {
            let text = match &text {
                Some(text) => text,
                None => text.insert(workspace.text(places.file)?),
            };
            is_explained(text, discard.extent.start as usize)
        };
        found.push(Ignored {
            kind: discard.kind,
            callee,
            is_result,
            explained,
            site: places.site(scope, discard.extent),
        });
    }
    Ok(found)
}

/// Whether a comment stands right above the statement around an offset, or behind it on its line.
fn is_explained(text: &str, at: usize) -> bool {
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let line = behind.lines().next().unwrap_or_default();
    let mut ends = line
        .match_indices(';')
        .map(|(at, _)| line[at + 1..].trim_start());
    if ends.any(|rest| rest.starts_with("//")) {
        return true;
    }
    let mut lines = before.lines().rev();
    let mut below = match before.ends_with('\n') {
        true => "",
        false => lines.next().unwrap_or_default().trim_start(),
    };
    for line in lines {
        let line = line.trim_start();
        // A chain of methods is one statement.
        if !below.starts_with('.') {
            return line.starts_with("//");
        }
        below = line;
    }
    false
}

fn is_fallible(path: &str) -> bool {
    FALLIBLE.iter().any(|known| match known.strip_suffix('*') {
        Some(module) => path.strip_prefix(module).is_some_and(|name| {
            !name.contains("::") && name.starts_with(|c: char| c.is_lowercase())
        }),
        None => *known == path,
    })
}
