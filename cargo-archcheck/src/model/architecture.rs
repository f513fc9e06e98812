//! The model: packages, modules and their layers, and every use of a name that leads out of its module.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use govern_diagnostics::{FileId, Span};
use govern_names::{CrateKind, UnresolvedReason};
use govern_workspace::DependencyKind;

pub use crate::model::rows::{ImportRow, ModuleRow, PackageRow, UseRow};
use crate::{
    model::{
        built::Built,
        declarations::Declarations,
        texts::{TextId, Texts},
    },
    policy::{LayerId, Policy, Role, Scope, project::ItemWord},
};

mod exposure;
mod site;

pub use exposure::{Exposed, Exposure, Unseen};
pub use site::{Site, What};

/// The model of the gate. It owns all of its data; everything in it is sorted by name or place.
#[derive(Debug, Default)]
pub struct Architecture {
    /// What is wanted.
    pub policy: Policy,
    /// Members, and the external packages they depend on; sorted by name and version.
    pub packages: Vec<Package>,
    /// Which package depends on which, sorted.
    pub links: Vec<Link>,
    /// Whether the dependencies of external packages are known.
    pub resolved: bool,
    /// The modules of all targets, sorted by path; a parent comes before its children.
    pub modules: Vec<Module>,
    /// Uses of names that lead out of their module, sorted by module and place.
    pub uses: Vec<Use>,
    /// Imports that some use goes through.
    pub imports: Vec<Import>,
    /// Items of modules, if some rule asks for them, sorted by module and place.
    pub items: Vec<Item>,
    /// Rust files among the sources of selected packages that no target reaches, sorted by path.
    pub orphans: Vec<Orphan>,
    /// The files that requirements ask for, as far as they are there.
    pub files: BTreeSet<String>,
    /// What stands in code besides uses of names, sorted.
    pub sites: Vec<Site>,
    /// What modules in layers with a role declare.
    pub declarations: Declarations,
    /// Crates that are built for a platform of their own, as they are there.
    pub guests: Vec<Guest>,
    /// Names of which nobody knows what they mean, by reason and place.
    pub unknown: Vec<Unknown>,
    /// What libraries show of their adapters without need.
    pub exposure: Exposure,
    pub(crate) texts: Texts,
}

/// A package.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Its name, with the version if there are several of that name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The name of its library in code.
    pub library: String,
    /// Whether it is a member of the workspace.
    pub member: bool,
    /// Whether the user wants to hear of it.
    pub selected: bool,
    /// Where the manifest says its name.
    pub span: Option<Span>,
    /// The directory of a member, relative to the workspace root.
    pub directory: String,
    /// The layer of the root module of its library, or else of its programs if they agree.
    pub layer: Option<LayerId>,
    /// Whether all of it is excluded.
    pub excluded: bool,
    /// The layers of all its modules.
    pub layers: BTreeSet<LayerId>,
}

/// A dependency of a package on another.
#[derive(Debug, Clone)]
pub struct Link {
    /// Which depends.
    pub from: PackageRow,
    /// On which.
    pub to: PackageRow,
    /// What the code of `from` calls it.
    pub name: String,
    /// The tables it is declared in, with the place of the key where `from` is a member.
    pub kinds: BTreeMap<DependencyKind, Option<Span>>,
}

/// A module of a target.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its full path: `orders::domain`.
    pub path: String,
    /// The package.
    pub package: PackageRow,
    /// What the target is.
    pub target: CrateKind,
    /// The module around it.
    pub parent: Option<ModuleRow>,
    /// What kind of code it is: of the program, of its tests, or of the build script.
    pub kind: DependencyKind,
    /// The layer.
    pub layer: Option<LayerId>,
    /// Whether it is excluded.
    pub excluded: bool,
    /// What it declares besides other modules.
    pub content: Content,
    /// How many traits and types it declares.
    pub declares: Declares,
    /// The file its contents stand in.
    pub file: FileId,
    /// The path of that file, relative to the workspace root.
    pub file_path: String,
    /// Where it is declared; the start of the file for the root of a crate.
    pub span: Span,
}

