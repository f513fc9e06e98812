//! Types of serde that exist only with features that are off. Nobody compares them, so it is said which they are.

use std::collections::BTreeSet;

use govern_diagnostics::{FileId, Opaque, OpaquePlace, Span};
use govern_facts::{CfgId, FileFacts, Item, ItemKind, PathKind, Type};
use govern_gate::{Error, Session, link_tree};
use govern_workspace::{CodeKind, Conditions, FeatureSelection, Workspace};

use crate::collect::{Found, Side};
use crate::config::{Config, NAME, matches};

/// The types that more features would bring, besides those that are there and those that are no contracts.
pub(crate) fn switched_off(
    session: &Session,
    config: &Config,
    side: &Side<'_>,
    types: &[Found],
) -> Result<Option<Opaque>, Error> {
    let workspace = session.workspace();
    if !has_features_off(workspace) || !may_bring_types(side) {
        return Ok(None);
    }
    let all = FeatureSelection {
        all: true,
        ..FeatureSelection::default()
    };
    let all = workspace.configured(&all, None, &[])?;
    let names = link_tree(&all);
    let all = Side {
        workspace: &all,
        names: &names,
    };
    let here: BTreeSet<&str> = types.iter().map(|found| found.path.as_str()).collect();
    let excluded = |path: &str| {
        let mut patterns = config.exclude.iter();
        patterns.any(|pattern| matches(pattern.get_ref(), path))
    };
    let found = all.types().into_iter();
    let off: Vec<Found> = found
        .filter(|found| !here.contains(found.path.as_str()) && !excluded(&found.path))
        .collect();
    let places = off.iter().filter_map(|found| {
        let file = workspace.file(all.workspace.path(found.span.file))?;
        Some(OpaquePlace {
            span: Span::new(file, found.span.range),
            text: format!("`{}`", found.path),
        })
    });
    Ok((!off.is_empty()).then(|| Opaque {
        gate: NAME,
        what: "types of serde that exist only with features that are off, so that nothing compares them: \
               `--all-features` or `--features` does"
            .to_owned(),
        count: off.len(),
        places: places.collect(),
    }))
}

fn has_features_off(workspace: &Workspace) -> bool {
    workspace.packages().iter().any(|package| {
        let conditions = workspace.conditions(package.id, CodeKind::Production);
        let mut declared = package.features.keys();
        declared.any(|feature| conditions.holds("feature", Some(feature)) == Some(false))
    })
}

/// Whether something that looks like a trait of serde stands where a feature is missing. What its name means there is not known
/// before the feature is on: the dependency may be off, too.
fn may_bring_types(side: &Side<'_>) -> bool {
    let workspace = side.workspace;
    workspace.files().iter().any(|&file| {
        let packages = workspace.packages_of(file).iter();
        let mut packages = packages.map(|&id| workspace.conditions(id, CodeKind::Production));
        let facts = workspace.facts(file);
        facts.is_some_and(|facts| packages.any(|it| may_bring_types_in(side, facts, file, &it)))
    })
}

fn may_bring_types_in(
    side: &Side<'_>,
    facts: &FileFacts,
    file: FileId,
    conditions: &Conditions<'_>,
) -> bool {
    // What depends on a feature may hold; on nothing else that is off does anybody wait.
    let open = |key: &str, value: Option<&str>| match key {
        "feature" => None,
        _ => conditions.holds(key, value),
    };
    let now = |key: &str, value: Option<&str>| conditions.holds(key, value);
    let waits = |cfg: CfgId| {
        facts.evaluate(cfg, &now) == Some(false) && facts.evaluate(cfg, &open) != Some(false)
    };
    let is_off =
        |item: &Item| !side.names.presence(file, item.scope).normal || item.cfg.is_some_and(waits);
    let derives = facts.paths.iter().filter(|path| {
        path.kind == PathKind::Derive
            && is_named_like_serde(facts.segments(path.segments).next_back())
    });
    let derives: Vec<_> = derives.map(|path| path.extent).collect();
    let derives_it = |item: &Item| {
        facts.attrs_of(item.attrs).any(|attr| {
            derives.iter().any(|&derive| attr.extent.contains(derive))
                && (is_off(item) || attr.cfg.is_some_and(waits))
        })
    };
    facts.items.iter().any(|item| match item.kind {
        ItemKind::Struct { .. } | ItemKind::Enum => !derives.is_empty() && derives_it(item),
        ItemKind::Impl {
            of_trait: Some(of_trait),
            ..
        } => {
            let name = match facts.ty(of_trait) {
                Type::Path { path, .. } => facts.segments(facts.path(*path).segments).next_back(),
                _ => None,
            };
            is_named_like_serde(name) && is_off(item)
        }
        _ => false,
    })
}

fn is_named_like_serde(name: Option<&str>) -> bool {
    matches!(name, Some("Serialize" | "Deserialize"))
}
