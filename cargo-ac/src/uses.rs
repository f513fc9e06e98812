//! What uses what among the items of the workspace, and with which of them tests and scenarios begin: for programs that join
//! it with what they know themselves.

use std::collections::BTreeMap;

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, ItemId, ItemKind, ScopeId};
use govern_names::CrateKind;

use crate::commands::report;
use crate::criteria::What;
use crate::reach::{How, Item, Items, Reach, begins};
use crate::rust::LinkEnd;
use crate::traced::Traced;

/// What uses what. The same workspace gives the same rows.
#[derive(Debug, Default)]
pub struct Uses {
    /// Functions, types, constants and others, by file and place.
    pub items: Vec<UsedItem>,
    /// Which item uses which, sorted.
    pub steps: Vec<UseStep>,
    /// The tests, and behind them the scenarios.
    pub shown: Vec<Shower>,
    /// Items that say that they are there for a criterion: the item, the id, and where it says so.
    pub links: Vec<(usize, String, Span)>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedItem {
    /// What it is called: `orders::domain::Order::total`.
    pub name: String,
    /// The path of its module; empty if no target has it.
    pub module: String,
    /// All of it.
    pub span: Span,
    /// Where its name stands.
    pub place: Span,
    /// Whether it is part of a library or a program, and not of its tests.
    pub is_production: bool,
}

/// That an item uses another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UseStep {
    /// The row of the one that uses.
    pub from: usize,
    /// The row of the one that is used.
    pub to: usize,
    /// Whether a path leads there; if not, it has the name that is called, or it is started as a program.
    pub sure: bool,
}

/// A test or a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shower {
    /// `test` or `scenario`.
    pub kind: &'static str,
    /// What it is called, as in reports.
    pub name: String,
    /// Where.
    pub place: Option<Span>,
    /// The rows of the items that it begins with.
    pub begins: Vec<usize>,
    /// The criteria in force that it is evidence of, sorted.
    pub criteria: Vec<String>,
}

