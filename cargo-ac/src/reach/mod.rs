//! What uses what among the items of a workspace, and by which way something reaches something.
//!
//! Paths are followed to what they mean. Which method a call calls only types can tell: there each one of that name may be
//! meant that takes as many arguments and is in a package that the caller can see, and so may what a type does for traits of
//! others (`Display`, `Drop`, `+`) by whoever uses the type. Ways over such steps are marked, taken only where there is no
//! other, and have few of them: names that are called by names are everywhere.

mod declared;
mod foreign;
mod forward;
mod items;
mod receiver;
mod std_names;
mod written;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, ItemKind, PathKind, Type, TypeId};
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;
use rayon::prelude::*;

use crate::criteria::{Criteria, What};
use declared::Declared;
pub(crate) use foreign::Foreign;
pub(crate) use forward::Forward;
pub(crate) use items::{Items, begins};
use receiver::Receivers;
use written::{Receiver, Types};

/// How many steps of a way may be unsure.
const UNSURE: usize = 2;

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
    declared: Declared<'a>,
    /// Who uses an item.
    users: BTreeMap<Item, BTreeMap<Item, How>>,
    /// Whether types use what they consist of.
    of_types: bool,
}

/// The shortest ways to some items: for each that reaches one, the next step.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    next: BTreeMap<Item, Step>,
    ends: BTreeSet<Item>,
}

impl<'a> Reach<'a> {
    /// What uses what in a workspace, when it runs.
    pub(crate) fn new(
        workspace: &'a Workspace,
        names: &'a Names,
        model: &'a Criteria,
    ) -> Reach<'a> {
        Reach::read(workspace, names, model, false)
    }

    /// The same, and that types use what they consist of.
    pub(crate) fn of_types_too(
        workspace: &'a Workspace,
        names: &'a Names,
        model: &'a Criteria,
    ) -> Reach<'a> {
        Reach::read(workspace, names, model, true)
    }

    fn read(
        workspace: &'a Workspace,
        names: &'a Names,
        model: &'a Criteria,
        of_types: bool,
    ) -> Reach<'a> {
        let mut reach = Reach {
            workspace,
            names,
            model,
            declared: Declared::new(workspace, names),
            users: BTreeMap::new(),
            of_types,
        };
        let of_files = workspace.files().par_iter().map(|&file| {
            let Some(facts) = workspace.facts(file) else {
                return Vec::new();
            };
            let items = Items::with_tests(facts, file, model);
            let mut found = reach.paths(file, facts, &items);
            found.extend(reach.methods(file, facts, &items));
            found
        });
        let found: Vec<Vec<(Item, Item, How)>> = of_files.collect();
        for (user, used, how) in found.into_iter().flatten() {
            reach.uses(user, used, how);
        }
        reach
    }

    /// Who uses what by paths in a file.
    fn paths(&self, file: FileId, facts: &FileFacts, items: &Items) -> Vec<(Item, Item, How)> {
        let mut found = Vec::new();
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
            let is_left_out = !self.of_types;
            if is_left_out
                && facts
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
            let user = (file, user);
            found.push((user, used, How::Path));
            if rest > 0 {
                let name = facts
                    .segments(path.segments)
                    .next_back()
                    .unwrap_or_default();
                let (functions, how) = self.declared.associated(used, name);
                found.extend(functions.iter().map(|&function| (user, function, how)));
            }
            let by_traits = self.declared.by_traits(used).iter();
            found.extend(by_traits.map(|&function| (user, function, How::Name)));
        }
        found
    }

    /// Who uses what by method calls in a file.
    fn methods(&self, file: FileId, facts: &FileFacts, items: &Items) -> Vec<(Item, Item, How)> {
        let mut found = Vec::new();
        let Some(text) = self
            .workspace
            .text(file)
            .ok()
            .filter(|_| !facts.method_calls.is_empty())
        else {
            return found;
        };
        let types = Types {
            workspace: self.workspace,
            names: self.names,
            declared: &self.declared,
        };
        let receivers = Receivers::new(types, (file, facts), &text);
        for call in &facts.method_calls {
            let Some(user) = items.around(call.extent.start, call.extent.end) else {
                continue;
            };
            let name = facts.text(call.name);
            let on_self = is_on_self(&text, call.extent.start);
            let own = if on_self {
                self.declared.own(facts, (file, user), name)
            } else {
                &[]
            };
            let user = (file, user);
            if !own.is_empty() {
                found.extend(own.iter().map(|&method| (user, method, How::Path)));
                continue;
            }
            let receiver = receivers.of(call.extent.start);
            if let Receiver::Of(of) = receiver {
                let (its, how) = self.declared.associated(of, name);
                found.extend(its.iter().map(|&method| (user, method, how)));
                if how == How::Name {
                    // What a trait does where nobody implements it otherwise.
                    let default = self.declared.default(of, name).iter();
                    found.extend(default.map(|&method| (user, method, how)));
                }
                if !its.is_empty() {
                    continue;
                }
            }
            let of_traits = match receiver {
                Receiver::Of(of) => !self.declared.is_pointer(of),
                Receiver::Plain => true,
                Receiver::Unknown => false,
            };
            let methods = self.declared.callable(file, facts, call, of_traits);
            found.extend(methods.map(|method| (user, method, How::Name)));
        }
        found
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

    /// All of it: what is used, by what, and how sure that is; sorted.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (Item, Item, How)> {
        self.users.iter().flat_map(|(&used, users)| {
            let users = users.iter();
            users.map(move |(&user, &how)| (used, user, how))
        })
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
                let unsure = unsure + usize::from(how == How::Name);
                if !done.contains(&user) && unsure <= UNSURE {
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
            let way = [vec![start], ways.from(item)?].concat();
            // Nothing is run that is in no package that the test is built with.
            let package = self.declared.package(item.0)?;
            let is_built = |step: &Step| {
                let other = self.declared.package(step.to.0);
                other.is_some_and(|other| self.declared.sees(package, other))
            };
            way.iter().all(is_built).then_some(way)
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

/// Whether a method, whose name begins there, is called on `self`.
fn is_on_self(text: &str, name: u32) -> bool {
    let before = usize::try_from(name).ok().and_then(|name| text.get(..name));
    let receiver = before
        .map(str::trim_end)
        .and_then(|before| before.strip_suffix('.'))
        .map(str::trim_end)
        .and_then(|before| before.strip_suffix("self"));
    receiver.is_some_and(|before| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        !before.ends_with(is_part)
    })
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

#[cfg(test)]
mod tests;
