//! What a bundle consists of.

use govern_diagnostics::Diagnostic;

/// What is in a bundle.
pub(super) struct Chosen {
    /// What comes before the files.
    pub(super) head: String,
    pub(super) files: Vec<File>,
    pub(super) left_out: Vec<LeftOut>,
    /// What comes behind the files.
    pub(super) tail: String,
    /// What is strange without being wrong.
    pub(super) notes: Vec<Diagnostic>,
}

/// A file that is in it.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
    /// Why it is in it.
    pub(super) because: String,
    pub(super) is_required: bool,
}

/// A file that is not in it.
pub(super) struct LeftOut {
    pub(super) path: String,
    /// How long it is, if that is known.
    pub(super) bytes: Option<usize>,
    pub(super) why: String,
}
