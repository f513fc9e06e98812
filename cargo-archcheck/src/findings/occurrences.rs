//! Where a forbidden name occurs: in code, in manifests, and behind other modules and packages.

use std::collections::{BTreeMap, BTreeSet};

use govern_names::UnresolvedReason;
use govern_workspace::DependencyKind;
use rustc_hash::FxHashMap;

use crate::{
    model::{
        architecture::{
            Architecture, Edges, ImportRow, Link, ModuleRow, PackageRow, Reading, Unknown, Use,
            UseRow,
        },
        digraph::{Digraph, follow},
        texts::TextId,
    },
    path::{external_segments, head, std_head},
    policy::{Forbidden, ForbiddenName, Scope},
};

/// The texts of the model by their first segment, so that a pattern is compared only with what it can match.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    architecture: &'a Architecture,
    heads: FxHashMap<&'a str, Vec<(TextId, &'a str)>>,
    modules: Digraph,
    edges: Edges,
    /// For modules with names that some `use …::*` of an external crate brings: what stands before their stars.
    globs: FxHashMap<ModuleRow, BTreeSet<&'a str>>,
}

/// A name of which it is not known which of several external crates it is of, and may be forbidden.
#[derive(Debug)]
pub(crate) struct Possible<'a> {
    pub(crate) unknown: &'a Unknown,
    /// What it is if it is forbidden.
    pub(crate) item: String,
    /// What stands before the stars of the module.
    pub(crate) globs: &'a BTreeSet<&'a str>,
}

/// What a forbidden name matches in the model.
#[derive(Debug)]
pub(crate) struct Matches {
    items: BTreeSet<TextId>,
    modules: BTreeSet<ModuleRow>,
    packages: BTreeSet<PackageRow>,
}

/// How modules in scope reach what is forbidden over modules out of scope.
#[derive(Debug)]
pub(crate) struct Detour {
    /// A shortest path; the first module is in scope, the others are not.
    pub(crate) path: Vec<ModuleRow>,
    /// Other modules in the same layer that leave it through the same module.
    pub(crate) others: Vec<ModuleRow>,
    /// The use of the forbidden name at the end.
    pub(crate) user: UseRow,
}

impl<'a> Index<'a> {
    pub(crate) fn new(architecture: &'a Architecture) -> Index<'a> {
        let mut heads: FxHashMap<&str, Vec<(TextId, &str)>> = FxHashMap::default();
        for (row, text) in architecture.texts.iter().enumerate() {
            let head = head(text);
            heads
                .entry(std_head(head))
                .or_default()
                .push((TextId(row as u32), text));
        }
        let edges = architecture.edges(Reading::Def, |place| architecture.counts(place.kind));
        let pairs = edges.keys().map(|(from, to)| (from.index(), to.index()));
        let modules = Digraph::new(architecture.modules.len(), pairs);
        Index {
            architecture,
            heads,
            modules,
            edges,
            globs: outside_globs(architecture),
        }
    }

    /// What a name matches.
    pub(crate) fn matches(&self, name: &ForbiddenName) -> Matches {
        let pattern = &name.pattern;
        let contains = |text: &str| {
            let path = external_segments(text);
            pattern.contains(&path)
        };
        let mut items = BTreeSet::new();
        let texts: Vec<_> = match pattern.first() {
            Some(first) => self.heads.get(first).into_iter().collect(),
            None => self.heads.values().collect(),
        };
        let texts = texts.into_iter().flatten();
        items.extend(texts.filter(|(_, text)| contains(text)).map(|(id, _)| *id));
        let modules = self
            .architecture
            .module_rows()
            .filter(|&row| contains(&self.architecture.module(row).path));
        let packages = self
            .architecture
            .packages
            .iter()
            .enumerate()
            .filter(|(_, package)| {
                let name = package.name.replace('-', "_");
                pattern.matches(&[&package.library]) || pattern.matches(&[&name])
            });
        Matches {
            items,
            modules: modules.collect(),
            packages: packages.map(|(row, _)| PackageRow(row as u32)).collect(),
        }
    }

    /// The uses of what is forbidden, where it is.
    pub(crate) fn uses(&self, forbidden: &Forbidden, matches: &Matches) -> BTreeSet<UseRow> {
        let wrong = |place: &Use| {
            let module = self.architecture.module(place.from);
            // An external name is one however it came. Of a module of the workspace it is another module's business what
            // that one re-exports.
            let hit = match place.def {
                None => {
                    matches.items.contains(&place.item)
                        || place.via.is_some_and(|via| matches.modules.contains(&via))
                }
                Some(def) => {
                    let there = |module: ModuleRow| matches.modules.contains(&module);
                    let named = there(def)
                        || place.via.is_some_and(there)
                        || matches.items.contains(&place.item);
                    let chain = || self.architecture.chain(place);
                    named
                        && chain()
                            .iter()
                            .all(|import| import.module.is_some_and(there))
                }
            };
            hit && forbidden.kinds.contains(&place.kind)
                && self.architecture.is_in_view(place.from)
                && self
                    .architecture
                    .is_in_scope(module.layer, &forbidden.scope)
                && !matches.modules.contains(&place.from)
        };
        self.architecture
            .use_rows()
            .filter(|&row| wrong(self.architecture.use_of(row)))
            .collect()
    }

    /// The names that may be what is forbidden, where it is. What is known to be is among the [uses](Index::uses).
    pub(crate) fn possible(
        &self,
        forbidden: &Forbidden,
        name: &ForbiddenName,
    ) -> impl Iterator<Item = Possible<'_>> {
        let architecture = self.architecture;
        let is_concerned = move |it: &&Unknown| {
            let module = architecture.module(it.module);
            it.reason == UnresolvedReason::OutsideGlob
                && forbidden.kinds.contains(&module.kind)
                && architecture.is_in_view(it.module)
                && architecture.is_in_scope(module.layer, &forbidden.scope)
        };
        let unknown = architecture.unknown.iter().filter(is_concerned);
        unknown.filter_map(move |unknown| {
            let globs = self.globs.get(&unknown.module)?;
            // Where all that is behind the star is forbidden, the star is.
            let of_glob = |glob: &&str| {
                let item = format!("{glob}::{}", unknown.text);
                let is_it = name.pattern.contains(&external_segments(&item))
                    && !name.pattern.contains(&external_segments(glob));
                is_it.then_some(item)
            };
            let item = globs.iter().find_map(of_glob)?;
            Some(Possible {
                unknown,
                item,
                globs,
            })
        })
    }