/// What a module declares besides other modules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Nothing.
    #[default]
    Nothing,
    /// Only imports and re-exports: a facade.
    Imports,
    /// Items of its own.
    Items,
}

/// How many traits and types a module declares, also inside functions; not in modules inside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Declares {
    /// Traits.
    pub traits: u32,
    /// Structs, enums and unions.
    pub types: u32,
}

/// A use of a name that leads out of the module it stands in.
#[derive(Debug, Clone)]
pub struct Use {
    /// The module it stands in.
    pub from: ModuleRow,
    /// Where.
    pub span: Span,
    /// In what kind of code.
    pub kind: DependencyKind,
    /// The module in which the last segment is looked up, as written.
    pub via: Option<ModuleRow>,
    /// The module that declares what it is; none for external names.
    pub def: Option<ModuleRow>,
    /// The full path of what it is: `orders::adapter::Bus`, `async_nats::Client`; a macro of an external crate ends in `!`.
    pub item: TextId,
    /// As written.
    pub written: TextId,
    /// The import that it is, if it is one.
    pub import: Option<ImportRow>,
    /// The first import that it goes through.
    pub through: Option<ImportRow>,
    /// Whether the path goes on inside an external module that `via` hands on: `log::warn` in `crate::log::warn`, where the
    /// crate has a `pub use log`.
    pub beyond: bool,
}

/// An item that stands in a module, not in a function, an `impl` or a trait.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub word: ItemWord,
    /// Its name; of an `impl` the type as written.
    pub name: String,
    /// The module it stands in.
    pub module: ModuleRow,
    /// Where its name stands.
    pub span: Span,
    /// In what kind of code.
    pub kind: DependencyKind,
    /// The traits that it implements, anywhere in the workspace, by their full paths; of an `impl` its trait.
    pub implements: BTreeSet<String>,
    /// Its attributes and what it derives, as written.
    pub attributes: BTreeSet<String>,
}

/// A crate as it is built for a platform of its own.
#[derive(Debug)]
pub struct Guest {
    /// The package.
    pub package: String,
    /// The platform, by its triple.
    pub target: String,
    /// The code of the build, which other guests may share.
    pub code: Arc<GuestCode>,
    /// The members that it is made of.
    pub members: BTreeSet<String>,
    /// The packages it is made of; the guest itself comes first.
    pub built: Vec<Built>,
    /// Whether features, and the dependencies of external packages, are known.
    pub resolved: bool,
}

/// The code of guests for a platform.
#[derive(Debug)]
pub struct GuestCode {
    /// The workspace as it is there, with its modules and uses; what none of the guests is made of is not selected.
    pub architecture: Architecture,
    /// Uses of external names that do not work there.
    pub native: BTreeSet<UseRow>,
    /// The files there, as those of the session.
    pub(crate) files: BTreeMap<FileId, FileId>,
}

/// A Rust file that no target reaches.
#[derive(Debug, Clone)]
pub struct Orphan {
    /// Its path, relative to the workspace root.
    pub path: String,
    /// Its start.
    pub span: Span,
    /// The module it would be: `old` for `src/old.rs` and `src/old/mod.rs`.
    pub name: String,
    /// The file that could declare it.
    pub parent: Option<String>,
    /// Whether that declares a module of this name already, with its contents inline: `mod services { … }`.
    pub inline: bool,
    /// Other such files that it could declare, at any depth.
    pub inside: usize,
}

/// An import that some use goes through.
#[derive(Debug, Clone)]
pub struct Import {
    /// The module it imports into, if that is known.
    pub module: Option<ModuleRow>,
    /// Where it stands.
    pub span: Span,
    /// As written.
    pub written: TextId,
    /// Whether what it brings can be seen from outside of its module: `pub use`, `pub(crate) use`.
    pub exported: bool,
    /// The next import on the way.
    pub next: Option<ImportRow>,
}

