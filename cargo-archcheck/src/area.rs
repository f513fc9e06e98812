//! Areas: what a rule of the project is about, in one form for all of them: `layer:domain`, `crate:orders-*`,
//! `file:src/db/**`, `shop::features::{name}`, `std::fs`.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::Span;

use crate::{
    architecture::{Architecture, Module, ModuleRow, PackageRow},
    pattern::std_head,
    pattern::{Captures, Pattern},
    policy::LayerId,
};

/// Crates, modules with what is inside them, and names.
#[derive(Debug, Clone, Default)]
pub struct Area {
    /// What it consists of: any of them.
    pub parts: Vec<Part>,
}

/// What one text selects.
#[derive(Debug, Clone)]
pub struct Part {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// What it selects.
    pub what: What,
}

/// What a part selects.
#[derive(Debug, Clone)]
pub enum What {
    /// `layer:domain`.
    Layer(LayerId),
    /// `crate:orders-*`: packages or crates, of the workspace or external.
    Crates(Pattern),
    /// `file:crates/orders/src/db/**`.
    Files(GlobMatcher),
    /// `shop::features::{name}`, `std::fs`: a module or another name, with what is inside it.
    Names(Pattern),
}

impl What {
    /// Reads all but layers, which are known by name: `word` is what stands before `:`, if anything does.
    pub fn parse(word: Option<&str>, text: &str) -> Result<What, String> {
        match word {
            Some("crate") => {
                let pattern = Pattern::parse_with_captures(text)?;
                if pattern.segments() > 1 {
                    return Err("a crate has a name of one segment".to_owned());
                }
                Ok(What::Crates(pattern))
            }
            Some("file") => {
                let text = text.strip_prefix("./").unwrap_or(text);
                if text.is_empty() {
                    return Err("the pattern is empty".to_owned());
                }
                let glob = GlobBuilder::new(text).literal_separator(true).build();
                let glob = glob.map_err(|error| error.kind().to_string())?;
                Ok(What::Files(glob.compile_matcher()))
            }
            Some(other) => Err(format!(
                "`{other}:` is no kind of selector: there are `layer:`, `crate:`, `file:`"
            )),
            None if text == "crate" || text.starts_with("crate::") => Err(
                "a module is selected by its full path: it begins with the name of its crate, or with `**::`"
                    .to_owned(),
            ),
            None => {
                let pattern = Pattern::parse_with_captures(text)?;
                Ok(What::Names(pattern.with_first(&["core", "alloc"], "std")))
            }
        }
    }

    /// What it selects, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            What::Layer(_) => "module",
            What::Crates(_) => "crate",
            What::Files(_) => "file",
            What::Names(_) => "name",
        }
    }

    /// Its pattern, if it has one that may capture.
    pub fn pattern(&self) -> Option<&Pattern> {
        match self {
            What::Crates(pattern) | What::Names(pattern) => Some(pattern),
            What::Layer(_) | What::Files(_) => None,
        }
    }

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
                let krate = module.path.split("::").next().unwrap_or_default();
                let package = architecture.package(module.package).name.replace('-', "_");
                let capture = |name: &str| pattern.capture(&[name], known);
                capture(krate).or_else(|| capture(&package))
            }
            What::Names(pattern) => {
                let path: Vec<&str> = module.path.split("::").collect();
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
                let mut path: Vec<&str> = name.split("::").collect();
                path[0] = std_head(path[0]);
                pattern.capture(&path, known).is_some()
            }
            What::Crates(pattern) => {
                let head = name.split("::").next().unwrap_or_default();
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
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

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

    /// The area in words, with what was captured in the place of the captures.
    pub fn text(&self, captures: &Captures) -> String {
        let texts: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("`{}`", captures.fill(&part.text)))
            .collect();
        texts.join(", ")
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

    /// The names that every part captures, and all those that some part wants another text for or the same.
    pub(crate) fn captures(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let mut captured: Option<BTreeSet<&str>> = None;
        let mut named = BTreeSet::new();
        for part in &self.parts {
            let (own, others) = part
                .what
                .pattern()
                .map(Pattern::captures)
                .unwrap_or_default();
            named.extend(own.iter().copied());
            named.extend(others);
            captured = Some(match captured {
                Some(captured) => &captured & &own,
                None => own,
            });
        }
        (captured.unwrap_or_default(), named)
    }
}

/// The crates that come with the compiler.
pub(crate) const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];
