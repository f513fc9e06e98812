//! Where features are run: `World::run(…)`, `World::cucumber()…run(…)`, `Cucumber::new()…`.

use std::collections::BTreeSet;

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, ItemKind, PathKind, PathRef, ScopeId};
use govern_names::{CrateId, InstanceId, Meaning};
use govern_workspace::join_inside;

use super::path_argument::{Written, path, started};
use super::types::{is_cucumber, type_of};
use super::{Reads, Runner, StepFn, World};
use crate::rust::Input;

/// What runs features with these steps. A world of which no run is seen may run any feature, in each crate that has steps
/// for it.
pub(super) fn read(files: &[FileId], functions: &[StepFn], input: &Input<'_>) -> Vec<Runner> {
    let worlds: BTreeSet<&World> = functions
        .iter()
        .flat_map(|function| &function.places)
        .map(|place| &place.world)
        .filter(|world| **world != World::Unknown)
        .collect();
    let mut runners = Vec::new();
    for &file in files {
        let Some(facts) = (input.facts)(file) else {
            continue;
        };
        for (row, written) in (0..).zip(&facts.paths) {
            if !may_run(facts, written) || input.names.presence(file, written.scope).is_absent() {
                continue;
            }
            let path = govern_facts::PathId(row);
            for &instance in input.names.instances_of(file) {
                let meaning = input.names.meaning_in(facts, instance, path);
                if let Some(world) = world_of(&meaning, facts, written, &worlds, input) {
                    runners.push(runner(file, facts, instance, written, world, input));
                }
            }
        }
    }
    let seen: BTreeSet<World> = runners.iter().map(|runner| runner.world.clone()).collect();
    runners.extend(unseen(functions, &seen, input));
    runners
}

/// Whether a path is of the form of one that runs features.
fn may_run(facts: &FileFacts, path: &PathRef) -> bool {
    let called = matches!(
        path.kind,
        PathKind::Call | PathKind::Value | PathKind::MacroArgument
    );
    let mut segments = facts.segments(path.segments);
    called
        && !path.expanded
        && segments.len() > 1
        && matches!(
            segments.next_back(),
            Some("run" | "filter_run" | "cucumber" | "new" | "custom")
        )
}

/// Whose features a path runs.
fn world_of(
    meaning: &Meaning,
    facts: &FileFacts,
    path: &PathRef,
    worlds: &BTreeSet<&World>,
    input: &Input<'_>,
) -> Option<World> {
    let last = facts.segments(path.segments).next_back()?;
    match meaning {
        Meaning::Item(def, 1) if last != "new" && last != "custom" => {
            let world = World::Item(*def);
            if worlds.contains(&world) {
                return Some(world);
            }
            alias(*def, input).filter(|world| worlds.contains(world))
        }
        Meaning::External(path) if is_cucumber(path) => {
            let made = ["Cucumber::new", "Cucumber::custom"];
            let makes = made.iter().any(|made| path.ends_with(made));
            makes.then_some(World::Unknown)
        }
        _ => None,
    }
}

/// The world that an alias stands for.
fn alias(def: govern_names::ItemDef, input: &Input<'_>) -> Option<World> {
    let facts = (input.facts)(input.names.instance(def.instance).file)?;
    let ItemKind::TypeAlias { ty: Some(ty) } = facts.item(def.item).kind else {
        return None;
    };
    Some(type_of(facts, def.instance, ty, input))
}

fn runner(
    file: FileId,
    facts: &FileFacts,
    instance: InstanceId,
    written: &PathRef,
    world: World,
    input: &Input<'_>,
) -> Runner {
    let krate = input.names.instance(instance).krate;
    let text = (input.text)(file);
    let last = facts.segments(written.segments).next_back();
    let runs = matches!(last, Some("run" | "filter_run"));
    let started = text
        .as_deref()
        .and_then(|text| started(text, written.extent.range().end(), runs));
    // The text with the variables: that of the function, or of the file for what is outside of it.
    let body = |whole: &str| {
        let around = function_around(facts, written.scope);
        around.map_or_else(
            || whole.to_owned(),
            |range| whole.get(range).unwrap_or_default().to_owned(),
        )
    };
    let relative = started
        .as_ref()
        .zip(text.as_deref())
        .and_then(|(started, whole)| {
            path(&started.argument, &body(whole)).or_else(|| path(&started.argument, whole))
        });
    let reads = match relative {
        Some(Written::Whole(path)) => {
            join_inside(&(input.directory)(krate), &path).map_or(Reads::Unknown, Reads::Path)
        }
        Some(Written::End(path)) => Reads::End(path),
        None => Reads::Unknown,
    };
    Runner {
        krate,
        binary: (input.binary)(krate),
        custom: world == World::Unknown || started.is_some_and(|started| started.custom),
        world,
        reads,
        span: Some(Span::new(file, written.extent.range())),
    }
}

fn function_around(facts: &FileFacts, scope: ScopeId) -> Option<std::ops::Range<usize>> {
    let (_, item) = facts
        .items_around(scope)
        .find(|(_, item)| matches!(item.kind, ItemKind::Fn { .. }))?;
    Some(item.extent.start as usize..item.extent.end as usize)
}

/// Runs of worlds that are run in some way that is not seen.
fn unseen(functions: &[StepFn], seen: &BTreeSet<World>, input: &Input<'_>) -> Vec<Runner> {
    // What is run with a world that is not known may be any of them, wherever that is.
    if seen.contains(&World::Unknown) {
        return Vec::new();
    }
    let places = || functions.iter().flat_map(|function| &function.places);
    let programs: BTreeSet<(CrateId, &World)> = places()
        .filter(|place| !place.library && !seen.contains(&place.world))
        .map(|place| (place.krate, &place.world))
        .collect();
    let libraries: BTreeSet<(CrateId, &World)> = places()
        .filter(|place| place.library && !seen.contains(&place.world))
        .filter(|place| !programs.iter().any(|(_, world)| **world == place.world))
        .map(|place| (place.krate, &place.world))
        .collect();
    let runs = programs.into_iter().chain(libraries);
    runs.map(|(krate, world)| Runner {
        krate,
        binary: (input.binary)(krate),
        world: world.clone(),
        reads: Reads::Unknown,
        span: None,
        custom: false,
    })
    .collect()
}
