//! The model that all kinds of files share: what became of a published file.

use text_size::TextRange;

use crate::changes::Meets;
use crate::compat::Verdict;

/// One change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The rule that it falls under.
    pub(crate) rule: &'static str,
    /// Where inside the document.
    pub(crate) place: String,
    pub(crate) verdict: Verdict,
    /// Who meets what.
    pub(crate) meets: Meets,
    /// What, in a line.
    pub(crate) what: String,
    /// Why, if there is more to say.
    pub(crate) detail: Option<String>,
    /// A document that shows it.
    pub(crate) witness: Option<String>,
    /// What of a document has to do with it, if it is a part of several: `the request of POST /orders`.
    pub(crate) used: Vec<String>,
    /// Where it was.
    pub(crate) old: Option<At>,
    /// Where it is.
    pub(crate) new: Option<At>,
}

/// A place in a file of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) path: String,
    pub(crate) range: TextRange,
}

/// A mistake in a file: it cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invalid {
    /// Whether it is in the published version.
    pub(crate) published: bool,
    pub(crate) at: At,
    /// What is wrong, with the place if it cannot be shown.
    pub(crate) message: String,
}
