//! What the Rust source says about criteria: the tests there are, and the links at tests and at code.

mod inventory;
mod link_line;
mod links;
mod macro_tests;

use govern_diagnostics::{FileId, Span};
use text_size::TextRange;

pub use inventory::TestWords;
pub use link_line::Role;
pub use links::{Input, read};

use crate::ledger::Level;

/// A test function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The name of the function.
    pub name: String,
    /// Where it is in each target that has its file. Never empty.
    pub places: Vec<TestPlace>,
    /// Where its name stands.
    pub span: Span,
    /// All of it, with what stands above it.
    pub extent: TextRange,
    /// What kind of evidence it is.
    pub level: Level,
    /// Where it is marked `#[ignore]`.
    pub ignored: Option<Span>,
    /// Whether it exists in the build as configured: no condition that is known not to hold stands above it.
    pub built: bool,
}

/// A test in one target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestPlace {
    /// The binary as test runners name it: `package`, `package::test`, `package::bin/name`.
    pub binary: String,
    /// The crate as code names it.
    pub krate: String,
    /// The path of the function within the crate: `orders::tests::paid`.
    pub path: String,
}

impl TestPlace {
    /// The name of the test as a runner lists it.
    pub fn full_name(&self) -> String {
        format!("{}::{}", self.binary, self.path)
    }
}

/// A link to a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The id as written.
    pub id: String,
    /// Where it stands.
    pub span: Span,
    /// To what it links the criterion.
    pub end: LinkEnd,
}

/// The other end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEnd {
    /// Tests, as rows of [`RustSource::tests`].
    Tests(Vec<usize>),
    /// Code that is there for the criterion.
    Code,
}

/// Something that looks like a link and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLink {
    /// Where it stands.
    pub span: Span,
    /// It, as written.
    pub text: String,
    /// Why it is no link.
    pub why: Broken,
}

/// Why a link is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The line holds more than ids, or ids that do not look like ids.
    NotOnlyIds,
    /// It says that it verifies, and it stands at something that is no test.
    NotATest,
}

/// A function that is no test, by a name that somebody may take for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainFn {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
}

/// What the Rust source of a workspace says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RustSource {
    /// All tests, in the order of files and of the text.
    pub tests: Vec<Test>,
    /// All links, likewise.
    pub links: Vec<Link>,
    /// What looks like a link and is none.
    pub broken: Vec<BrokenLink>,
    /// Functions that are no tests.
    pub functions: Vec<PlainFn>,
    /// How many files were read.
    pub files: usize,
}

/// A place in a file, from facts.
fn span(file: FileId, extent: govern_facts::Extent) -> Span {
    Span::new(file, extent.range())
}