    /// The links to what is forbidden, where it is.
    pub(crate) fn links(&self, forbidden: &Forbidden, matches: &Matches) -> Vec<&'a Link> {
        let wrong = |link: &&Link| {
            matches.packages.contains(&link.to)
                && link.kinds.keys().any(|kind| forbidden.kinds.contains(kind))
                && package_in_scope(self.architecture, link.from, &forbidden.scope)
        };
        self.architecture.links.iter().filter(wrong).collect()
    }

    /// For each package in scope that reaches what is forbidden over others: the shortest path, by links.
    pub(crate) fn package_paths(
        &self,
        forbidden: &Forbidden,
        matches: &Matches,
    ) -> Vec<Vec<&'a Link>> {
        let starts = |row| package_in_scope(self.architecture, row, &forbidden.scope);
        let goal = |row| matches.packages.contains(&row);
        package_paths(self.architecture, &starts, &goal, &forbidden.kinds)
    }

    /// How modules in scope reach what is forbidden over modules out of scope: for each layer and each module through which
    /// it is left.
    pub(crate) fn detours(&self, forbidden: &Forbidden, matches: &Matches) -> Vec<Detour> {
        let mut users: BTreeMap<ModuleRow, UseRow> = BTreeMap::new();
        for row in self.architecture.use_rows() {
            let place = self.architecture.use_of(row);
            if matches.items.contains(&place.item) && self.architecture.counts(place.kind) {
                users.entry(place.from).or_insert(row);
            }
        }
        let in_scope = |row: ModuleRow| {
            self.architecture
                .is_in_scope(self.architecture.module(row).layer, &forbidden.scope)
        };
        // What uses it in scope is said there.
        let outside = |row: ModuleRow| !in_scope(row) && !self.architecture.module(row).excluded;
        let starts = |row: ModuleRow| {
            self.architecture.reports_on(row) && in_scope(row) && !matches.modules.contains(&row)
        };
        let layer = |row: ModuleRow| self.architecture.module(row).layer;
        self.detours_between(&users, &outside, &starts, &layer)
    }

    /// How modules that `starts` accepts reach one of the `users` over modules `outside`: for each group of them and each
    /// module through which they leave it.
    pub(crate) fn detours_between<G: Ord>(
        &self,
        users: &BTreeMap<ModuleRow, UseRow>,
        outside: &dyn Fn(ModuleRow) -> bool,
        starts: &dyn Fn(ModuleRow) -> bool,
        group: &dyn Fn(ModuleRow) -> G,
    ) -> Vec<Detour> {
        let module = |node: usize| ModuleRow(node as u32);
        let passes = |node: usize| outside(module(node));
        let goal = |node: usize| users.contains_key(&module(node)) && passes(node);
        let towards = self.modules.towards(goal, passes);
        let mut detours: BTreeMap<(G, ModuleRow), Detour> = BTreeMap::new();
        for row in self.architecture.module_rows().filter(|&row| starts(row)) {
            let path: Vec<ModuleRow> = follow(&towards, row.index())
                .into_iter()
                .map(module)
                .collect();
            let (Some(&exit), Some(last)) = (path.get(1), path.last()) else {
                continue;
            };
            let user = users[last];
            let known = detours.entry((group(row), exit)).or_insert_with(|| Detour {
                path,
                others: Vec::new(),
                user,
            });
            if known.path[0] != row {
                known.others.push(row);
            }
        }
        detours.into_values().collect()
    }

    /// The first use that makes an edge.
    pub(crate) fn site(&self, from: ModuleRow, to: ModuleRow) -> &'a Use {
        self.architecture.use_of(self.edges[&(from, to)][0])
    }
}

