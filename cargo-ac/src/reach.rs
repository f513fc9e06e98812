//! What uses what among the items of a workspace, and by which way something reaches something.
//!
//! Paths are followed to what they mean. Which method a call calls only types can tell: there each one of that name may be
//! meant, and so may what a type does for traits of others (`Display`, `Drop`, `+`) by whoever uses the type. Ways over such
//! steps are marked, and taken only where there is no other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, ItemKind, PathKind, Type, TypeId};
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;

use crate::criteria::{Criteria, What};
use crate::steps::Judgement;

/// An item by its place.
pub(crate) type Item = (FileId, ItemId);

/// How sure it is that something uses something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// A path leads there.
    Path,
    /// It has the name that is called, or belongs to a type that is used.
    Name,
}

/// A step of a way: to what, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) to: Item,
    pub(crate) how: How,
}

/// What uses what.
pub(crate) struct Reach<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    model: &'a Criteria,
    /// Who uses an item.
    users: BTreeMap<Item, BTreeMap<Item, How>>,
}

/// The shortest ways to some items: for each that reaches one, the next step.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    next: BTreeMap<Item, Step>,
    ends: BTreeSet<Item>,
}

impl<'a> Reach<'a> {
    /// What uses what in a workspace.
    pub(crate) fn new(
        workspace: &'a Workspace,
        names: &'a Names,
        model: &'a Criteria,
    ) -> Reach<'a> {
        let mut reach = Reach {
            workspace,
            names,
            model,
            users: BTreeMap::new(),
        };
        let declared = Declared::new(workspace, names);
        for &file in workspace.files() {
            if let Some(facts) = workspace.facts(file) {
                let items = Items::with_tests(facts, file, model);
                reach.read(file, facts, &items, &declared);
            }
        }
        reach
    }

    fn read(&mut self, file: FileId, facts: &FileFacts, items: &Items, declared: &Declared<'_>) {
        for (row, path) in (0..).zip(&facts.paths) {
            let is_use = !matches!(
                path.kind,
                PathKind::Attribute | PathKind::AttributeArgument | PathKind::Derive
            );
            let user = items.around(path.extent.start, path.extent.end);
            let (true, false, Some(user)) = (is_use, path.expanded, user) else {
                continue;
            };
            // What a type consists of does nothing when the type is used.
            if facts
                .items
                .get(user.index())
                .is_some_and(|item| is_type(&item.kind))
            {
                continue;
            }
            let meaning = self.names.meaning(facts, file, govern_facts::PathId(row));
            let Meaning::Item(def, rest) = meaning else {
                continue;
            };
            let Some(used) = self.item(def) else { continue };
            self.uses((file, user), used, How::Path);
            if rest > 0 {
                let name = facts
                    .segments(path.segments)
                    .next_back()
                    .unwrap_or_default();
                let (found, how) = declared.associated(used, name);
                for &found in found {
                    self.uses((file, user), found, how);
                }
            }
            for &function in declared.by_traits.get(&used).into_iter().flatten() {
                self.uses((file, user), function, How::Name);
            }
        }
        for call in &facts.method_calls {
            let Some(user) = items.around(call.extent.start, call.extent.end) else {
                continue;
            };
            for &method in declared
                .methods
                .get(facts.text(call.name))
                .into_iter()
                .flatten()
            {
                self.uses((file, user), method, How::Name);
            }
        }
    }

    /// The item that a definition is of; a variant is part of its enum.
    fn item(&self, def: ItemDef) -> Option<Item> {
        let file = self.names.instance(def.instance).file;
        Some((file, whole(self.workspace.facts(file)?, def.item)))
    }

    fn uses(&mut self, user: Item, used: Item, how: How) {
        if user != used {
            let known = self
                .users
                .entry(used)
                .or_default()
                .entry(user)
                .or_insert(how);
            *known = how.min(*known);
        }
    }

    /// The shortest ways to some items, those that are sure before all others.
    pub(crate) fn ways(&self, ends: &BTreeSet<Item>) -> Ways {
        let mut ways = Ways {
            next: BTreeMap::new(),
            ends: ends.clone(),
        };
        // By how many steps are not sure, and how many there are.
        let mut open = BinaryHeap::new();
        let mut done: BTreeSet<Item> = BTreeSet::new();
        open.extend(
            ends.iter()
                .map(|&end| Reverse(((0_usize, 0_usize), end, None))),
        );
        while let Some(Reverse(((unsure, steps), item, step))) = open.pop() {
            if !done.insert(item) {
                continue;
            }
            if let Some((to, how)) = step {
                ways.next.insert(item, Step { to, how });
            }
            for (&user, &how) in self.users.get(&item).into_iter().flatten() {
                if !done.contains(&user) {
                    let unsure = unsure + usize::from(how == How::Name);
                    open.push(Reverse(((unsure, steps + 1), user, Some((item, how)))));
                }
            }
        }
        ways
    }

    /// An item as its module names it: `Order::pay`.
    pub(crate) fn name(&self, (file, id): Item) -> String {
        let facts = self.workspace.facts(file);
        match facts.filter(|facts| facts.items.get(id.index()).is_some()) {
            Some(facts) => name(facts, id),
            None => {
                let row = usize::try_from(u32::MAX - id.0).unwrap_or(usize::MAX);
                let test = self.model.rust.tests.get(row);
                test.map_or_else(String::new, |test| test.name.clone())
            }
        }
    }

    /// The way from what a test or a scenario begins with to the nearest end, the start included.
    pub(crate) fn way(&self, ways: &Ways, what: &What) -> Option<Vec<Step>> {
        let from = |item: Item| {
            let start = Step {
                to: item,
                how: How::Path,
            };
            Some([vec![start], ways.from(item)?].concat())
        };
        let found = begins(self.model, what).into_iter().filter_map(from);
        found.min_by_key(|way| {
            let unsure = way.iter().filter(|step| step.how == How::Name).count();
            (unsure, way.len())
        })
    }

    /// A way in words: `` `is_paid` -> by its name `Order::pay` ``.
    pub(crate) fn describe(&self, way: &[Step]) -> String {
        let stops = way.iter().map(|step| {
            let name = self.name(step.to);
            match step.how {
                How::Path => format!("`{name}`"),
                How::Name => format!("by its name `{name}`"),
            }
        });
        stops.collect::<Vec<_>>().join(" -> ")
    }
}

