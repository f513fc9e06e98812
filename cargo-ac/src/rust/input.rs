//! What reading the Rust source needs, and the words it goes by.

use std::collections::BTreeSet;
use std::sync::Arc;

use govern_diagnostics::FileId;
use govern_facts::{Edition, FileFacts};
use govern_names::{CrateId, Names};

use crate::ids::IdPrefixes;

/// Whether a condition holds for a file: its flag, and its value if it has one. None where nobody knows.
pub type Holds<'a> = dyn Fn(FileId, &str, Option<&str>) -> Option<bool> + Sync + 'a;

/// What reading the Rust source needs.
pub struct Input<'a> {
    /// The linked workspace.
    pub names: &'a Names,
    /// The facts of a file.
    pub facts: &'a (dyn Fn(FileId) -> Option<&'a FileFacts> + Sync),
    /// The text of a file; asked for only where facts do not say enough.
    pub text: &'a (dyn Fn(FileId) -> Option<Arc<str>> + Sync),
    /// The edition of a file.
    pub edition: &'a (dyn Fn(FileId) -> Edition + Sync),
    /// Whether the method whose name begins there is called on something that is surely of no type of the workspace.
    pub is_foreign: &'a (dyn Fn(FileId, u32) -> bool + Sync),
    /// The path of a file from the root of the workspace.
    pub path: &'a (dyn Fn(FileId) -> &'a str + Sync),
    /// Whether tests in documentation are looked for in all files; else only where documentation says what they verify.
    pub doctests: bool,
    /// The binary of a target as test runners name it.
    pub binary: &'a (dyn Fn(CrateId) -> String + Sync),
    /// The directory of the package of a target, from the root of the workspace.
    pub directory: &'a (dyn Fn(CrateId) -> String + Sync),
    /// Whether a crate, by the name of its library, is one that only the tests of a target's package use.
    pub test_only: &'a (dyn Fn(CrateId, &str) -> bool + Sync),
    /// Whether a condition holds for a file.
    pub holds: &'a Holds<'a>,
    /// How ids begin.
    pub prefixes: &'a IdPrefixes,
    /// The words by which tests and links are known.
    pub words: &'a TestWords,
    /// The names of functions that somebody takes for tests.
    pub wanted: &'a BTreeSet<String>,
}

/// The words by which tests and links are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestWords {
    /// Attributes that make a function a test, by the last segment of their path.
    pub attributes: Vec<String>,
    /// Macros whose arguments hold tests, by the last segment of their path.
    pub macros: Vec<String>,
    /// Attributes that link to criteria, by the last segment of their path.
    pub links: Vec<String>,
}

impl Default for TestWords {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        TestWords {
            attributes: words(&[
                "test",
                "rstest",
                "test_case",
                "test_matrix",
                "wasm_bindgen_test",
                "gtest",
                "quickcheck",
                "proptest",
                "property_test",
                "bench",
            ]),
            macros: words(&["proptest", "quickcheck"]),
            links: words(&["ac"]),
        }
    }
}
