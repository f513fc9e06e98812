//! What could not be resolved in code that counts.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Opaque, OpaquePlace, Span};
use govern_facts::MacroCallId;
use govern_names::{InstanceId, ModuleId, Names, Origin, Unexpanded, Unresolved, UnresolvedReason};
use govern_workspace::{DependencyKind, Workspace};
use rustc_hash::FxHashMap;

use crate::{
    config::SECTION,
    model::architecture::{Architecture, ModuleRow, Unknown, What, kind_of},
    path::head,
};

/// The reasons, each with what a name is that is not known for it.
const REASONS: [(UnresolvedReason, &str); 4] = [
    (
        UnresolvedReason::NotFound,
        "names without a known definition",
    ),
    (
        UnresolvedReason::MacroGenerated,
        "names that only a macro can have defined",
    ),
    (
        UnresolvedReason::OutsideGlob,
        "names that a `use …::*` of some external crate brings",
    ),
    (
        UnresolvedReason::MacroArgument,
        "paths in arguments of macros that lead nowhere known",
    ),
];

/// How many crates, or macros, are named in a line.
const NAMED: usize = 4;

/// Adds the names that could not be resolved in code that counts, each once.
pub(crate) fn add(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    architecture: &mut Architecture,
) {
    let imported = unresolved_imports(workspace, names);
    let tests = architecture.policy.tests;
    let mut known: FxHashMap<ModuleId, Option<String>> = FxHashMap::default();
    let mut perhaps = |module: ModuleId| {
        let entry = known.entry(module);
        entry
            .or_insert_with(|| calls(workspace, names, module))
            .clone()
    };
    let unknown = names
        .unresolved()
        .iter()
        .filter(|unresolved| !is_said_of_import(workspace, names, &imported, unresolved))
        .filter_map(|unresolved| {
            let mut unknown = self::unknown(workspace, names, rows, tests, unresolved)?;
            unknown.perhaps = unresolved.declared_in.and_then(&mut perhaps);
            Some(unknown)
        });
    architecture.unknown = unknown.collect();
    let key = |it: &Unknown| (it.reason, it.span.file, it.span.range.start());
    architecture.unknown.sort_by_key(key);
    // A file may be part of several crates.
    architecture.unknown.dedup_by_key(|it| (it.reason, it.span));
}

/// The names that could not be resolved, by reason, with how many each crate has.
pub(crate) fn opaque(architecture: &Architecture) -> Vec<Opaque> {
    let of_reason = |(reason, what): (UnresolvedReason, &str)| {
        let unknown = architecture.unknown.iter();
        let unknown: Vec<&Unknown> = unknown.filter(|it| it.reason == reason).collect();
        let places = unknown.iter().map(|it| OpaquePlace {
            span: it.span,
            text: match &it.perhaps {
                Some(perhaps) => format!("`{}`: {perhaps}", it.text),
                None => format!("`{}`", it.text),
            },
        });
        (!unknown.is_empty()).then(|| Opaque {
            gate: SECTION,
            what: format!("{what}{}", crates(architecture, &unknown)),
            count: unknown.len(),
            places: places.collect(),
        })
    };
    REASONS.into_iter().filter_map(of_reason).collect()
}

/// Which crates have how many of them, those with the most first.
fn crates(architecture: &Architecture, unknown: &[&Unknown]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for it in unknown {
        let path = architecture.module(it.module).path.as_str();
        let name = head(path);
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let named = counts.iter().take(NAMED);
    let mut texts: Vec<String> = match counts[..] {
        [(name, _)] => vec![name.to_owned()],
        _ => named
            .map(|(name, count)| format!("{name} {count}"))
            .collect(),
    };
    let left: usize = counts.iter().skip(NAMED).map(|(_, count)| count).sum();
    if left > 0 {
        texts.push(format!("others {left}"));
    }
    format!(", in {}", texts.join(", "))
}

/// The functions that `thick_handler` knows nothing of, because a macro declares them.
pub(crate) fn unknown_bodies(architecture: &Architecture) -> Option<Opaque> {
    let sites = architecture.sites.iter();
    let mut places: Vec<OpaquePlace> = sites
        .filter(|site| architecture.is_in_view(site.module))
        .filter_map(|site| match &site.what {
            What::Function { path, size: None } => Some(OpaquePlace {
                span: site.span,
                text: format!("`{path}`"),
            }),
            _ => None,
        })
        .collect();
    places.sort_by_key(|place| (place.span.file, place.span.range.start()));
    places.dedup();
    (!places.is_empty()).then(|| Opaque {
        gate: SECTION,
        what: "bodies of functions that macros declare".to_owned(),
        count: places.len(),
        places,
    })
}

/// The crates that `exposed_adapter` does not look at.
pub(crate) fn unseen_uses(architecture: &Architecture) -> Option<Opaque> {
    let unseen = architecture.exposure.unseen.iter();
    let places: Vec<OpaquePlace> = unseen
        .map(|unseen| OpaquePlace {
            span: unseen.span,
            text: format!(
                "`{}`: {}",
                architecture.module(unseen.module).path,
                unseen.why
            ),
        })
        .collect();
    (!places.is_empty()).then(|| Opaque {
        gate: SECTION,
        what: "crates whose users cannot all be seen".to_owned(),
        count: places.len(),
        places,
    })
}

/// The names that imports bring which could not be resolved, by file.
fn unresolved_imports<'w>(
    workspace: &'w Workspace,
    names: &Names,
) -> BTreeSet<(InstanceId, &'w str)> {
    let name = |unresolved: &Unresolved| {
        let facts = workspace.facts(names.instance(unresolved.instance).file)?;
        match unresolved.origin {
            Origin::Import(row) => Some((
                unresolved.instance,
                facts.text(facts.imports[row as usize].name),
            )),
            Origin::Path(_) => None,
        }
    };
    names.unresolved().iter().filter_map(name).collect()
}

