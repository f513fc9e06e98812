//! Something that the crate reads in another way than the language has it.

use text_size::TextRange;

/// Something that the crate reads in another way than the language has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it stands.
    pub range: TextRange,
    /// What it is, without places and in few words: `the rule "r"`.
    pub what: String,
    /// What the crate makes of it, after that: `is not there`.
    pub reading: String,
    /// Why, if that is known.
    pub note: Option<String>,
    /// What to do, if that is known.
    pub help: Option<&'static str>,
}

impl Difference {
    /// Says why, and what to do.
    pub(super) fn because(&mut self, (note, help): (&str, &'static str)) {
        self.note = Some(note.to_owned());
        self.help = Some(help);
    }
}
