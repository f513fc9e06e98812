//! What areas select in the model.

use crate::{
    model::architecture::{Architecture, Module, ModuleRow, PackageRow},
    path::{STANDARD, external_segments, head, segments},
    policy::{
        area::{Area, Part, What},
        pattern::{Captures, Pattern},
    },
};

impl What {
    /// What is captured where it selects a module, as itself or with a module around it.
    pub fn module(
        &self,
        architecture: &Architecture,
        module: &Module,
        known: &Captures,
    ) -> Option<Captures> {
        let found = |found: bool| found.then(|| known.clone());
        match self {
            What::Layer(layer) => found(module.layer == Some(*layer)),
            What::Files(glob) => found(glob.is_match(&module.file_path)),
            What::Crates(pattern) => {
                let krate = head(&module.path);
                let package = architecture.package(module.package).name.replace('-', "_");
                let capture = |name: &str| pattern.capture(&[name], known);
                capture(krate).or_else(|| capture(&package))
            }
            What::Names(pattern) => {
                let path = segments(&module.path);
                pattern.capture(&path, known)
            }
        }
    }

    /// What is captured where it selects a package as a whole.
    fn package(
        &self,
        architecture: &Architecture,
        row: PackageRow,
        known: &Captures,
    ) -> Option<Captures> {
        let package = architecture.package(row);
        let capture = |pattern: &Pattern| {
            let name = package.name.replace('-', "_");
            let by_library = pattern.capture(&[package.library.as_str()], known);
            by_library.or_else(|| pattern.capture(&[name.as_str()], known))
        };
        match self {
            What::Layer(layer) => (package.layer == Some(*layer)).then(|| known.clone()),
            What::Crates(pattern) | What::Names(pattern) => capture(pattern),
            What::Files(_) => None,
        }
    }

    /// Whether it contains a name by its full path.
    fn name(&self, architecture: &Architecture, name: &str, known: &Captures) -> bool {
        match self {
            What::Names(pattern) => {
                let path = external_segments(name);
                pattern.capture(&path, known).is_some()
            }
            What::Crates(pattern) => {
                let head = head(name);
                let packages = architecture.packages.iter();
                let called = packages.filter(|package| package.library == head);
                let mut names = called.map(|package| package.name.replace('-', "_"));
                pattern.capture(&[head], known).is_some()
                    || names.any(|name| pattern.capture(&[name.as_str()], known).is_some())
            }
            What::Layer(_) | What::Files(_) => false,
        }
    }
}

impl Area {
    /// What is captured where it contains a module.
    pub fn module(
        &self,
        architecture: &Architecture,
        row: ModuleRow,
        known: &Captures,
    ) -> Option<Captures> {
        let module = architecture.module(row);
        let mut parts = self.parts.iter();
        parts.find_map(|part| part.what.module(architecture, module, known))
    }

    /// Whether it contains a module.
    pub fn has_module(
        &self,
        architecture: &Architecture,
        row: ModuleRow,
        known: &Captures,
    ) -> bool {
        self.module(architecture, row, known).is_some()
    }

    /// What is captured where it contains a package as a whole.
    pub fn package(
        &self,
        architecture: &Architecture,
        row: PackageRow,
        known: &Captures,
    ) -> Option<Captures> {
        let mut parts = self.parts.iter();
        parts.find_map(|part| part.what.package(architecture, row, known))
    }

    /// Whether it contains a name by its full path.
    pub fn has_name(&self, architecture: &Architecture, name: &str, known: &Captures) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.what.name(architecture, name, known))
    }

    /// Whether it has an item of the workspace by its name. A capture at the end stands for modules: `shop::features::{other}`
    /// is not what `shop::features` declares itself.
    pub fn has_item(&self, architecture: &Architecture, name: &str, known: &Captures) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| {
            !part.what.pattern().is_some_and(Pattern::ends_in_capture)
                && part.what.name(architecture, name, known)
        })
    }

    /// The modules that begin something it selects: those that it contains, and not what is around them for the same reason.
    pub fn components(&self, architecture: &Architecture) -> Vec<(ModuleRow, Captures)> {
        let known = Captures::default();
        let begins = |row: ModuleRow| {
            let captures = self.module(architecture, row, &known)?;
            let parent = architecture.module(row).parent;
            let around = parent.and_then(|parent| self.module(architecture, parent, &known));
            (around.as_ref() != Some(&captures)).then_some((row, captures))
        };
        architecture.module_rows().filter_map(begins).collect()
    }

    /// How much each part selects: modules, and where `names` may stand also external names.
    pub(crate) fn counts(&self, architecture: &Architecture, names: bool) -> Vec<(&Part, usize)> {
        let known = Captures::default();
        let count = |part: &Part| {
            let modules = architecture
                .modules
                .iter()
                .filter(|module| part.what.module(architecture, module, &known).is_some());
            let modules = modules.count();
            if modules > 0 || !names {
                return modules;
            }
            let is_std = part
                .what
                .pattern()
                .and_then(Pattern::first)
                .is_some_and(|first| STANDARD.contains(&first));
            let packages = 0..architecture.packages.len() as u32;
            let packages = packages
                .filter(|&row| {
                    let package = architecture.package(PackageRow(row));
                    part.what
                        .package(architecture, PackageRow(row), &known)
                        .is_some()
                        || matches!(&part.what, What::Names(pattern)
                            if !package.member && pattern.may_begin(&package.library))
                })
                .count();
            let texts = architecture
                .texts
                .iter()
                .filter(|text| part.what.name(architecture, text, &known));
            packages + usize::from(is_std) + texts.count()
        };
        self.parts.iter().map(|part| (part, count(part))).collect()
    }
}
