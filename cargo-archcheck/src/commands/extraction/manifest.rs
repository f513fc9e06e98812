//! What the manifests of the new crates have to say: the dependencies, as the old one declares them.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use govern_workspace::{Package, Workspace};
use toml::{Table, Value};

use super::{
    placement::{Place, Plan},
    things::{Mark, Things},
};

/// A dependency of a new crate.
#[derive(Debug)]
pub(super) struct Need {
    /// The name of the package; of what no manifest declares, the name in code.
    pub(super) name: String,
    pub(super) place: Place,
    /// Whether only tests use it.
    pub(super) tests: bool,
    /// Whether it is a member of the workspace.
    pub(super) member: bool,
    /// How the old manifest declares it.
    pub(super) declared: Vec<String>,
    /// Where.
    pub(super) span: Option<Span>,
    /// Where it is used.
    pub(super) sites: BTreeSet<Mark>,
}

/// The dependencies of the new crates.
pub(super) fn needs(
    workspace: &Workspace,
    package: &Package,
    things: &Things,
    plan: &Plan,
) -> Vec<Need> {
    type Uses = BTreeMap<(Place, bool, String), (bool, BTreeSet<Mark>)>;
    let mut uses: Uses = BTreeMap::new();
    for (row, thing) in things.list.iter().enumerate() {
        let place = plan.place[row];
        if place == Place::Old {
            continue;
        }
        let external = thing
            .crates
            .iter()
            .map(|(name, sites)| (false, name, sites));
        let members = thing
            .members
            .iter()
            .map(|(name, sites)| (true, name, sites));
        for (member, name, sites) in external.chain(members) {
            let key = (place, member, name.clone());
            let known = uses.entry(key).or_insert((true, BTreeSet::new()));
            known.0 &= thing.test;
            known.1.extend(sites);
        }
    }
    let manifest = workspace.text(package.manifest).ok();
    let manifest: Option<Table> = manifest.and_then(|text| text.parse().ok());
    let mut needs = Vec::new();
    for ((place, member, name), (tests, sites)) in uses {
        let found = package.dependencies.iter().find(|dependency| match member {
            true => dependency.member.is_some() && dependency.package == name,
            false => dependency.crate_name == name || dependency.name == name,
        });
        let key = found.map_or(name.as_str(), |found| found.name.as_str());
        let declared = manifest.as_ref().map(|manifest| declared(manifest, key));
        needs.push(Need {
            name: found.map_or(name.clone(), |found| found.package.clone()),
            place,
            tests,
            member,
            declared: declared.unwrap_or_default(),
            span: found.and_then(|found| found.uses.iter().find_map(|place| place.span)),
            sites,
        });
    }
    needs
}

/// The declarations of a dependency by its name in code, as the tables have it.
fn declared(manifest: &Table, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut tables = vec![manifest];
    if let Some(Value::Table(targets)) = manifest.get("target") {
        tables.extend(targets.values().filter_map(Value::as_table));
    }
    for table in tables {
        for kind in ["dependencies", "dev-dependencies"] {
            let Some(Value::Table(dependencies)) = table.get(kind) else {
                continue;
            };
            for (key, value) in dependencies {
                if key.replace('-', "_") == name {
                    found.push(format!("{key} = {}", written(value)));
                }
            }
        }
    }
    found.dedup();
    found
}

/// A value on one line.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(time) => time.to_string(),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(written).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Table(table) => {
            let pairs = table.iter();
            let pairs: Vec<String> = pairs
                .map(|(key, value)| format!("{key} = {}", written(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}
