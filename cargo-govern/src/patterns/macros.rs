//! Calls of macros that must not be called, by what their names are bound to.

use std::collections::BTreeSet;

use govern_facts::MacroCall;
use govern_names::Meaning;

use super::places::{Places, Site};
use super::whole::Whole;

/// A call of a macro that must not be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroUse {
    /// The macro's path in one form: `std::dbg`, also for `core::dbg`.
    pub path: String,
    /// The macro as it is written at the call.
    pub written: String,
    /// Where.
    pub site: Site,
}

/// A call of a macro whose definition is not known, and whose name is that of one that must not be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMacro {
    /// The macro as it is written at the call.
    pub written: String,
    /// Where.
    pub site: Site,
}

/// Which names a macro call can have, so that it may be one of those that must not be called.
#[derive(Debug, Default)]
pub(super) struct Suspects {
    /// In one form.
    paths: BTreeSet<String>,
    /// Their last segments, and all that the workspace renames these to.
    names: BTreeSet<String>,
    /// Names of macros that the workspace declares itself.
    own: BTreeSet<String>,
}

impl Suspects {
    /// The suspects for some paths.
    pub(super) fn new<'p>(whole: &Whole, paths: impl IntoIterator<Item = &'p str>) -> Suspects {
        let paths: BTreeSet<String> = paths.into_iter().map(canonical).collect();
        let mut names: BTreeSet<String> = paths
            .iter()
            .map(|path| last_segment(path).to_owned())
            .collect();
        let own = whole.macros().clone();
        let renames = whole.renames();
        // A rename of a rename needs another round.
        loop {
            let before = names.len();
            for (real, alias) in &renames {
                if names.contains(*real) {
                    names.insert((*alias).to_owned());
                }
            }
            if names.len() == before {
                return Suspects { paths, names, own };
            }
        }
    }
}

/// What became of the suspicious calls of a file.
#[derive(Default)]
pub(super) struct MacroCalls {
    pub(super) uses: Vec<MacroUse>,
    pub(super) unknown: Vec<UnknownMacro>,
}

/// The calls of a file that must not be.
pub(super) fn macro_calls(suspects: &Suspects, places: &mut Places<'_>) -> MacroCalls {
    let facts = places.facts;
    let mut calls = MacroCalls::default();
    let mut suspicious: Vec<Option<bool>> = vec![None; facts.names.len()];
    for call in &facts.macro_calls {
        let path = facts.path(call.path);
        if path.expanded || places.is_quoted(path.extent) {
            continue;
        }
        let role = places.role(call.scope) as usize;
        let module = places.module(call.scope);
        places.modules[module].macro_calls[role] += 1;
        let Some(&last) = facts.segments[facts.path(call.path).segments.rows()].last() else {
            continue;
        };
        let suspicious = *suspicious[last.index()]
            .get_or_insert_with(|| suspects.names.contains(facts.text(last)));
        if suspicious {
            judge(suspects, places, call, &mut calls);
        }
    }
    calls
}

fn judge(suspects: &Suspects, places: &mut Places<'_>, call: &MacroCall, calls: &mut MacroCalls) {
    let path = places.facts.path(call.path);
    let written = places.facts.path_text(path);
    let bound = match places.names.meaning(places.facts, places.file, call.path) {
        Meaning::External(path) => Some(canonical(&path)),
        Meaning::Unresolved => as_written(suspects, places, &written),
        Meaning::Module(_) | Meaning::Item(..) | Meaning::Builtin => return,
    };
    let site = places.site(call.scope, path.extent);
    match bound {
        Some(path) if !suspects.paths.contains(&path) => {}
        Some(path) => calls.uses.push(MacroUse {
            path,
            written,
            site,
        }),
        None => calls.unknown.push(UnknownMacro { written, site }),
    }
}

/// What a macro means by its spelling alone, in a file that is switched off here, so that its names are not resolved:
/// that of the standard library, unless the workspace declares one of the same name.
fn as_written(suspects: &Suspects, places: &Places<'_>, written: &str) -> Option<String> {
    let is_linked = !places.names.instances_of(places.file).is_empty();
    if is_linked || suspects.own.contains(last_segment(written)) {
        return None;
    }
    Some(if written.contains("::") {
        canonical(written)
    } else {
        format!("std::{written}")
    })
}

/// A path in one form: `core` and `alloc` are `std`.
fn canonical(path: &str) -> String {
    let path = path.trim_start_matches("::");
    match path.split_once("::") {
        Some(("core" | "alloc", rest)) => format!("std::{rest}"),
        _ => path.to_owned(),
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