/// Whether each step of a way is sure.
pub(crate) fn is_sure(way: &[Step]) -> bool {
    way.iter().all(|step| step.how == How::Path)
}

impl Ways {
    /// The steps from an item to the nearest end; none if it reaches none. An end reaches itself in no step.
    pub(crate) fn from(&self, item: Item) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        let mut at = item;
        while !self.ends.contains(&at) {
            let step = self.next.get(&at)?;
            steps.push(*step);
            at = step.to;
        }
        Some(steps)
    }
}

/// An item as its module names it.
pub(crate) fn name(facts: &FileFacts, id: ItemId) -> String {
    let item = facts.item(id);
    let own = match item.kind {
        ItemKind::Impl { self_ty, .. } => {
            format!("impl {}", last_name(facts, self_ty).unwrap_or_default())
        }
        _ => facts.text(item.name).to_owned(),
    };
    match facts.name_in_module(item.scope) {
        around if around.is_empty() => own,
        around => format!("{around}::{own}"),
    }
}

fn last_name(facts: &FileFacts, ty: TypeId) -> Option<&str> {
    match facts.ty(ty) {
        Type::Path { path, .. } => facts.segments(facts.path(*path).segments).next_back(),
        Type::Ref { target, .. } => last_name(facts, *target),
        _ => None,
    }
}