/// What stands before the stars of external crates, in modules with names that one of them brings.
fn outside_globs(architecture: &Architecture) -> FxHashMap<ModuleRow, BTreeSet<&str>> {
    let unknown = architecture.unknown.iter();
    let unknown = unknown.filter(|it| it.reason == UnresolvedReason::OutsideGlob);
    let mut globs: FxHashMap<ModuleRow, BTreeSet<&str>> =
        unknown.map(|it| (it.module, BTreeSet::new())).collect();
    if globs.is_empty() {
        return globs;
    }
    for place in architecture.use_rows().map(|row| architecture.use_of(row)) {
        let is_glob = |import: ImportRow| {
            let written = architecture.text(architecture.import(import).written);
            written.ends_with("::*")
        };
        if let Some(globs) = globs.get_mut(&place.from)
            && place.def.is_none()
            && place.import.is_some_and(is_glob)
        {
            globs.insert(architecture.text(place.item));
        }
    }
    globs
}

/// For each package that `starts` accepts and that reaches one of `goal` over others: the shortest path, by links. The first
/// of them is of one of the `kinds`, the others are of the program.
pub(crate) fn package_paths<'a>(
    architecture: &'a Architecture,
    starts: &dyn Fn(PackageRow) -> bool,
    goal: &dyn Fn(PackageRow) -> bool,
    kinds: &BTreeSet<DependencyKind>,
) -> Vec<Vec<&'a Link>> {
    let followed = |link: &&Link| {
        let first = starts(link.from);
        link.kinds.keys().any(|kind| match first {
            true => kinds.contains(kind),
            false => *kind == DependencyKind::Normal,
        })
    };
    let links: BTreeMap<(usize, usize), &Link> = architecture
        .links
        .iter()
        .rev()
        .filter(followed)
        .map(|link| ((link.from.index(), link.to.index()), link))
        .collect();
    let graph = Digraph::new(architecture.packages.len(), links.keys().copied());
    let is_goal = |row: usize| goal(PackageRow(row as u32));
    let towards = graph.towards(is_goal, |_| true);
    let mut paths = Vec::new();
    for row in (0..architecture.packages.len()).filter(|&row| !is_goal(row)) {
        if !starts(PackageRow(row as u32)) {
            continue;
        }
        let path = follow(&towards, row);
        // What is used directly is said without a path.
        if path.len() > 2 {
            let steps = path.windows(2);
            paths.push(steps.map(|step| links[&(step[0], step[1])]).collect());
        }
    }
    paths
}

/// Whether a package as a whole is in scope, so that its manifest is.
pub(crate) fn package_in_scope(
    architecture: &Architecture,
    row: PackageRow,
    scope: &Scope,
) -> bool {
    let package = architecture.package(row);
    let in_scope = match scope {
        Scope::Everywhere => true,
        Scope::In(_) => architecture.is_in_scope(package.layer, scope),
        // Where only some of its modules may use it, the package has to depend on it.
        Scope::Except(layers) => package.layers.is_disjoint(layers),
    };
    package.member && package.selected && !package.excluded && in_scope
}
