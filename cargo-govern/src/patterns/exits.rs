//! Uses of `std::process::exit`.

use govern_facts::{PathId, PathKind, ScopeId};
use govern_names::{CrateKind, Meaning};

use super::places::{Places, Site};
use super::spelled::Called;

/// A use of `std::process::exit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// Whether it stands right in `main` of a program.
    pub in_main: bool,
    /// As written.
    pub written: String,
    /// Where.
    pub site: Site,
}

/// The uses in a file; `called` is what the workspace calls it.
pub(super) fn exits(called: &Called, places: &mut Places<'_>) -> Vec<Exit> {
    let facts = places.facts;
    let mut found = Vec::new();
    let named: Vec<bool> = facts
        .names
        .iter()
        .map(|name| called.contains(name))
        .collect();
    if !named.contains(&true) {
        return found;
    }
    for (row, path) in facts.paths.iter().enumerate() {
        let is_value = matches!(
            path.kind,
            PathKind::Call | PathKind::Value | PathKind::MacroArgument
        );
        let last = facts.segments[path.segments.rows()].last();
        let applies = is_value && !path.expanded && last.is_some_and(|last| named[last.index()]);
        if !applies || places.is_quoted(path.extent) {
            continue;
        }
        let bound = places.names.meaning(facts, places.file, PathId(row as u32));
        if bound != Meaning::External("std::process::exit".to_owned()) {
            continue;
        }
        let site = places.site(path.scope, path.extent);
        found.push(Exit {
            in_main: is_main(places, &site, path.scope),
            written: facts.path_text(path),
            site,
        });
    }
    found
}

/// Whether a place is in the `main` of a program.
fn is_main(places: &Places<'_>, site: &Site, scope: ScopeId) -> bool {
    let names = places.names;
    let Some(module) = names.module_of(places.file, scope) else {
        // It is switched off here: what it is called has to do.
        return site.function == "main";
    };
    let krate = names.krate(names.module(module).krate);
    let is_program = !matches!(krate.kind, CrateKind::Lib | CrateKind::ProcMacro);
    site.function == "main" && is_program && krate.root == module
}