/// A name of which nobody knows what it means: what the code around it uses is not known either.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// The module it stands in.
    pub module: ModuleRow,
    /// Where.
    pub span: Span,
    /// As written.
    pub text: String,
    /// Why.
    pub reason: UnresolvedReason,
    /// Which macro calls may declare it, and why that is not known, in words.
    pub perhaps: Option<String>,
}

/// What kind of code the target is.
pub(crate) fn kind_of(target: CrateKind) -> DependencyKind {
    match target {
        CrateKind::Lib | CrateKind::ProcMacro | CrateKind::Bin => DependencyKind::Normal,
        CrateKind::Test | CrateKind::Bench | CrateKind::Example => DependencyKind::Development,
        CrateKind::BuildScript => DependencyKind::Build,
    }
}

/// How an edge between modules is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// To the module in which the last segment is looked up, as written.
    Via,
    /// To the module that declares what it is.
    Def,
}

/// Edges between modules, with the uses they are made of.
pub type Edges = BTreeMap<(ModuleRow, ModuleRow), Vec<UseRow>>;

impl GuestCode {
    /// The same place in the files of the session.
    pub(crate) fn place(&self, span: Span) -> Span {
        match self.files.get(&span.file) {
            Some(&file) => Span::new(file, span.range),
            None => span,
        }
    }
}

impl Architecture {
    /// The package.
    pub fn package(&self, row: PackageRow) -> &Package {
        &self.packages[row.index()]
    }

    /// The module.
    pub fn module(&self, row: ModuleRow) -> &Module {
        &self.modules[row.index()]
    }

    /// The use.
    pub fn use_of(&self, row: UseRow) -> &Use {
        &self.uses[row.index()]
    }

    /// The import.
    pub fn import(&self, row: ImportRow) -> &Import {
        &self.imports[row.index()]
    }

    /// A text of a use.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    /// The role of the layer that a module is in.
    pub fn role_of(&self, row: ModuleRow) -> Option<Role> {
        let layer = self.module(row).layer?;
        self.policy.layer(layer).role
    }

    /// The rows of the modules.
    pub fn module_rows(&self) -> impl Iterator<Item = ModuleRow> + use<> {
        (0..self.modules.len() as u32).map(ModuleRow)
    }

    /// The rows of the uses.
    pub fn use_rows(&self) -> impl Iterator<Item = UseRow> + use<> {
        (0..self.uses.len() as u32).map(UseRow)
    }

    /// Whether code of a kind counts by default: that of the program, and tests if the project says so.
    pub fn counts(&self, kind: DependencyKind) -> bool {
        match kind {
            DependencyKind::Normal => true,
            DependencyKind::Development => self.policy.tests,
            DependencyKind::Build => false,
        }
    }

    /// Whether a module is to be reported on: its code counts, its package is selected, and it is not excluded.
    pub fn reports_on(&self, row: ModuleRow) -> bool {
        let module = self.module(row);
        self.counts(module.kind) && self.is_in_view(row)
    }

    /// Whether a module belongs to a selected package and is not excluded, whatever kind of code it is.
    pub fn is_in_view(&self, row: ModuleRow) -> bool {
        let module = self.module(row);
        !module.excluded && self.package(module.package).selected
    }

    /// Whether a module is another, or lies inside it.
    pub fn is_within(&self, module: ModuleRow, around: ModuleRow) -> bool {
        std::iter::successors(Some(module), |&row| self.module(row).parent).any(|row| row == around)
    }

    /// Whether something that is forbidden in a scope is forbidden in a layer.
    pub fn is_in_scope(&self, layer: Option<LayerId>, scope: &Scope) -> bool {
        match scope {
            Scope::Everywhere => true,
            Scope::In(layers) => layer.is_some_and(|layer| layers.contains(&layer)),
            Scope::Except(layers) => layer.is_none_or(|layer| !layers.contains(&layer)),
        }
    }