/// Whether a path begins with a name that an import of its file brings, which is what is not known.
fn is_said_of_import(
    workspace: &Workspace,
    names: &Names,
    imported: &BTreeSet<(InstanceId, &str)>,
    unresolved: &Unresolved,
) -> bool {
    let Origin::Path(path) = unresolved.origin else {
        return false;
    };
    let facts = workspace.facts(names.instance(unresolved.instance).file);
    let first = facts.and_then(|facts| facts.segments(facts.path(path).segments).next());
    first.is_some_and(|first| imported.contains(&(unresolved.instance, first)))
}

/// An unresolved name; none in code that does not count.
fn unknown(
    workspace: &Workspace,
    names: &Names,
    rows: &FxHashMap<ModuleId, ModuleRow>,
    tests: bool,
    unresolved: &Unresolved,
) -> Option<Unknown> {
    let instance = names.instance(unresolved.instance);
    let facts = workspace.facts(instance.file)?;
    let (extent, segments, scope) = match unresolved.origin {
        Origin::Import(row) => {
            let import = &facts.imports[row as usize];
            (import.extent, import.segments, import.scope)
        }
        Origin::Path(path) => {
            let path = facts.path(path);
            (path.extent, path.segments, path.scope)
        }
    };
    let kind = match kind_of(names.krate(instance.krate).kind) {
        DependencyKind::Normal if names.is_test(facts, instance.file, scope) => {
            DependencyKind::Development
        }
        kind => kind,
    };
    let counts = kind == DependencyKind::Normal || (tests && kind == DependencyKind::Development);
    if !counts {
        return None;
    }
    Some(Unknown {
        module: *rows.get(&names.module_in(unresolved.instance, scope)?)?,
        span: Span::new(instance.file, extent.range()),
        text: facts.segments(segments).collect::<Vec<_>>().join("::"),
        reason: unresolved.reason,
        perhaps: None,
    })
}

/// The calls in a module that may declare something, in words, with why it is not known what.
fn calls(workspace: &Workspace, names: &Names, module: ModuleId) -> Option<String> {
    let instance = names.module(module).instance?;
    let file = names.instance(instance).file;
    let facts = workspace.facts(file)?;
    let mut by_name: BTreeMap<String, Unexpanded> = BTreeMap::new();
    for (row, call) in facts.macro_calls.iter().enumerate() {
        if let Some(why) = names.unexpanded(facts, file, MacroCallId(row as u32))
            && names.module_in(instance, call.scope) == Some(module)
        {
            by_name
                .entry(facts.path_text(facts.path(call.path)))
                .or_insert(why);
        }
    }
    let texts = by_name
        .iter()
        .take(NAMED)
        .map(|(name, why)| format!("`{name}!` is not expanded: {}", why.text()));
    let mut texts: Vec<String> = texts.collect();
    if by_name.len() > NAMED {
        texts.push(format!("{} others", by_name.len() - NAMED));
    }
    (!texts.is_empty()).then(|| texts.join("; "))
}

#[cfg(test)]
mod tests {
    use crate::fixture::{outcome, place, session};

    #[test]
    fn what_is_not_known_is_counted_once_and_only_where_it_counts() {
        let text = "
//- a/src/lib.rs
mod ids { macro_rules! id { () => {} } id!(Id); }
mod user { use crate::ids::Id; fn f(_: Id, _: Id) { Missing::new(); json!(odd::thing); } }
#[cfg(test)] mod tests { fn f(_: Nothing) {} }
";
        let session = session(text);
        let outcome = outcome(&session);
        let said: Vec<(&str, String)> = outcome
            .opaque
            .iter()
            .flat_map(|opaque| {
                opaque
                    .places
                    .iter()
                    .map(|at| (opaque.what.as_str(), place(&session, Some(at.span))))
            })
            .collect();
        assert_eq!(
            said,
            [
                (
                    "names without a known definition, in a",
                    "a/src/lib.rs:2:`Missing::new`".to_owned()
                ),
                (
                    "names without a known definition, in a",
                    "a/src/lib.rs:2:`json`".to_owned()
                ),
                (
                    "names that only a macro can have defined, in a",
                    "a/src/lib.rs:2:`crate::ids::Id`".to_owned()
                ),
                (
                    "paths in arguments of macros that lead nowhere known, in a",
                    "a/src/lib.rs:2:`odd::thing`".to_owned()
                ),
            ]
        );
        let texts = outcome.opaque.iter().flat_map(|it| &it.places);
        let texts: Vec<&str> = texts.map(|place| place.text.as_str()).collect();
        assert_eq!(
            texts[2],
            "`crate::ids::Id`: `id!` is not expanded: its arguments fit none of its rules"
        );
    }
}
