//! Ports and adapters, as far as names say so: each crate and module is where its own name puts it, or else where what is
//! around it is. The narrowest name decides, as in the check.

use std::collections::BTreeSet;

use govern_names::CrateKind;
use govern_workspace::DependencyKind;

use super::names;
use super::proposal::{Proposal, Proposed};
use super::vocabulary::{Says, of_crate, of_module};
use super::words::Basis;
use crate::model::architecture::{Architecture, ModuleRow};
use crate::path::segments;
use crate::policy::selector::Candidate;
use crate::policy::{Decision, Policy};

/// The preset for ports and adapters.
const HEXAGONAL: &str = "hexagonal";

/// The layers that make it; programs and what everybody uses are in any.
const RINGS: [&str; 4] = ["adapter", "application", "domain", "port"];

/// How many of these a workspace has to have so that the preset means something.
const LEAST_RINGS: usize = 2;

/// The layers in the order in which they are written, outside first.
const ORDER: [&str; 6] = [
    "entrypoint",
    "adapter",
    "application",
    "port",
    "domain",
    "shared",
];

/// What the names of crates and modules say of each module, as itself.
struct Seen<'a> {
    architecture: &'a Architecture,
    /// What the preset puts it into by its name.
    known: Vec<Option<&'static str>>,
    /// Whether it is a program, by its file: where no name says more, that is the entrypoint.
    program: Vec<bool>,
    /// What its name says besides.
    says: Vec<Option<Says>>,
    /// What it is put into by that.
    put: Vec<Option<&'static str>>,
}

/// Ports and adapters: at least two rings. `soft` goes by words, too, that only the code can confirm.
pub(super) fn hexagonal(
    architecture: &Architecture,
    basis: Basis,
    soft: bool,
    globs: bool,
) -> Option<Proposal> {
    let mut seen = seen(architecture, basis, soft);
    seen.put_by_names();
    let rings = seen.rings();
    // Without a core there is nothing that something could be an adapter of.
    if rings.len() < LEAST_RINGS || !(rings.contains("domain") || rings.contains("port")) {
        return None;
    }
    seen.put_by_code();
    let layers = ORDER.iter().filter_map(|layer| seen.layer(layer, globs));
    Some(Proposal {
        title: format!("Ports and adapters, by the names of {}.", seen.noun()),
        preset: Some(HEXAGONAL),
        layers: layers.collect(),
        ..Proposal::default()
    })
}

fn seen(architecture: &Architecture, basis: Basis, soft: bool) -> Seen<'_> {
    let config = crate::policy::preset::named(HEXAGONAL).expect("the preset is there");
    let (mut policy, _) = crate::policy::interpret::interpret(&config, &|_| None);
    for layer in &mut policy.layers {
        layer.selectors.retain(|selector| selector.kind() != "file");
    }
    let product = names::product(&names::crates(architecture), &RINGS);
    let count = architecture.modules.len();
    let mut seen = Seen {
        architecture,
        known: vec![None; count],
        program: vec![false; count],
        says: vec![None; count],
        put: vec![None; count],
    };
    for row in architecture.module_rows() {
        let module = architecture.module(row);
        if module.kind != DependencyKind::Normal {
            continue;
        }
        let package = architecture.package(module.package);
        let words = names::words(&package.name);
        let own = match module.parent {
            None => words.last().copied().unwrap_or_default(),
            Some(_) => names::own_name(&module.path),
        };
        seen.program[row.index()] = module.parent.is_none() && module.target == CrateKind::Bin;
        match known(architecture, &policy, row) {
            Known::In(layer) => seen.known[row.index()] = Some(layer),
            // Of `domain-adapter`, the last word says what it is.
            Known::Several => {
                let layer = ORDER.iter().find(|layer| names::is_kind(own, &[layer]));
                seen.says[row.index()] = layer.map(|layer| Says::Layer(layer));
            }
            Known::No => {
                let says = match module.parent {
                    None if basis != Basis::Modules => {
                        let words = words.strip_prefix(product.as_slice()).unwrap_or(&words);
                        let around = package.directory.rsplit('/').nth(1);
                        let first = words.first().copied().unwrap_or_default();
                        of_crate(first, own, around)
                    }
                    Some(parent) if basis != Basis::Crates => {
                        let top = architecture.module(parent).parent.is_none();
                        of_module(own, top).filter(|_| seen.is_open(parent))
                    }
                    _ => None,
                };
                seen.says[row.index()] = says.filter(|says| soft || !says.is_soft());
            }
        }
    }
    seen
}

