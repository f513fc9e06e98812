//! Under which conditions tests are there: their own, those of what is around them, and of all that leads to their file.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::FileId;
use govern_facts::{Cfg, CfgId, FileFacts, Item};
use govern_workspace::{RouteId, TargetKind, Workspace};

/// Conditions that must all hold, as they are written; `test` is none.
pub(super) type Conditions = BTreeSet<String>;

/// What stands for a condition that never holds.
pub(super) const NEVER: &str = "a condition that never holds";

/// The conditions on the way to each file: of all ways to it, the one with the fewest.
pub(super) fn of_files(workspace: &Workspace) -> BTreeMap<FileId, Conditions> {
    let mut found: BTreeMap<FileId, Conditions> = BTreeMap::new();
    let mut seen: BTreeMap<RouteId, usize> = BTreeMap::new();
    let mut pending: Vec<(RouteId, Conditions)> = Vec::new();
    for package in workspace.packages() {
        for target in &package.targets {
            let is_asked_for = !matches!(target.kind, TargetKind::BuildScript);
            let features = target.required_features.iter().filter(|_| is_asked_for);
            let features = features.map(|feature| format!("feature = {feature:?}"));
            pending.push((target.route, features.collect()));
        }
    }
    while let Some((id, conditions)) = pending.pop() {
        // Another way counts only if it asks for less.
        let before = seen.get(&id).copied().unwrap_or(usize::MAX);
        if conditions.len() >= before {
            continue;
        }
        seen.insert(id, conditions.len());
        let route = workspace.route(id);
        if let Some(facts) = workspace.facts(route.file) {
            for link in route.links(facts) {
                let around = facts.conditions(link.scope).chain(link.cfg);
                let mut inside = conditions.clone();
                around.for_each(|cfg| add(facts, cfg, &mut inside));
                for choice in link.choices {
                    let mut inside = inside.clone();
                    if let Some(cfg) = choice.cfg {
                        add(facts, cfg, &mut inside);
                    }
                    pending.push((choice.route, inside));
                }
            }
        }
        let fewest = found
            .entry(route.file)
            .or_insert_with(|| conditions.clone());
        if conditions.len() < fewest.len() {
            *fewest = conditions;
        }
    }
    found
}

/// The conditions of a test within its file: also those under which it is not ignored.
pub(super) fn of_test(facts: &FileFacts, item: &Item) -> Conditions {
    let mut found = Conditions::new();
    let around = facts.conditions(item.scope).chain(item.cfg);
    around.for_each(|cfg| add(facts, cfg, &mut found));
    let ignored = facts.attrs_of(item.attrs);
    let ignored = ignored.filter(|attr| facts.attr_path(attr) == "ignore");
    for cfg in ignored.filter_map(|attr| attr.cfg) {
        let condition = written(facts, cfg);
        // An interpreter that is too slow for it is no place where it shows less.
        if holds(facts, cfg) == Some(true) {
            found.insert(NEVER.to_owned());
        } else if condition != "miri" {
            found.insert(format!("not({condition})"));
        }
    }
    found
}

/// Adds what has to hold, each part by itself.
fn add(facts: &FileFacts, cfg: CfgId, found: &mut Conditions) {
    match facts.cfg(cfg) {
        Cfg::All(parts) => parts.iter().for_each(|&part| add(facts, part, found)),
        Cfg::Flag(name) if facts.text(*name) == "test" => {}
        _ => match holds(facts, cfg) {
            Some(true) => {}
            Some(false) => {
                found.insert(NEVER.to_owned());
            }
            None => {
                found.insert(written(facts, cfg));
            }
        },
    }
}

/// Whether a condition holds whatever is set, or never does.
fn holds(facts: &FileFacts, cfg: CfgId) -> Option<bool> {
    facts.evaluate(cfg, &|flag, _| (flag == "test").then_some(true))
}

/// A condition as it is written.
fn written(facts: &FileFacts, cfg: CfgId) -> String {
    let list = |name: &str, parts: &[CfgId]| {
        let parts: Vec<String> = parts.iter().map(|&part| written(facts, part)).collect();
        format!("{name}({})", parts.join(", "))
    };
    match facts.cfg(cfg) {
        Cfg::All(parts) => list("all", parts),
        Cfg::Any(parts) => list("any", parts),
        Cfg::Not(part) => list("not", &[*part]),
        Cfg::Flag(name) => facts.text(*name).to_owned(),
        Cfg::Pair(name, value) => format!("{} = {:?}", facts.text(*name), facts.text(*value)),
        Cfg::Constant(value) => value.to_string(),
        Cfg::Unknown => "a condition that cannot be read".to_owned(),
    }
}
