//! What a proposal comes to: it is checked in memory, as `cargo archcheck` would check it.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Level, RuleInfo};
use govern_gate::{Error, Session, run_rules};
use serde::Deserialize;

use crate::{
    config::Config,
    model::{
        architecture::{Architecture, Content, ModuleRow},
        assembly::Assembly,
    },
    policy::interpret::interpret,
    rules::RULES,
};

/// The rules that find what is against a layering as such.
const LAYERING: [&str; 2] = ["layer_violation", "sibling_dependency"];

/// What a section `[archcheck]` comes to.
#[derive(Debug)]
pub(super) struct Looked {
    /// How many modules with something in them there are.
    pub(super) modules: usize,
    /// How many of them are roots of crates that are in no layer and hold other modules together.
    pub(super) roots: usize,
    /// How many of them are in a layer.
    pub(super) classified: usize,
    /// How many of them are in each layer, and where these begin.
    pub(super) layers: BTreeMap<String, (usize, Vec<String>)>,
    /// What is in no layer, outermost only.
    pub(super) unclassified: Vec<String>,
    /// Whether all of the program's code is in a layer, also what the user did not select.
    pub(super) complete: bool,
    /// How many edges between modules lead from one layer to another.
    pub(super) crossings: usize,
    /// The findings that are against the layering, by their keys.
    pub(super) against: Vec<String>,
    /// What is found, by rule; only where there is something.
    pub(super) findings: Vec<(RuleInfo, usize)>,
    /// The rules that find nothing because there is nothing that they could look at, which is a finding.
    pub(super) vacuous: Vec<RuleInfo>,
}

/// The file, as far as it matters here.
#[derive(Deserialize)]
struct File {
    archcheck: Config,
}

/// Checks a section. None if it is wrong: selectors contradict each other, or match nothing.
pub(super) fn look(session: &Session, section: &str) -> Result<Option<Looked>, Error> {
    let Ok(file) = toml::from_str::<File>(section) else {
        return Ok(None);
    };
    let (policy, mistakes) = interpret(&file.archcheck, &|_| None);
    let assembly = Assembly::new(session.workspace(), session.names(), policy)?;
    let vain = assembly.selectors.iter().any(|(_, matches)| *matches == 0);
    if vain || !mistakes.is_empty() || !assembly.mistakes.is_empty() {
        return Ok(None);
    }
    let architecture = &assembly.architecture;
    let outcomes = run_rules(RULES, architecture);
    let mut looked = counted(architecture);
    for outcome in outcomes {
        if outcome.info.level == Level::Allow {
            continue;
        }
        if outcome.checked == 0 && outcome.idle.is_none() {
            looked.vacuous.push(outcome.info);
        }
        if outcome.findings.is_empty() {
            continue;
        }
        looked.findings.push((outcome.info, outcome.findings.len()));
        if LAYERING.contains(&outcome.info.name) {
            let keys = outcome.findings.into_iter().map(|finding| finding.key);
            looked.against.extend(keys);
        }
    }
    Ok(Some(looked))
}

fn counted(architecture: &Architecture) -> Looked {
    let mut looked = Looked {
        modules: 0,
        roots: 0,
        classified: 0,
        layers: BTreeMap::new(),
        unclassified: Vec::new(),
        complete: is_complete(architecture),
        crossings: crossings(architecture),
        against: Vec::new(),
        findings: Vec::new(),
        vacuous: Vec::new(),
    };
    let parents: BTreeSet<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| architecture.reports_on(row))
        .filter_map(|row| architecture.module(row).parent)
        .collect();
    let mut outside = BTreeSet::new();
    for row in architecture.module_rows() {
        let module = architecture.module(row);
        if !architecture.reports_on(row) || module.content == Content::Nothing {
            continue;
        }
        looked.modules += 1;
        match module.layer {
            Some(layer) => {
                looked.classified += 1;
                let name = architecture.policy.layer(layer).name.clone();
                let (count, begins) = looked.layers.entry(name).or_default();
                *count += 1;
                // The module around it may have nothing in it, and so not be counted itself.
                let around =
                    std::iter::successors(Some(row), |&row| architecture.module(row).parent);
                let begin = around
                    .take_while(|&row| architecture.module(row).layer == Some(layer))
                    .last()
                    .map(|row| &architecture.module(row).path);
                if let Some(begin) = begin.filter(|begin| begins.last() != Some(begin)) {
                    begins.push(begin.clone());
                }
            }
            None => {
                let root = module.parent.is_none() && parents.contains(&row);
                looked.roots += usize::from(root);
                // What a root leaves out is told apart from it.
                let mut around =
                    std::iter::successors(module.parent, |&row| architecture.module(row).parent);
                let told = |row: ModuleRow| {
                    outside.contains(&row) && architecture.module(row).parent.is_some()
                };
                if !around.any(told) {
                    looked.unclassified.push(module.path.clone());
                }
                outside.insert(row);
            }
        }
    }
    looked.unclassified.dedup();
    looked
}

/// Whether each module that has something in it is in a layer.
fn is_complete(architecture: &Architecture) -> bool {
    let mut modules = architecture.modules.iter();
    modules.all(|module| {
        module.layer.is_some()
            || module.excluded
            || module.content == Content::Nothing
            || !architecture.counts(module.kind)
    })
}

/// How many edges between modules lead from one layer to another, in either reading.
fn crossings(architecture: &Architecture) -> usize {
    let mut edges = BTreeSet::new();
    for place in &architecture.uses {
        if !architecture.counts(place.kind) || !architecture.is_in_view(place.from) {
            continue;
        }
        let layer = architecture.module(place.from).layer;
        let targets = [place.def, place.via].into_iter().flatten();
        edges.extend(targets.filter_map(|target| {
            let other = architecture.module(target).layer?;
            (layer.is_some_and(|layer| layer != other)).then_some((place.from, target))
        }));
    }
    edges.len()
}
