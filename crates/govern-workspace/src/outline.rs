//! What is known of facts without reading them.

use govern_facts::FileFacts;

/// What is known of facts without reading them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
pub(crate) struct Outline {
    /// Whether other files may follow from it: it declares modules of other files, includes files, or has macros that may.
    pub(crate) leads_on: bool,
    /// Whether some comment says something to these programs: `govern: …`.
    pub(crate) speaks: bool,
}

impl Outline {
    pub(crate) fn of(facts: &FileFacts) -> Outline {
        let mut comments = facts.comments.iter();
        Outline {
            leads_on: facts.leads_on(),
            speaks: comments.any(|it| facts.text(it.text).contains("govern:")),
        }
    }
}
