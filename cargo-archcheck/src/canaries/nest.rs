//! Where canaries are put.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{Item, ItemKind, Visibility};
use govern_gate::{Canaries, Canary};
use govern_workspace::{Package, Workspace};

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

    /// Whether a module, and all around it, can be named in other crates.
    pub(super) fn is_public(&self, row: ModuleRow) -> bool {
        let mut around = self.around(row);
        around.all(|row| {
            let item = self.declaration(row);
            item.is_none_or(|item| item.visibility == Visibility::Public)
        })
    }

    /// The member.
    pub(super) fn package(&self, row: PackageRow) -> Option<&'n Package> {
        let package = self.architecture.package(row);
        let member = package.member.then_some(package.name.as_str())?;
        self.workspace.package_named(member)
    }
}
