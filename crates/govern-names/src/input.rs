//! What the linker is given.

use std::collections::BTreeMap;
use std::sync::Arc;

use govern_diagnostics::FileId;
use govern_facts::{CfgId, Edition, FileFacts, ItemId, MacroCallId, SyntaxError};

/// The crates of a workspace and the facts of their files.
pub struct LinkInput<'w> {
    /// All targets of all members; an extern names another by its row.
    pub crates: Vec<CrateInput<'w>>,
    /// Which file each `mod` declaration leads to; a file that several targets share may be one row.
    pub routes: Vec<RouteInput>,
    /// The text of a file, to expand macros; none if it cannot be had.
    pub text: &'w (dyn Fn(FileId) -> Option<Arc<str>> + Sync),
    /// What a text says, which may have been found out earlier: [`govern_facts::extract`].
    pub read: &'w Reader<'w>,
    /// The facts of a file; none if it could not be read.
    pub facts: &'w (dyn Fn(FileId) -> Option<&'w FileFacts> + Sync),
}

/// One target.
pub struct CrateInput<'w> {
    /// Its name in code.
    pub name: String,
    /// The package it belongs to.
    pub package: String,
    /// What it is.
    pub kind: CrateKind,
    /// The edition its paths are resolved by.
    pub edition: Edition,
    /// Its root, a row of [`LinkInput::routes`].
    pub root: usize,
    /// The crates its code can name, by the name in code.
    pub externs: BTreeMap<String, Extern>,
    /// Whether a `cfg` flag or pair holds; it is not asked about `test`.
    pub holds: Holds<'w>,
}

/// Gives the facts of a text, and what in it is no Rust.
pub type Reader<'w> = dyn Fn(&str, Edition) -> (FileFacts, Vec<SyntaxError>) + Sync + 'w;

/// Answers whether a `cfg` flag, or a pair of key and value, holds in a build; `None` if that is not decided.
pub type Holds<'w> = Box<dyn Fn(Build, &str, Option<&str>) -> Option<bool> + Sync + 'w>;

/// How code is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Build {
    /// As the program is.
    Normal,
    /// Without `cfg(test)`, for examples, benchmarks and integration tests.
    Dev,
    /// With `cfg(test)`.
    Test,
}

/// What a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CrateKind {
    /// A library.
    Lib,
    /// A library of procedural macros.
    ProcMacro,
    /// A program.
    Bin,
    /// An example.
    Example,
    /// An integration test.
    Test,
    /// A benchmark.
    Bench,
    /// A build script.
    BuildScript,
}

impl CrateKind {
    /// Whether all of its code is test code.
    pub fn is_test(self) -> bool {
        matches!(self, CrateKind::Test | CrateKind::Bench)
    }
}

/// A crate that code can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extern {
    /// A crate of the workspace: a row of [`LinkInput::crates`].
    Workspace(usize),
    /// Another crate, by the name of its library (not by what the manifest renames it to).
    External(String),
}

/// A file as it is reached through `mod` declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteInput {
    /// The file.
    pub file: FileId,
    /// For each `mod name;` of its facts the files it may mean.
    pub modules: Vec<(ItemId, Vec<ModuleChoice>)>,
    /// For a call that may declare a module of a name: the files that it may mean.
    pub called: Vec<(MacroCallId, String, Vec<ModuleChoice>)>,
}

/// A file that a `mod` declaration may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleChoice {
    /// Row of [`LinkInput::routes`].
    pub route: usize,
    /// Under which condition, of the declaring file, it is this one (`#[cfg_attr(…, path = "…")]`).
    pub cfg: Option<CfgId>,
}
