//! What uses what among the items of a workspace, and by which way something reaches something.
//!
//! Paths are followed to what they mean. Which method a call calls only types can tell: there each one of that name may be
//! meant that takes as many arguments and is in a package that the caller can see, and so may what a type does for traits of
//! others (`Display`, `Drop`, `+`) by whoever uses the type. Ways over such steps are marked, taken only where there is no
//! other, and have few of them: names that are called by names are everywhere.

mod declared;
mod items;
mod receiver;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, ItemKind, PathKind, Type, TypeId};
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;

use crate::criteria::{Criteria, What};
use declared::Declared;
pub(crate) use items::{Items, begins};
use receiver::{Receiver, Receivers};

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
            declared: Declared::new(workspace, names),
            users: BTreeMap::new(),
        };
        for &file in workspace.files() {
            if let Some(facts) = workspace.facts(file) {
                let items = Items::with_tests(facts, file, model);
                reach.paths(file, facts, &items);
                reach.methods(file, facts, &items);
            }
        }
        reach
    }

    fn paths(&mut self, file: FileId, facts: &FileFacts, items: &Items) {
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
        for (user, used, how) in found {
            self.uses(user, used, how);
        }
    }

    fn methods(&mut self, file: FileId, facts: &FileFacts, items: &Items) {
        let Some(text) = self
            .workspace
            .text(file)
            .ok()
            .filter(|_| !facts.method_calls.is_empty())
        else {
            return;
        };
        let (workspace, names) = (self.workspace, self.names);
        let receivers = Receivers::new(workspace, names, &self.declared, (file, facts), &text);
        let mut found = Vec::new();
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
        for (user, used, how) in found {
            self.uses(user, used, how);
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
mod tests {
    use govern_gate::link;

    use super::*;
    use crate::testing::observed_reading;

    /// The way from the test `t` to a function, in words.
    fn way(files: &[(&str, &str)], to: &str) -> Option<String> {
        let (workspace, model) = observed_reading(files);
        let names = link(&workspace);
        let reach = Reach::new(&workspace, &names, &model);
        let mut ends = BTreeSet::new();
        for &file in workspace.files() {
            let facts = workspace.facts(file).expect("it is Rust");
            let its = Items::new(facts);
            ends.extend(
                its.all()
                    .filter(|id| name(facts, *id) == to)
                    .map(|id| (file, id)),
            );
        }
        assert!(!ends.is_empty(), "there is no `{to}`");
        let tests = &model.rust.tests;
        let test = tests.iter().position(|test| test.name == "t");
        let test = What::Test(test.expect("there is a test `t`"));
        let way = reach.way(&reach.ways(&ends), &test)?;
        Some(reach.describe(&way))
    }

    fn in_library(library: &str, to: &str) -> Option<String> {
        way(&[("src/lib.rs", library)], to)
    }

    #[test]
    fn methods_on_self_are_sure_and_others_are_those_with_as_many_arguments() {
        let library = "\
struct Order;
struct List;
impl Order {
    fn pay(&self) { self.open(); self . get(); }
    fn open(&self) {}
    fn get(&self) {}
}
impl List {
    fn get(&self, _: u8) -> u8 { self.inner.open() }
    fn open(&self) {}
}
#[test]
fn t() { Order::pay(&Order); }
";
        let found = |to: &str| in_library(library, to).unwrap_or_default();
        assert_eq!(found("Order::open"), "`t` -> `Order::pay` -> `Order::open`");
        assert_eq!(found("Order::get"), "`t` -> `Order::pay` -> `Order::get`");
        assert_eq!(found("List::open"), "");
        let other = library.replace("Order::pay(&Order)", "List.get(1)");
        let found = |to: &str| in_library(&other, to).unwrap_or_default();
        assert_eq!(found("List::get"), "`t` -> `List::get`");
        assert_eq!(found("Order::get"), "");
        // A field of `self` is something else.
        assert_eq!(
            found("List::open"),
            "`t` -> `List::get` -> by its name `List::open`"
        );
    }

    #[test]
    fn methods_are_those_of_what_they_are_called_on_as_far_as_that_is_written() {
        let library = "\
mod wire { pub async fn ask() -> Result<crate::Order, String> { todo!() } pub fn any<T>() -> T { todo!() } }
pub trait Open { fn open(&self) {} }
impl Open for String { fn open(&self) { text() } }
fn text() {}
pub struct Order { list: Box<List> }
pub struct List;
pub type Lists = List;
impl Order {
    pub fn new() -> Self { Order { list: Box::new(List) } }
    pub fn list(&self) -> &List { &self.list }
    pub fn open(&self) {}
}
impl List {
    pub fn open(&self) {}
    pub fn first(&self) -> Option<Order> { None }
}
const NONE: List = List;
#[test]
fn t() { BODY }
";
        let (order, list, both) = ("Order", "List", "?");
        for (body, expected) in [
            ("Order::new().open();", order),
            ("let o = Order::new(); o.open();", order),
            ("let o = &mut Order::new(); (*o).clone().open();", order),
            ("Order::new().list().open();", list),
            ("let o: &Order = any(); o.list.open();", list),
            ("let l: &Lists = any(); l.open();", list),
            ("fn f(l: &List) { l.open() } f(any())", list),
            ("fn f(l: &dyn Open, o: Order) { o.open() } f(any())", order),
            ("NONE.open();", list),
            ("Order { list: any() }.open();", order),
            ("List.first().unwrap().open();", order),
            ("async { wire::ask().await.unwrap().open() };", order),
            ("assert_eq!(List.open(), ());", list),
            ("vec![1].open();", ""),
            ("\"a\".to_string().open();", "text"),
            ("Some(List).is_some().open();", "text"),
            ("List.first().open();", "text"),
            // What is not written is not known.
            ("if let Some(o) = List.first() { o.open(); }", both),
            ("let o = Order::new(); let o = made(); o.open();", both),
            ("let o = Order::new(); [1].map(|o| o.open());", both),
            ("let l = List; let (l, _) = made(); l.open();", both),
            ("for o in [Order::new()] { o.open(); }", both),
            ("let o = Order::new(); match made() { o => o.open() }", both),
            ("wire::any().open();", both),
            ("let x: Foreign<List> = any(); x.open();", both),
            ("wire::ask().unwrap().open();", both),
        ] {
            let library = library.replace("BODY", body);
            let way = |to: &str| in_library(&library, to).unwrap_or_default();
            let (to_order, to_list, to_text) = (way("Order::open"), way("List::open"), way("text"));
            let found = match (&to_order[..], &to_list[..]) {
                ("", "") if to_text.is_empty() => "",
                ("", "") => "text",
                (way, "") if !way.contains("by its name") => order,
                ("", way) if !way.contains("by its name") => list,
                (one, other) if one.contains("by its name") && other.contains("by its name") => {
                    both
                }
                _ => "something else",
            };
            // A trait of the workspace may be implemented for everything.
            let expected = if body.starts_with("vec!") {
                "text"
            } else {
                expected
            };
            assert_eq!(found, expected, "{body}: {to_order}, {to_list}, {to_text}");
        }
    }

    #[test]
    fn what_a_type_does_for_traits_of_others_may_be_used_by_whoever_uses_it() {
        let library = "\
struct Order;
impl std::fmt::Display for Order { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { shown(); Ok(()) } }
fn shown() {}
fn text(order: &Order) -> String { format!(\"{order}\") }
#[test]
fn t() { text(todo!()); }
";
        assert_eq!(
            in_library(library, "shown").as_deref(),
            Some("`t` -> `text` -> by its name `Order::fmt` -> `shown`")
        );
        // What a type consists of does nothing by itself.
        let inner = library.replace("struct Order;", "struct Order(Part);\nstruct Part;");
        assert_eq!(in_library(&inner, "Part"), None);
    }

    #[test]
    fn a_way_has_few_steps_by_names() {
        let library = "\
struct A; struct B; struct C;
impl A { fn a(&self) { made().b() } }
impl B { fn b(&self) { made().c() } }
impl C { fn c(&self) {} }
#[test]
fn t() { made().a() }
";
        assert!(in_library(library, "B::b").is_some());
        assert_eq!(in_library(library, "C::c"), None);
        let known = library.replace("fn t() { made()", "fn t() { A");
        assert!(in_library(&known, "C::c").is_some());
    }

    /// Packages by their names, with what they depend on, and their libraries.
    fn members(packages: &[(&str, &str, &str)]) -> Vec<(String, String)> {
        let names: Vec<String> = packages
            .iter()
            .map(|(name, ..)| format!("\"{name}\""))
            .collect();
        let mut files = vec![(
            "Cargo.toml".to_owned(),
            format!(
                "[workspace]\nmembers = [{}]\nresolver = \"3\"\n",
                names.join(", ")
            ),
        )];
        for (name, dependencies, library) in packages {
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{dependencies}"
            );
            files.push((format!("{name}/Cargo.toml"), manifest));
            files.push((format!("{name}/src/lib.rs"), (*library).to_owned()));
        }
        files
    }

    fn across(packages: &[(&str, &str, &str)], to: &str) -> Option<String> {
        let files = members(packages);
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        way(&files, to)
    }

    #[test]
    fn names_mean_only_what_a_package_is_built_with() {
        let core = (
            "core",
            "",
            "pub struct Store; impl Store { pub fn commit(&self) {} }",
        );
        let test = "#[test]\nfn t() { make().commit(); }\n";
        assert_eq!(across(&[core, ("app", "", test)], "Store::commit"), None);
        let needs = "[dev-dependencies]\ncore = { path = \"../core\" }\n";
        assert_eq!(
            across(&[core, ("app", needs, test)], "Store::commit").as_deref(),
            Some("`t` -> by its name `Store::commit`")
        );
    }

    #[test]
    fn a_trait_calls_what_implements_it_wherever_that_is_built_in() {
        let core = (
            "core",
            "",
            "pub trait Store { fn commit(&self); }\npub fn run(store: &dyn Store) { store.commit() }\n",
        );
        let adapter = "use core::Store;\npub struct Memory;\nimpl Store for Memory { fn commit(&self) { kept() } }\nfn kept() {}\n";
        let test = "#[test]\nfn t() { core::run(&Memory) }\n";
        let needs = "[dependencies]\ncore = { path = \"../core\" }\n";
        let tested = format!("{adapter}{test}");
        assert_eq!(
            across(&[core, ("adapter", needs, &tested)], "kept").as_deref(),
            Some("`t` -> `run` -> by its name `Memory::commit` -> `kept`")
        );
        // A test that is not built with it cannot run it.
        let core_tested = format!(
            "{}{}",
            core.2,
            test.replace("core::run(&Memory)", "run(todo!())")
        );
        let packages = [
            ("core", "", core_tested.as_str()),
            ("adapter", needs, adapter),
        ];
        assert_eq!(across(&packages, "kept"), None);
    }
}
