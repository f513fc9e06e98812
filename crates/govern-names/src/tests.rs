//! Which code is test code.

use govern_diagnostics::FileId;
use govern_facts::{Attr, FileFacts, Item, ScopeId};

use crate::model::Names;
use crate::reference::Meaning;

/// Attributes that make a function a test although their last segment is not `test`.
const TEST_ATTRIBUTES: &[&str] = &[
    "bench",
    "gtest",
    "quickcheck",
    "rstest",
    "test_case",
    "test_matrix",
    "test_resources",
    "wasm_bindgen_test",
];

/// Whether an attribute of this path (`test`, `tokio::test`, `rstest`) makes a function a test, going by its last segment.
pub fn is_test_attribute(path: &str) -> bool {
    let last = path.rsplit("::").next().unwrap_or(path);
    last == "test" || TEST_ATTRIBUTES.contains(&last)
}

impl Names {
    /// Whether a place is in test code: it exists only with `cfg(test)`, belongs to a test target, or is inside a
    /// function that a test attribute marks.
    pub fn is_test(&self, facts: &FileFacts, file: FileId, scope: ScopeId) -> bool {
        self.presence(file, scope).is_test_only()
            || facts
                .items_around(scope)
                .any(|(_, item)| self.test_attribute(facts, file, item).is_some())
    }

    /// The attribute that makes an item a test (`#[test]`, `#[tokio::test]`, `#[rstest]` …), by the name it is bound to.
    pub fn test_attribute<'f>(
        &self,
        facts: &'f FileFacts,
        file: FileId,
        item: &Item,
    ) -> Option<&'f Attr> {
        facts.attrs_of(item.attrs).find(|attr| {
            let Some(path) = attr.path else { return false };
            let written = facts.attr_path(attr);
            let bound = match self.meaning(facts, file, path) {
                Meaning::External(path) => path,
                // A procedural macro of the workspace, or one that a glob brought in: by the name it has here.
                _ => written.to_owned(),
            };
            is_test_attribute(&bound)
        })
    }
}