/// What the preset says of a module, as itself.
enum Known {
    No,
    In(&'static str),
    Several,
}

fn known(architecture: &Architecture, policy: &Policy, row: ModuleRow) -> Known {
    let module = architecture.module(row);
    let path = segments(&module.path);
    let parent = module
        .parent
        .map(|parent| architecture.module(parent).file_path.as_str());
    let candidate = Candidate {
        package: &architecture.package(module.package).name,
        krate: path[0],
        path: &path,
        file: &module.file_path,
        parent_file: parent,
        settled: false,
    };
    let layers = policy.layers.iter();
    let mut matched: Vec<Vec<usize>> = layers.map(|layer| vec![0; layer.selectors.len()]).collect();
    match policy.decide(candidate, &mut matched) {
        Decision::Inherit => Known::No,
        Decision::Ambiguous(_) => Known::Several,
        Decision::Layer(layer) => {
            let name = policy.layer(layer).name.as_str();
            let layer = ORDER.iter().find(|known| **known == name);
            layer.map_or(Known::No, |layer| Known::In(layer))
        }
    }
}

impl Seen<'_> {
    fn rows(&self) -> impl Iterator<Item = ModuleRow> + use<> {
        self.architecture.module_rows()
    }

    /// The module, and those around it.
    fn around(&self, row: ModuleRow) -> impl Iterator<Item = ModuleRow> {
        std::iter::successors(Some(row), |&row| self.architecture.module(row).parent)
    }

    /// Whether what is inside may say something of its own: nothing around it says what it is but a core, which is all
    /// that is not called otherwise. What the preset knows is looked for everywhere, as it does.
    fn is_open(&self, row: ModuleRow) -> bool {
        self.around(row).all(|row| {
            self.known[row.index()].is_none()
                && matches!(self.says[row.index()], None | Some(Says::Core))
        })
    }

