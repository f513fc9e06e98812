//! Packages, their targets and what they depend on, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use bitcode::{Decode, Encode};
use govern_diagnostics::{FileId, Span};
use govern_facts::Edition;

use crate::{RouteId, script_flags::ScriptFlags};

/// A member of the workspace: its row in [`Workspace::packages`](crate::Workspace::packages), which is sorted by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct PackageId(pub u32);

impl PackageId {
    /// The row.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A member of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Package {
    /// Its row.
    pub id: PackageId,
    /// `package.name`.
    pub name: String,
    /// Where the name stands in the manifest.
    pub name_span: Option<Span>,
    /// `package.version`, `0.0.0` if there is none.
    pub version: String,
    /// `Cargo.toml`.
    pub manifest: FileId,
    /// Its directory relative to the workspace root, with `/`; empty for the root itself.
    pub directory: String,
    /// `package.edition`.
    pub edition: Edition,
    /// `package.publish`: whether it can be published to some registry.
    pub published: bool,
    /// What cargo builds of it: library first, then by kind and name.
    pub targets: Vec<Target>,
    /// The features it declares, and what each enables, as written; also the implicit ones of optional dependencies.
    pub features: BTreeMap<String, Vec<String>>,
    /// The features that are on.
    pub enabled: EnabledFeatures,
    /// What it depends on, sorted by `name`, then `package`.
    pub dependencies: Vec<Dependency>,
    /// Whether the options select it.
    pub selected: bool,
    /// The `cfg` flags that its build script may set.
    pub(crate) script: ScriptFlags,
}

impl Package {
    /// The library, also if it is a proc-macro.
    pub fn library(&self) -> Option<&Target> {
        self.targets
            .iter()
            .find(|target| matches!(target.kind, TargetKind::Lib | TargetKind::ProcMacro))
    }

    /// Whether its library is a proc-macro.
    pub fn is_proc_macro(&self) -> bool {
        let mut targets = self.targets.iter();
        targets.any(|target| target.kind == TargetKind::ProcMacro)
    }

    /// The dependency that code calls `name`.
    pub fn dependency(&self, name: &str) -> Option<&Dependency> {
        self.dependencies
            .iter()
            .find(|dependency| dependency.name == name)
    }
}

/// The features of a package that are on when the whole workspace is built, by the rules of its resolver.
///
/// With resolver 2 and 3, dev-dependencies switch on features only where tests, benchmarks and examples are built, what is
/// for another platform switches on nothing, and build scripts and procedural macros have packages to themselves. With
/// resolver 1 all builds have the features that any of them asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Encode, Decode)]
pub struct EnabledFeatures {
    /// In the program.
    pub production: BTreeSet<String>,
    /// In some of its builds: the package is built twice, for what the program is made of and for what builds it (build
    /// scripts, procedural macros), and only one of them has these.
    pub partly: BTreeSet<String>,
    /// Where tests, benchmarks and examples are built.
    pub tests: BTreeSet<String>,
}

/// A compilation unit of a package.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its name as cargo has it.
    pub name: String,
    /// Its name in code, with `_`.
    pub crate_name: String,
    /// Its edition, mostly the package's.
    pub edition: Edition,
    /// Its root file.
    pub root: FileId,
    /// The root file as a module; where the walk through the `mod` declarations begins.
    pub route: RouteId,
    /// Features without which it is not built.
    pub required_features: Vec<String>,
}

/// What a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum TargetKind {
    /// A library.
    Lib,
    /// A library that is a procedural macro.
    ProcMacro,
    /// A program.
    Bin,
    /// An integration test.
    Test,
    /// A benchmark.
    Bench,
    /// An example.
    Example,
    /// `build.rs`.
    BuildScript,
}

/// A dependency of a package. One that is declared several times (for several kinds or targets) is one row with several
/// [`uses`](Dependency::uses).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dependency {
    /// Its name in the code of this package: the rename, or the name of its library, with `_`.
    pub name: String,
    /// The real name of its library, with `_`: `async_nats` for `nats = { package = "async-nats" }`.
    pub crate_name: String,
    /// The package's name.
    pub package: String,
    /// The version that was resolved, if it was.
    pub version: Option<String>,
    /// The member it is, if it is one.
    pub member: Option<PackageId>,
    /// Where it is declared, and what for; in the order of the manifest.
    pub uses: Vec<DependencyUse>,
    /// Whether it is in the resolved graph. An optional dependency whose feature is off is not, nor is one for another
    /// target than the selected one.
    pub active: bool,
    /// Whether it is there without tests, too: some declaration of it is for production, and if that is optional, its
    /// feature is not one that only dev-dependencies switch on.
    pub in_production: bool,
}

/// One declaration of a dependency.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DependencyUse {
    /// Its table.
    pub kind: DependencyKind,
    /// The platform it is for: `cfg(unix)`, or a triple.
    pub target: Option<String>,
    /// `optional = true`.
    pub optional: bool,
    /// Where its key stands in the manifest.
    pub span: Option<Span>,
}

/// The table that declares a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum DependencyKind {
    /// `[dependencies]`.
    Normal,
    /// `[dev-dependencies]`.
    Development,
    /// `[build-dependencies]`.
    Build,
}
