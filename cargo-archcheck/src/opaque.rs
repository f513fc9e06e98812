//! What could not be resolved in code that counts.

use std::collections::BTreeSet;

use govern_diagnostics::{Opaque, OpaquePlace, Span};
use govern_names::{InstanceId, Names, Origin, Unresolved, UnresolvedReason};
use govern_workspace::{DependencyKind, Workspace};

use crate::{
    architecture::{Architecture, What},
    assembly::kind_of,
    config::SECTION,
};

/// What could not be resolved in code that counts: what it uses is not known.
pub(crate) fn opaque(workspace: &Workspace, names: &Names, tests: bool) -> Vec<Opaque> {
    let kinds = [
        (
            UnresolvedReason::NotFound,
            "names without a known definition",
        ),
        (
            UnresolvedReason::MacroGenerated,
            "names that only a macro can have defined",
        ),
        (
            UnresolvedReason::MacroArgument,
            "paths in arguments of macros that lead nowhere known",
        ),
    ];
    let imported = unresolved_imports(workspace, names);
    let mut opaque: Vec<Opaque> = Vec::new();
    for (reason, what) in kinds {
        let unresolved = names
            .unresolved()
            .iter()
            .filter(|unresolved| unresolved.reason == reason);
        let unresolved = unresolved
            .filter(|unresolved| !is_said_of_import(workspace, names, &imported, unresolved));
        let mut places: Vec<OpaquePlace> = unresolved
            .filter_map(|unresolved| opaque_place(workspace, names, tests, unresolved))
            .collect();
        places.dedup_by_key(|place| place.span);
        if !places.is_empty() {
            opaque.push(Opaque {
                gate: SECTION,
                what: what.to_owned(),
                count: places.len(),
                places,
            });
        }
    }
    opaque
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

/// Where an unresolved name stands; none in code that does not count.
fn opaque_place(
    workspace: &Workspace,
    names: &Names,
    tests: bool,
    unresolved: &Unresolved,
) -> Option<OpaquePlace> {
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
    let text = facts.segments(segments).collect::<Vec<_>>().join("::");
    counts.then(|| OpaquePlace {
        span: Span::new(instance.file, extent.range()),
        text: format!("`{text}`"),
    })
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
                    "names without a known definition",
                    "a/src/lib.rs:2:`Missing::new`".to_owned()
                ),
                (
                    "names without a known definition",
                    "a/src/lib.rs:2:`json`".to_owned()
                ),
                (
                    "names that only a macro can have defined",
                    "a/src/lib.rs:2:`crate::ids::Id`".to_owned()
                ),
                (
                    "paths in arguments of macros that lead nowhere known",
                    "a/src/lib.rs:2:`odd::thing`".to_owned()
                ),
            ]
        );
    }
}