    /// Which layer a module is in, itself or by what is around it.
    fn layer_of(&self, row: ModuleRow) -> Option<&'static str> {
        self.around(row).find_map(|row| {
            let named = self.put[row.index()].or(self.known[row.index()]);
            named.or_else(|| self.program[row.index()].then_some("entrypoint"))
        })
    }

    /// The rings that something is in.
    fn rings(&self) -> BTreeSet<&'static str> {
        let own = self.put.iter().chain(&self.known).flatten();
        own.copied().filter(|layer| RINGS.contains(layer)).collect()
    }

    /// What has the names that were gone by.
    fn noun(&self) -> &'static str {
        let named = |row: &ModuleRow| {
            let own = self.put[row.index()].or(self.known[row.index()]);
            own.is_some()
        };
        let rows = self.rows().filter(named);
        let roots = rows.map(|row| self.architecture.module(row).parent.is_none());
        let roots: BTreeSet<bool> = roots.collect();
        match (roots.contains(&true), roots.contains(&false)) {
            (true, true) => Basis::Both.noun(),
            (true, false) => Basis::Crates.noun(),
            (false, _) => Basis::Modules.noun(),
        }
    }

    /// Whether a module is the root of a package that is nothing but programs.
    fn is_program(&self, row: ModuleRow) -> bool {
        let module = self.architecture.module(row);
        let mut roots = self.architecture.modules.iter().filter(|other| {
            other.parent.is_none()
                && other.package == module.package
                && other.kind == DependencyKind::Normal
        });
        module.parent.is_none() && roots.all(|root| root.target == CrateKind::Bin)
    }

    /// What names say whatever the code is like.
    fn put_by_names(&mut self) {
        for row in self.rows() {
            if let Some(Says::Layer(layer)) = self.says[row.index()] {
                self.put[row.index()] = Some(layer);
            }
        }
        let rings = self.rings();
        let edge = self.says.contains(&Some(Says::Edge));
        if !rings.contains("domain") && (rings.contains("adapter") || edge) {
            self.put_all(Says::Core, |_, _| Some("domain"));
        }
        let rings = self.rings();
        if rings.contains("domain") || rings.contains("port") {
            self.put_all(Says::Service, |_, _| Some("application"));
        }
    }

    /// What names say only together with the code.
    fn put_by_code(&mut self) {
        // Where adapters are put behind ports, everything is put together.
        self.put_all(Says::Edge, |seen, row| {
            let wires = seen.is_program(row) || seen.uses_of(row).contains(&Some("adapter"));
            Some(if wires { "entrypoint" } else { "adapter" })
        });
        self.put_all(Says::Common, |seen, row| {
            let uses = seen.uses_of(row);
            uses.iter()
                .all(|layer| matches!(layer, None | Some("shared")))
                .then_some("shared")
        });
        self.put_all(Says::Settings, |seen, row| {
            let outside = |layer: &Option<&str>| matches!(layer, None | Some("entrypoint"));
            if seen.users_of(row).iter().all(outside) {
                return Some("entrypoint");
            }
            let uses = seen.uses_of(row);
            uses.iter()
                .all(|layer| matches!(layer, None | Some("shared")))
                .then_some("shared")
        });
    }

    /// Puts all whose names say this somewhere, going by what is known before.
    fn put_all(&mut self, says: Says, layer: impl Fn(&Self, ModuleRow) -> Option<&'static str>) {
        let rows = self.rows();
        let rows = rows.filter(|row| self.says[row.index()] == Some(says));
        let put: Vec<(ModuleRow, Option<&'static str>)> =
            rows.map(|row| (row, layer(self, row))).collect();
        for (row, layer) in put {
            self.put[row.index()] = layer;
        }
    }

    /// The layers of what a module uses outside of itself; of a crate, what its package uses.
    fn uses_of(&self, around: ModuleRow) -> BTreeSet<Option<&'static str>> {
        self.neighbours(around, true)
    }

    /// The layers of what uses a module from outside.
    fn users_of(&self, around: ModuleRow) -> BTreeSet<Option<&'static str>> {
        self.neighbours(around, false)
    }

    fn neighbours(&self, around: ModuleRow, forwards: bool) -> BTreeSet<Option<&'static str>> {
        let within = |row: ModuleRow| {
            let (module, root) = (
                self.architecture.module(row),
                self.architecture.module(around),
            );
            match root.parent {
                None => module.package == root.package,
                Some(_) => self.architecture.is_within(row, around),
            }
        };
        let uses = self.architecture.uses.iter();
        let uses = uses.filter(|place| place.kind == DependencyKind::Normal);
        let mut layers = BTreeSet::new();
        for place in uses {
            for to in [place.def, place.via].into_iter().flatten() {
                let (from, to) = match forwards {
                    true => (place.from, to),
                    false => (to, place.from),
                };
                if within(from) && !within(to) {
                    layers.insert(self.layer_of(to));
                }
            }
        }
        layers
    }

    /// What the preset does not know of a layer.
    fn layer(&self, name: &str, globs: bool) -> Option<Proposed> {
        let put = |row: &ModuleRow| self.put[row.index()] == Some(name);
        let rows: Vec<ModuleRow> = self.rows().filter(put).collect();
        let architecture = self.architecture;
        let is_root = |row: &ModuleRow| architecture.module(*row).parent.is_none();
        let (roots, modules): (Vec<ModuleRow>, Vec<ModuleRow>) =
            rows.into_iter().partition(is_root);
        let all = names::crates(architecture);
        // A crate that is selected by its name is so as a whole; in a core, the preset is to look for its names.
        let (cores, roots): (Vec<ModuleRow>, Vec<ModuleRow>) =
            roots.into_iter().partition(|&root| self.has_inside(root));
        let package = |&row: &ModuleRow| {
            let module = architecture.module(row);
            architecture.package(module.package).name.as_str()
        };
        let chosen: BTreeSet<&str> = roots.iter().map(package).collect();
        let crates = match globs {
            true => names::crate_selectors(&chosen, &all),
            false => chosen.into_iter().map(str::to_owned).collect(),
        };
        let cores = cores.iter().map(|&row| &architecture.module(row).path);
        let mut selectors: BTreeSet<String> = cores.cloned().collect();
        selectors.extend(names::narrow_selectors(architecture, &modules, globs));
        let proposed = Proposed {
            name: name.to_owned(),
            crates,
            modules: selectors.into_iter().collect(),
            ..Proposed::default()
        };
        (!proposed.modules.is_empty() || !proposed.crates.is_empty()).then_some(proposed)
    }

    /// Whether there is something in a core that has a name that the preset knows.
    fn has_inside(&self, root: ModuleRow) -> bool {
        let inside = |row: &ModuleRow| {
            *row != root
                && self.known[row.index()].is_some()
                && self.architecture.is_within(*row, root)
        };
        self.says[root.index()] == Some(Says::Core) && self.rows().any(|row| inside(&row))
    }
}
