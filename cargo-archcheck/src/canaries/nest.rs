//! Where canaries are put, and how code in one module names what is in another.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{Edition, Item, ItemKind, Visibility};
use govern_gate::{Canaries, Canary};
use govern_names::CrateKind;
use govern_workspace::{DependencyKind, Package, Workspace};
use toml_edit::DocumentMut;

use super::draft::Draft;
use crate::{
    findings::said,
    model::architecture::{Architecture, ModuleRow, PackageRow},
    policy::LayerId,
};

/// Where canaries are put.
pub(super) struct Nest<'n> {
    pub(super) workspace: &'n Workspace,
    pub(super) architecture: &'n Architecture,
    pub(super) canaries: Canaries,
    /// The modules of the program that code can be put into; those that are files before others, then those nearest to the
    /// root of their crate.
    places: Vec<ModuleRow>,
}

/// How code in one module can name another; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// They are in one crate.
    Own,
    /// The package depends on it, or it is its own library.
    Linked,
    /// The package could depend on it.
    Possible,
}

impl<'n> Nest<'n> {
    pub(super) fn new(workspace: &'n Workspace, architecture: &'n Architecture) -> Nest<'n> {
        let mut nest = Nest {
            workspace,
            architecture,
            canaries: Canaries::default(),
            places: Vec::new(),
        };
        let rows = architecture.module_rows();
        let mut places: Vec<(bool, usize, ModuleRow)> = rows
            .filter(|&row| said::is_program(architecture, row))
            .filter_map(|row| {
                let (_, at) = nest.end(row)?;
                Some((at.is_some(), nest.around(row).count(), row))
            })
            .collect();
        places.sort_unstable();
        nest.places = places.into_iter().map(|(_, _, row)| row).collect();
        nest
    }

    /// A name in code for what the next canary is made of.
    pub(super) fn name(&self) -> String {
        format!("govern_canary_{}", self.canaries.made.len())
    }

    /// A name for a type of it.
    pub(super) fn type_name(&self) -> String {
        format!("GovernCanary{}", self.canaries.made.len())
    }

    /// Adds a canary. Whether it could be made.
    pub(super) fn put(&mut self, rule: &'static str, of: Option<String>, draft: Draft) -> bool {
        let what = draft.what();
        self.put_as(rule, of, what, draft)
    }

    /// Adds a canary that is this in words. Whether it could be made.
    pub(super) fn put_as(
        &mut self,
        rule: &'static str,
        of: Option<String>,
        what: String,
        draft: Draft,
    ) -> bool {
        let edits = draft.finish(self.workspace);
        let made = edits.map(|edits| Canary {
            rule,
            of,
            what,
            edits,
        });
        let is_made = made.is_some();
        self.canaries.made.extend(made);
        is_made
    }

    /// Adds a canary in each of some modules, and says why there is none if there is none.
    pub(super) fn each(
        &mut self,
        rule: &'static str,
        rows: &[ModuleRow],
        why: &str,
        code: impl Fn(&Nest<'_>, &mut Draft, ModuleRow) -> Option<String>,
    ) {
        for &row in rows {
            let mut draft = Draft::default();
            if let Some(code) = code(self, &mut draft, row) {
                self.add(&mut draft, row, code);
                self.put(rule, None, draft);
            }
        }
        self.none_without(rule, why);
    }

    /// Says why there is no canary for a rule, if there is none.
    pub(super) fn none_without(&mut self, rule: &'static str, why: &str) {
        if self.canaries.made.iter().all(|canary| canary.rule != rule) {
            self.canaries.none(rule, why);
        }
    }

    /// The modules of the program that code can be put into, the best ones first.
    pub(super) fn places(
        &self,
        accepts: impl Fn(ModuleRow) -> bool,
    ) -> impl Iterator<Item = ModuleRow> {
        self.places.iter().copied().filter(move |&row| accepts(row))
    }

    /// The best of them in each package, for each layer.
    pub(super) fn one_each(&self, accepts: impl Fn(ModuleRow) -> bool) -> Vec<ModuleRow> {
        let mut seen: BTreeSet<(PackageRow, Option<LayerId>)> = BTreeSet::new();
        let places = self.places(accepts);
        let first = places.filter(|&row| {
            let module = self.architecture.module(row);
            seen.insert((module.package, module.layer))
        });
        first.collect()
    }

    /// Puts code at the end of a module.
    pub(super) fn add(&self, draft: &mut Draft, row: ModuleRow, code: impl Into<String>) {
        if let Some((path, at)) = self.end(row) {
            draft.insert(&path, at, code);
        }
    }

    /// The file in which a module ends, and before which place: at the end of the file, if there is none. None if nothing can
    /// be put there.
    fn end(&self, row: ModuleRow) -> Option<(String, Option<usize>)> {
        let module = self.architecture.module(row);
        let is_inside = !module.file_path.starts_with("../") && !module.file_path.starts_with('/');
        if !is_inside || self.workspace.facts(module.file).is_none() {
            return None;
        }
        let parent = module.parent.map(|parent| self.architecture.module(parent));
        if parent.is_none_or(|parent| parent.file != module.file) {
            return Some((module.file_path.clone(), None));
        }
        let item = self.declaration(row)?;
        let is_here = matches!(item.kind, ItemKind::Module { inline: true });
        let is_written = item.in_macro.is_none() && !item.expanded;
        let at = item.extent.end.checked_sub(1)? as usize;
        let text = self.workspace.text(module.file).ok()?;
        let closes = text.as_bytes().get(at) == Some(&b'}');
        (is_here && is_written && closes).then(|| (module.file_path.clone(), Some(at)))
    }

    /// The item that declares a module; none for the root of a crate.
    pub(super) fn declaration(&self, row: ModuleRow) -> Option<&Item> {
        let module = self.architecture.module(row);
        module.parent?;
        let facts = self.workspace.facts(module.span.file)?;
        let mut items = facts.items.iter();
        items.find(|item| {
            matches!(item.kind, ItemKind::Module { .. })
                && item.name_extent.range() == module.span.range
        })
    }

    /// A module and those around it, from the inside.
    pub(super) fn around(&self, row: ModuleRow) -> impl Iterator<Item = ModuleRow> {
        std::iter::successors(Some(row), |&row| self.architecture.module(row).parent)
    }

    /// The root of the crate that a module is in.
    pub(super) fn root(&self, row: ModuleRow) -> ModuleRow {
        self.around(row).last().unwrap_or(row)
    }

    /// Whether a module uses nothing of this path yet: what is found already is not found anew.
    pub(super) fn is_fresh(&self, from: ModuleRow, item: &str) -> bool {
        let mut uses = self.architecture.uses_in(from).iter();
        uses.all(|place| self.architecture.text(place.item) != item)
    }

    /// The two modules, one of each kind, of which the first can best name the second, and `accepts` both.
    pub(super) fn nearest(
        &self,
        from: &[ModuleRow],
        to: &[ModuleRow],
        accepts: impl Fn(ModuleRow, ModuleRow) -> bool,
    ) -> Option<(ModuleRow, ModuleRow)> {
        let (from, to) = (self.few(from), self.few(to));
        let pairs = from
            .iter()
            .flat_map(|&from| to.iter().map(move |&to| (from, to)));
        let known = pairs
            .filter(|&(from, to)| from != to && accepts(from, to))
            .filter(|&(from, to)| self.is_fresh(from, &self.architecture.module(to).path))
            .filter(|&(from, to)| self.is_visible(from, to))
            .filter_map(|(from, to)| Some((self.way(from, to)?, (from, to))));
        // Of those that are as good the first ones: they are in order.
        known.min_by_key(|&(way, _)| way).map(|(_, pair)| pair)
    }

    /// The first few of some modules in each crate: one of them will do.
    pub(super) fn few(&self, rows: &[ModuleRow]) -> Vec<ModuleRow> {
        const ENOUGH: usize = 8;
        let mut counts: BTreeMap<ModuleRow, usize> = BTreeMap::new();
        let mut rows = rows.to_vec();
        rows.retain(|&row| {
            let count = counts.entry(self.root(row)).or_default();
            *count += 1;
            *count <= ENOUGH
        });
        rows
    }

    /// How code in one module can name another; none if it cannot.
    fn way(&self, from: ModuleRow, to: ModuleRow) -> Option<Way> {
        if self.root(from) == self.root(to) {
            return Some(Way::Own);
        }
        let (here, there) = (self.architecture.module(from), self.architecture.module(to));
        if there.target != CrateKind::Lib || !self.knows_crates(here.package) {
            return None;
        }
        if here.package == there.package {
            return (here.target == CrateKind::Bin).then_some(Way::Linked);
        }
        if self.link(here.package, there.package).is_some() {
            return Some(Way::Linked);
        }
        // Cargo refuses packages that depend on each other.
        let is_possible = !self.reaches(there.package, here.package);
        is_possible.then_some(Way::Possible)
    }

    /// What code of a package calls another that it depends on.
    pub(super) fn link(&self, from: PackageRow, to: PackageRow) -> Option<&'n str> {
        let mut links = self.architecture.links.iter();
        let link = links.find(|link| {
            link.from == from && link.to == to && link.kinds.contains_key(&DependencyKind::Normal)
        });
        link.map(|link| link.name.as_str())
    }

    /// Whether a package depends on another, also over others, other than for its tests.
    pub(super) fn reaches(&self, from: PackageRow, to: PackageRow) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(row) = open.pop() {
            let links = self.architecture.links.iter();
            let links = links.filter(|link| link.from == row);
            let built = links.filter(|link| {
                let mut kinds = link.kinds.keys();
                kinds.any(|kind| *kind != DependencyKind::Development)
            });
            open.extend(built.map(|link| link.to).filter(|&to| seen.insert(to)));
        }
        seen.contains(&to)
    }

    /// Whether code in one module can name another, and all modules on the way to it.
    pub(super) fn can_name(&self, from: ModuleRow, to: ModuleRow) -> bool {
        self.way(from, to).is_some() && self.is_visible(from, to)
    }

    /// The names under which modules re-export something for everybody.
    pub(super) fn exports(&self, item: &str) -> impl Iterator<Item = (ModuleRow, String)> {
        let uses = self.architecture.uses.iter();
        uses.filter(move |place| {
            place.import.is_some() && self.architecture.text(place.item) == item
        })
        .filter_map(|place| {
            let facts = self.workspace.facts(place.span.file)?;
            let mut imports = facts.imports.iter();
            let import = imports.find(|import| {
                let is_it = import.extent.range() == place.span.range && !import.glob;
                is_it && import.visibility == Visibility::Public
            })?;
            Some((place.from, facts.text(import.name).to_owned()))
        })
    }

    /// Whether all modules on the way from one to another can be seen from there.
    fn is_visible(&self, from: ModuleRow, to: ModuleRow) -> bool {
        let own: BTreeSet<ModuleRow> = self.around(from).collect();
        let same_crate = self.root(from) == self.root(to);
        let mut hidden = self
            .around(to)
            .filter(|row| !own.contains(row))
            .filter(|&row| {
                let Some(item) = self.declaration(row) else {
                    return false;
                };
                let parent = self.architecture.module(row).parent;
                match item.visibility {
                    Visibility::Public => false,
                    Visibility::Crate => !same_crate,
                    Visibility::Inherited | Visibility::Restricted(_) => {
                        parent.is_none_or(|parent| !own.contains(&parent))
                    }
                }
            });
        hidden.next().is_none()
    }

    /// Whether a module, and all around it, can be named in other crates.
    pub(super) fn is_public(&self, row: ModuleRow) -> bool {
        let mut around = self.around(row);
        around.all(|row| {
            let item = self.declaration(row);
            item.is_none_or(|item| item.visibility == Visibility::Public)
        })
    }

    /// The path by which code in one module names another; what the manifest has to say for that is added.
    pub(super) fn path(&self, draft: &mut Draft, from: ModuleRow, to: ModuleRow) -> Option<String> {
        let (here, there) = (self.architecture.module(from), self.architecture.module(to));
        let inside = there.path.split_once("::").map(|(_, inside)| inside);
        let head = match self.way(from, to)? {
            Way::Own if inside.is_none() => return Some("crate".to_owned()),
            Way::Own => "crate".to_owned(),
            Way::Linked => {
                let library = self.architecture.package(there.package).library.as_str();
                format!(
                    "::{}",
                    self.link(here.package, there.package).unwrap_or(library)
                )
            }
            Way::Possible => {
                let how = self.by_path(here.package, there.package);
                format!(
                    "::{}",
                    self.depend(draft, here.package, "dependencies", &how)?
                )
            }
        };
        Some(match inside {
            Some(inside) => format!("{head}::{inside}"),
            None => head,
        })
    }

    /// How a manifest says that its package depends on another member.
    pub(super) fn by_path(&self, from: PackageRow, to: PackageRow) -> String {
        let (from, to) = (
            self.architecture.package(from),
            self.architecture.package(to),
        );
        let up = from.directory.split('/').filter(|part| !part.is_empty());
        let up: String = up.map(|_| "../").collect();
        let place = format!("{up}{}", to.directory);
        let place = place.trim_end_matches('/');
        format!("package = \"{}\"\npath = \"{place}\"", to.name)
    }

    /// Lets a package depend on an external crate of its own, or on this one, and gives the name in code.
    pub(super) fn external(
        &self,
        draft: &mut Draft,
        row: ModuleRow,
        package: Option<&str>,
    ) -> Option<String> {
        let from = self.architecture.module(row).package;
        if !self.knows_crates(from) {
            return None;
        }
        let of = package.map(|package| format!("package = \"{package}\"\n"));
        let text = format!("{}version = \"1\"", of.unwrap_or_default());
        self.depend(draft, from, "dependencies", &text)
    }

    /// Adds a dependency to a manifest, and gives the name that it has in code.
    pub(super) fn depend(
        &self,
        draft: &mut Draft,
        package: PackageRow,
        table: &str,
        how: &str,
    ) -> Option<String> {
        // One defect may need several.
        let name = match draft.len() {
            0 => self.name(),
            count => format!("{}_{count}", self.name()),
        };
        let text = format!("[{table}.{}]\n{how}", name.replace('_', "-"));
        let package = self.package(package)?;
        let path = self.workspace.path(package.manifest);
        let before = self.workspace.read(path).ok()?.1;
        // What other tables there are is the manifest's business, as long as it can be read.
        format!("{before}\n{text}\n").parse::<DocumentMut>().ok()?;
        draft.insert(path, None, text);
        Some(name)
    }

    /// The member.
    pub(super) fn package(&self, row: PackageRow) -> Option<&'n Package> {
        let package = self.architecture.package(row);
        let member = package.member.then_some(package.name.as_str())?;
        self.workspace.package_named(member)
    }

    /// Whether code of a package can name other crates by `::name`.
    fn knows_crates(&self, row: PackageRow) -> bool {
        let package = self.package(row);
        package.is_some_and(|package| package.edition != Edition::E2015)
    }
}