/// Whether an item declares what something consists of, and does nothing by itself.
fn is_type(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Struct { .. }
            | ItemKind::Union { .. }
            | ItemKind::Enum
            | ItemKind::Trait { .. }
            | ItemKind::Impl { .. }
    )
}

/// The item that something is part of: a variant is part of its enum.
pub(crate) fn whole(facts: &FileFacts, id: ItemId) -> ItemId {
    match facts.item(id).kind {
        ItemKind::Variant { .. } => facts.scope(facts.item(id).scope).item.unwrap_or(id),
        _ => id,
    }
}

/// The number that stands for a test that is no item: no file has as many items.
fn in_macro(test: usize) -> ItemId {
    ItemId(u32::MAX - u32::try_from(test).unwrap_or(0))
}

/// What something that shows a criterion begins with: the test, or the functions of the steps of a scenario.
pub(crate) fn begins(model: &Criteria, what: &What) -> BTreeSet<Item> {
    match what {
        What::Test(row) => {
            let test = &model.rust.tests[*row];
            let item = test.item.unwrap_or_else(|| in_macro(*row));
            BTreeSet::from([(test.span.file, item)])
        }
        What::Scenario(row) => {
            let scenario = &model.scenarios[*row];
            let steps = &model.features[scenario.feature].steps;
            let judged = &model.matching.features[scenario.feature].steps;
            let mut begins = BTreeSet::new();
            for (step, judgement) in steps.iter().zip(judged) {
                let tags = scenario.tags.iter().map(|tag| &tag.name);
                // The name of an outline is another one for each row.
                let is_its = step.scenario == scenario.title || scenario.title.contains('<');
                let Judgement::Runs(functions) = judgement else {
                    continue;
                };
                if is_its && tags.eq(&step.tags) {
                    let functions = functions.iter().map(|&row| &model.steps.functions[row]);
                    begins.extend(functions.map(|it| (it.span.file, it.item)));
                }
            }
            begins
        }
        What::File(_) | What::Attested(..) => BTreeSet::new(),
    }
}

/// The items of a file by their places.
pub(crate) struct Items {
    /// Start, end, item; those around others before them.
    rows: Vec<(u32, u32, ItemId)>,
}

impl Items {
    pub(crate) fn new(facts: &FileFacts) -> Items {
        let rows = (0..).map(ItemId).zip(&facts.items);
        let is_own = |kind: &ItemKind| {
            !matches!(
                kind,
                ItemKind::Module { .. } | ItemKind::Variant { .. } | ItemKind::ExternBlock
            )
        };
        let mut rows: Vec<_> = rows
            .filter(|(_, item)| !item.expanded && is_own(&item.kind))
            .map(|(id, item)| (item.extent.start, item.extent.end, id))
            .collect();
        rows.sort_by_key(|&(start, end, id)| (start, Reverse(end), id));
        Items { rows }
    }

    /// Also the tests of the file that are no items, for they stand in the arguments of macros.
    pub(crate) fn with_tests(facts: &FileFacts, file: FileId, model: &Criteria) -> Items {
        let mut items = Items::new(facts);
        let tests = model.rust.tests.iter().enumerate();
        let in_file = tests.filter(|(_, test)| test.item.is_none() && test.span.file == file);
        let starts: Vec<(u32, usize)> = in_file
            .map(|(row, test)| (test.extent.start().into(), row))
            .collect();
        for &(start, row) in &starts {
            // One ends where the next begins, or the macro call does.
            let calls = facts.macro_calls.iter().map(|call| call.args);
            let around = calls.filter(|args| args.start < start && start < args.end);
            let next = starts
                .iter()
                .map(|(start, _)| *start)
                .filter(|it| *it > start);
            if let Some(end) = around.map(|args| args.end).chain(next).min() {
                items.rows.push((start, end, in_macro(row)));
            }
        }
        items
            .rows
            .sort_by_key(|&(start, end, id)| (start, Reverse(end), id));
        items
    }

