//! Functions by what they belong to, and which of them code of a package can call.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, ItemKind, MethodCall, Type, TypeId};
use govern_names::{Meaning, Names};
use govern_workspace::{PackageId, Workspace};

use super::{How, Item, whole};

/// Functions by what they belong to.
pub(super) struct Declared<'a> {
    /// Functions with `self` by their names.
    methods: BTreeMap<&'a str, Vec<Method>>,
    /// Functions of types and of traits, by the type or the trait and their names.
    of: BTreeMap<Item, BTreeMap<&'a str, Vec<Item>>>,
    /// Functions of implementations of a trait of the workspace, by the trait and their names.
    of_trait: BTreeMap<Item, BTreeMap<&'a str, Vec<Item>>>,
    /// What a type does for traits of other crates.
    by_traits: BTreeMap<Item, Vec<Item>>,
    /// The type or the trait that functions belong to.
    homes: BTreeMap<Item, Item>,
    /// The package of each file.
    packages: BTreeMap<FileId, PackageId>,
    /// The packages that the tests of each are built with, itself included.
    sees: BTreeMap<PackageId, BTreeSet<PackageId>>,
}

struct Method {
    function: Item,
    /// How many arguments it takes besides `self`.
    params: usize,
    /// The trait of the workspace that it is of.
    of_trait: Option<Item>,
}

impl<'a> Declared<'a> {
    pub(super) fn new(workspace: &'a Workspace, names: &Names) -> Declared<'a> {
        let packages = workspace.files().iter().filter_map(|&file| {
            let package = workspace.packages_of(file).first()?;
            Some((file, *package))
        });
        let sees = workspace.packages().iter();
        let mut declared = Declared {
            methods: BTreeMap::new(),
            of: BTreeMap::new(),
            of_trait: BTreeMap::new(),
            by_traits: BTreeMap::new(),
            homes: BTreeMap::new(),
            packages: packages.collect(),
            sees: sees.map(|it| (it.id, seen(workspace, it.id))).collect(),
        };
        for &file in workspace.files() {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            for (row, item) in (0..).zip(&facts.items) {
                let (ItemKind::Fn { signature }, false) = (&item.kind, item.expanded) else {
                    continue;
                };
                let signature = &facts.signatures[*signature as usize];
                let function = (file, ItemId(row));
                let of_trait = declared.function(workspace, names, facts, function);
                if signature.has_self {
                    let methods = declared.methods.entry(facts.text(item.name));
                    methods.or_default().push(Method {
                        function,
                        params: signature.params.len(),
                        of_trait,
                    });
                }
            }
        }
        declared
    }

    /// Notes what a function belongs to, and says of which trait of the workspace it is.
    fn function(
        &mut self,
        workspace: &Workspace,
        names: &Names,
        facts: &'a FileFacts,
        function: Item,
    ) -> Option<Item> {
        let item = facts.item(function.1);
        let name = facts.text(item.name);
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
        let home = facts.scope(item.scope).item?;
        match facts.item(home).kind {
            ItemKind::Trait { .. } => {
                let home = (function.0, home);
                self.homes.insert(function, home);
                add(&mut self.of, home, name, function);
                Some(home)
            }
            ItemKind::Impl {
                of_trait, self_ty, ..
            } => {
                let (its, of_trait) = (meaning(self_ty), of_trait.map(meaning));
                if let Some(its) = its {
                    self.homes.insert(function, its);
                    add(&mut self.of, its, name, function);
                }
                match (its, of_trait) {
                    (_, Some(Some(of_trait))) => {
                        add(&mut self.of_trait, of_trait, name, function);
                        Some(of_trait)
                    }
                    (Some(its), Some(None)) => {
                        self.by_traits.entry(its).or_default().push(function);
                        None
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The functions of a type or a trait that a path behind it names.
    pub(super) fn associated(&self, of: Item, name: &str) -> (&[Item], How) {
        if let Some(found) = self.of_trait.get(&of).and_then(|names| names.get(name)) {
            // Which implementation of the trait, only types can tell.
            return (found, How::Name);
        }
        let found = self.of.get(&of).and_then(|names| names.get(name));
        (found.map_or(&[], Vec::as_slice), How::Path)
    }

    /// The functions of that name that a trait has itself.
    pub(super) fn default(&self, of: Item, name: &str) -> &[Item] {
        let found = self.of.get(&of).and_then(|names| names.get(name));
        found.map_or(&[], Vec::as_slice)
    }

    /// What a type does for traits of other crates.
    pub(super) fn by_traits(&self, of: Item) -> &[Item] {
        self.by_traits.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The type or the trait that a function belongs to.
    pub(super) fn home(&self, function: Item) -> Option<Item> {
        self.homes.get(&function).copied()
    }

    /// Whether a type stands for another one by `Deref`.
    pub(super) fn is_pointer(&self, of: Item) -> bool {
        self.of
            .get(&of)
            .is_some_and(|names| names.contains_key("deref"))
    }

    /// The functions of that name of what a function, or what is around it, belongs to.
    pub(super) fn own(&self, facts: &FileFacts, (file, function): Item, name: &str) -> &[Item] {
        let Some(item) = facts.items.get(function.index()) else {
            return &[];
        };
        let around = facts.items_around(item.scope).map(|(id, _)| id);
        let mut homes = [function].into_iter().chain(around);
        let home = homes.find_map(|id| self.homes.get(&(file, id)));
        let functions = home.and_then(|home| self.of.get(home)?.get(name));
        functions.map_or(&[], Vec::as_slice)
    }

    /// The methods that a call in a file may mean, all of them or those of traits of the workspace.
    pub(super) fn callable<'s>(
        &'s self,
        file: FileId,
        facts: &FileFacts,
        call: &MethodCall,
        of_traits: bool,
    ) -> impl Iterator<Item = Item> + 's {
        let from = self.package(file);
        let args = (!call.in_macro && call.args < u8::MAX).then_some(usize::from(call.args));
        let named = self.methods.get(facts.text(call.name));
        let is_seen = move |item: Item| match (from, self.package(item.0)) {
            (Some(from), Some(to)) => self.sees(from, to),
            _ => false,
        };
        let may_be = move |method: &&'s Method| {
            let fits = args.is_none_or(|args| args == method.params)
                && (!of_traits || method.of_trait.is_some());
            // Who knows a trait calls all that implement it, wherever they are.
            fits && (is_seen(method.function) || method.of_trait.is_some_and(is_seen))
        };
        let named = named.into_iter().flatten();
        named.filter(may_be).map(|method| method.function)
    }

    /// Whether something of the workspace has a method of that name.
    pub(super) fn is_method(&self, name: &str) -> bool {
        self.methods.contains_key(name)
    }

    /// The package of a file.
    pub(super) fn package(&self, file: FileId) -> Option<PackageId> {
        self.packages.get(&file).copied()
    }

    /// Whether the tests of a package are built with another, or it is the same.
    pub(super) fn sees(&self, from: PackageId, to: PackageId) -> bool {
        self.sees.get(&from).is_some_and(|seen| seen.contains(&to))
    }
}

/// The packages that the tests of a package are built with.
fn seen(workspace: &Workspace, package: PackageId) -> BTreeSet<PackageId> {
    let mut seen = BTreeSet::from([package]);
    let mut open = vec![package];
    while let Some(at) = open.pop() {
        for dependency in &workspace.package(at).dependencies {
            // What others need for their tests is not there.
            let counts = at == package || dependency.in_production;
            if let Some(member) = dependency.member.filter(|_| counts)
                && seen.insert(member)
            {
                open.push(member);
            }
        }
    }
    seen
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
