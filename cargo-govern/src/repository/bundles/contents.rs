//! What a bundle consists of.

use govern_diagnostics::Diagnostic;

/// What is in a bundle.
pub(crate) struct Chosen {
    /// What comes before the files.
    pub(crate) head: String,
    pub(crate) files: Vec<File>,
    pub(crate) left_out: Vec<LeftOut>,
    /// What comes behind the files.
    pub(crate) tail: String,
    /// What is strange without being wrong.
    pub(crate) notes: Vec<Diagnostic>,
}

/// A file that is in it.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Why it is in it.
    pub(crate) because: String,
    pub(crate) is_required: bool,
}

/// A file that is not in it.
pub(crate) struct LeftOut {
    pub(crate) path: String,
    /// How long it is, if that is known.
    pub(crate) bytes: Option<usize>,
    pub(crate) why: String,
}