    /// The edges between modules in one reading, of the uses that `counts` accepts.
    pub fn edges(&self, reading: Reading, counts: impl Fn(&Use) -> bool) -> Edges {
        let mut edges = Edges::new();
        for row in self.use_rows() {
            let place = self.use_of(row);
            let target = match reading {
                Reading::Via => place.via,
                Reading::Def => place.def,
            };
            if let Some(target) = target
                && target != place.from
                && counts(place)
            {
                edges.entry((place.from, target)).or_default().push(row);
            }
        }
        edges
    }

    /// The uses in a module.
    pub fn uses_in(&self, module: ModuleRow) -> &[Use] {
        &self.uses[self.range_of(module)]
    }

    /// The rows of the uses in a module.
    pub fn use_rows_in(&self, module: ModuleRow) -> impl Iterator<Item = UseRow> + use<> {
        self.range_of(module).map(|row| UseRow(row as u32))
    }

    fn range_of(&self, module: ModuleRow) -> Range<usize> {
        let start = self.uses.partition_point(|place| place.from < module);
        let inside = self.uses[start..].partition_point(|place| place.from == module);
        start..start + inside
    }

    /// The imports a use goes through outside of its own module, in order: how a name came from elsewhere.
    pub fn chain(&self, place: &Use) -> Vec<&Import> {
        let mut seen = BTreeSet::new();
        let mut chain = Vec::new();
        let mut at = place.through;
        while let Some(row) = at
            && seen.insert(row)
        {
            let import = self.import(row);
            if import.module != Some(place.from) {
                chain.push(import);
            }
            at = import.next;
        }
        if chain.is_empty() {
            for start in self.starts(place) {
                if self.search(start, place, &mut BTreeSet::new(), &mut chain) && !chain.is_empty()
                {
                    break;
                }
                chain.clear();
            }
        }
        chain
    }

    /// The other modules in which the search for what a use names may have begun: the module that an import of its own module
    /// brought in, the one named as written, the one that the import names.
    fn starts(&self, place: &Use) -> impl Iterator<Item = ModuleRow> + use<> {
        let own = self.own_import(place);
        let import = self
            .uses_in(place.from)
            .iter()
            .find(|other| own.is_some() && other.import == own);
        let module = import.filter(|import| {
            import
                .def
                .is_some_and(|def| self.text(import.item) == self.module(def).path)
        });
        let starts = [
            module.and_then(|import| import.def),
            place.via,
            import.and_then(|import| import.via),
        ];
        let from = place.from;
        starts
            .into_iter()
            .flatten()
            .filter(move |&start| start != from)
    }

    /// Follows the imports that bring the item of a use into a module, by name or by globs. Whether there are some.
    fn search<'a>(
        &'a self,
        module: ModuleRow,
        place: &Use,
        seen: &mut BTreeSet<ModuleRow>,
        chain: &mut Vec<&'a Import>,
    ) -> bool {
        if place.def == Some(module) {
            return true;
        }
        if !seen.insert(module) {
            return false;
        }
        let imports = self
            .uses_in(module)
            .iter()
            .filter_map(|other| Some((other, other.import?)));
        for (other, import) in imports {
            let glob = self.text(other.written).ends_with("::*");
            // An enum brings its variants.
            let inside = || {
                self.text(place.item)
                    .strip_prefix(self.text(other.item))
                    .is_some_and(|rest| rest.starts_with("::"))
            };
            if !glob && other.item != place.item && !(other.def == place.def && inside()) {
                continue;
            }
            chain.push(self.import(import));
            let found = match other.via {
                Some(via) => via == module || self.search(via, place, seen, chain),
                // A name from outside of the workspace is followed no further.
                None => self.text(place.item).starts_with(self.text(other.item)),
            };
            if found {
                return true;
            }
            chain.pop();
        }
        false
    }

    /// The import of its own module that a use goes through: where the name was brought in.
    pub fn own_import(&self, place: &Use) -> Option<ImportRow> {
        place
            .through
            .filter(|&row| self.import(row).module == Some(place.from))
    }
}