impl Traced<'_> {
    /// What uses what.
    pub fn uses(&self) -> Uses {
        let (session, model) = (self.session, &self.model);
        let workspace = session.workspace();
        let reach = Reach::of_types_too(workspace, session.tree(), model);
        let mut rows: BTreeMap<Item, usize> = BTreeMap::new();
        let mut found = Uses::default();
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            for id in Items::with_tests(facts, file, model).all() {
                if let Some(item) = self.used(&reach, facts, (file, id)) {
                    rows.insert((file, id), found.items.len());
                    found.items.push(item);
                }
            }
        }
        for (used, user, how) in reach.steps() {
            if let (Some(&from), Some(&to)) = (rows.get(&user), rows.get(&used)) {
                let sure = how == How::Path;
                found.steps.push(UseStep { from, to, sure });
            }
        }
        for (user, program) in self.starts() {
            if let (Some(&from), Some(&to)) = (rows.get(&user), rows.get(&program)) {
                let sure = false;
                found.steps.push(UseStep { from, to, sure });
            }
        }
        // What is sure comes last, and stays.
        found.steps.sort_unstable();
        let mut steps = found.steps.clone();
        steps.reverse();
        steps.dedup_by_key(|step| (step.from, step.to));
        steps.reverse();
        found.steps = steps;
        let tests = (0..model.rust.tests.len()).map(What::Test);
        let scenarios = (0..model.scenarios.len()).map(What::Scenario);
        let mut criteria: BTreeMap<&What, Vec<String>> = BTreeMap::new();
        for criterion in model.criteria.iter().filter(|it| it.state.is_in_force()) {
            for proof in &criterion.proofs {
                let its = criteria.entry(&proof.what).or_default();
                its.push(criterion.id.clone());
            }
        }
        for what in tests.chain(scenarios) {
            let begins = begins(model, &what).into_iter();
            let mut its = criteria.get(&what).cloned().unwrap_or_default();
            its.sort();
            its.dedup();
            found.shown.push(Shower {
                kind: report::kind(&what),
                name: report::name(model, &what),
                place: model.place(&what),
                begins: begins.filter_map(|it| rows.get(&it).copied()).collect(),
                criteria: its,
            });
        }
        for link in &model.rust.links {
            let Some(facts) = workspace.facts(link.span.file) else {
                continue;
            };
            if link.end != LinkEnd::Code {
                continue;
            }
            // A link at a file is one at all that is in it.
            let around = link.item.map(|item| facts.item(item).extent);
            let rows = rows.range((link.span.file, ItemId(0))..=(link.span.file, ItemId(u32::MAX)));
            let within = rows.filter(|((_, id), _)| {
                let item = facts.items.get(id.index());
                item.is_some_and(|item| around.is_none_or(|around| around.contains(item.extent)))
            });
            let within = within.map(|(_, &row)| (row, link.id.clone(), link.span));
            found.links.extend(within);
        }
        found
    }

    /// The item as a row; none of what only stands around others.
    fn used(&self, reach: &Reach<'_>, facts: &FileFacts, (file, id): Item) -> Option<UsedItem> {
        let Some(item) = facts.items.get(id.index()) else {
            // A test in the arguments of a macro.
            let name = reach.name((file, id));
            let row = usize::try_from(u32::MAX - id.0).ok()?;
            let test = self.model.rust.tests.get(row)?;
            return Some(UsedItem {
                name,
                module: self.module(file, None),
                span: Span::new(file, test.extent),
                place: test.span,
                is_production: false,
            });
        };
        if matches!(item.kind, ItemKind::Impl { .. }) {
            return None;
        }
        let module = self.module(file, Some(id));
        Some(UsedItem {
            name: format!("{module}::{}", reach.name((file, id))),
            module,
            span: Span::new(file, item.extent.range()),
            place: Span::new(file, item.name_extent.range()),
            is_production: self.is_production((file, id)),
        })
    }

    /// Items that start a program of the workspace, by `env!("CARGO_BIN_EXE_…")`, with the function that it begins with.
    pub(crate) fn starts(&self) -> Vec<(Item, Item)> {
        let (workspace, names) = (self.session.workspace(), self.session.tree());
        let mut programs: BTreeMap<String, Vec<Item>> = BTreeMap::new();
        for (_, krate) in names.crates().filter(|(_, it)| it.kind == CrateKind::Bin) {
            let root = names.module(krate.root).instance;
            let Some(file) = root.map(|root| names.instance(root).file) else {
                continue;
            };
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            let main = facts.items.iter().position(|item| {
                matches!(item.kind, ItemKind::Fn { .. })
                    && item.scope == ScopeId(0)
                    && facts.text(item.name) == "main"
            });
            let main = main.and_then(|row| u32::try_from(row).ok());
            let its = programs.entry(krate.name.clone()).or_default();
            its.extend(main.map(|row| (file, ItemId(row))));
        }
        let mut found = Vec::new();
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            let calls = facts.macro_calls.iter().filter(|call| {
                let mut segments = facts.segments(facts.path(call.path).segments);
                segments.next_back() == Some("env")
            });
            let mut items = None;
            for call in calls {
                let Some(name) = self.program_named(file, call.args.range().into()) else {
                    continue;
                };
                let items =
                    items.get_or_insert_with(|| Items::with_tests(facts, file, &self.model));
                let user = items.around(call.extent.start, call.extent.end);
                let mains = programs.get(&name).into_iter().flatten();
                found.extend(mains.filter_map(|&main| Some(((file, user?), main))));
            }
        }
        found
    }

    /// The name of the program, in code, whose path the arguments of `env!` ask for.
    fn program_named(&self, file: FileId, args: std::ops::Range<usize>) -> Option<String> {
        let text = self.session.workspace().text(file).ok()?;
        let inside = text.get(args)?.strip_prefix(['(', '[', '{'])?;
        let literal = inside.trim_start().strip_prefix('"')?;
        let (name, _) = literal.split_once('"')?;
        Some(name.strip_prefix("CARGO_BIN_EXE_")?.replace('-', "_"))
    }
}
