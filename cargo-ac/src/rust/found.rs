//! What is found in a file, with what is needed to link it.

use govern_facts::ItemId;
use govern_names::ModuleId;
use text_size::TextRange;

use super::Test;
use super::macro_tests::MacroFn;

/// A test with what is needed to link it.
pub(super) struct Found {
    pub(super) test: Test,
    /// Its module in each crate that has the file.
    pub(super) modules: Vec<ModuleId>,
    pub(super) owner: Owner,
}

/// What a test is in its file.
pub(super) enum Owner {
    Item(ItemId),
    /// A function in the arguments of a macro.
    Macro(MacroFn),
    /// Code in this documentation.
    Docs(TextRange),
}