    /// The innermost item around a range.
    pub(crate) fn around(&self, start: u32, end: u32) -> Option<ItemId> {
        let before = self.rows.partition_point(|&(from, ..)| from <= start);
        let mut around = self.rows[..before].iter().rev();
        around.find(|(_, to, _)| end <= *to).map(|&(.., id)| id)
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = ItemId> {
        self.rows.iter().map(|&(.., id)| id)
    }
}

/// Functions by what they belong to.
struct Declared<'a> {
    /// Functions with `self` by their names.
    methods: BTreeMap<&'a str, Vec<Item>>,
    /// Functions of types and of traits, by the type or the trait and their names.
    of: BTreeMap<Item, BTreeMap<&'a str, Vec<Item>>>,
    /// Functions of implementations of a trait of the workspace, by the trait and their names.
    of_trait: BTreeMap<Item, BTreeMap<&'a str, Vec<Item>>>,
    /// What a type does for traits of other crates.
    by_traits: BTreeMap<Item, Vec<Item>>,
}

impl<'a> Declared<'a> {
    fn new(workspace: &'a Workspace, names: &Names) -> Declared<'a> {
        let mut declared = Declared {
            methods: BTreeMap::new(),
            of: BTreeMap::new(),
            of_trait: BTreeMap::new(),
            by_traits: BTreeMap::new(),
        };
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            for (row, item) in (0..).zip(&facts.items) {
                if let (ItemKind::Fn { signature }, false) = (&item.kind, item.expanded) {
                    let has_self = facts.signatures[*signature as usize].has_self;
                    let function = (file, ItemId(row));
                    declared.function(workspace, names, facts, function, has_self);
                }
            }
        }
        declared
    }

    fn function(
        &mut self,
        workspace: &Workspace,
        names: &Names,
        facts: &'a FileFacts,
        function: Item,
        has_self: bool,
    ) {
        let item = facts.item(function.1);
        let name = facts.text(item.name);
        if has_self {
            self.methods.entry(name).or_default().push(function);
        }
        let meaning = |ty: TypeId| -> Option<Item> {
            let Type::Path { path, .. } = facts.ty(ty) else {
                return None;
            };
            let Meaning::Item(def, 0) = names.meaning(facts, function.0, *path) else {
                return None;
            };
            let file = names.instance(def.instance).file;
            Some((file, whole(workspace.facts(file)?, def.item)))
        };
        let Some(home) = facts.scope(item.scope).item else {
            return;
        };
        match facts.item(home).kind {
            ItemKind::Trait { .. } => {
                add(&mut self.of, (function.0, home), name, function);
            }
            ItemKind::Impl {
                of_trait, self_ty, ..
            } => {
                let (its, of_trait) = (meaning(self_ty), of_trait.map(meaning));
                if let Some(its) = its {
                    add(&mut self.of, its, name, function);
                }
                match (its, of_trait) {
                    (_, Some(Some(of_trait))) => {
                        add(&mut self.of_trait, of_trait, name, function);
                    }
                    (Some(its), Some(None)) => {
                        self.by_traits.entry(its).or_default().push(function);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// The functions of a type or a trait that a path behind it names.
    fn associated(&self, of: Item, name: &str) -> (&[Item], How) {
        if let Some(found) = self.of_trait.get(&of).and_then(|names| names.get(name)) {
            // Which implementation of the trait, only types can tell.
            return (found, How::Name);
        }
        let found = self.of.get(&of).and_then(|names| names.get(name));
        (found.map_or(&[], Vec::as_slice), How::Path)
    }
}

fn add<'a>(
    map: &mut BTreeMap<Item, BTreeMap<&'a str, Vec<Item>>>,
    of: Item,
    name: &'a str,
    function: Item,
) {
    map.entry(of)
        .or_default()
        .entry(name)
        .or_default()
        .push(function);
}
