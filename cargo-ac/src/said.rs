//! What commits say that they are for, as the rules about them see it.

use govern_diagnostics::{FileId, Span};
use text_size::TextRange;

/// The commits that are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commits {
    /// What each of them says; the oldest first, messages in files behind them.
    pub said: Vec<Said>,
    /// How many merges were left out.
    pub merges: usize,
}

/// What a commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is called: `commit 0123456789`, or `message PATH`.
    pub name: String,
    /// The file with its message, if it is in one.
    pub file: Option<FileId>,
    /// What its message says.
    pub message: Message,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Its first line, and where that is.
    pub subject: (TextRange, String),
    /// The ids that it names.
    pub ids: Vec<Id>,
    /// How many trailers it has that are for ids.
    pub trailers: usize,
    /// What is wrong with these.
    pub broken: Vec<(TextRange, Broken)>,
}

/// An id that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The id.
    pub text: String,
    /// Where.
    pub range: TextRange,
    /// Whether a ledger has it, or had it.
    pub known: bool,
    /// If not, the one that it would be a slip of the pen for.
    pub nearest: Option<String>,
}

/// What is wrong with a trailer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// It holds something that is no id.
    NotAnId(String),
    /// It says that the commit is for none, and not why.
    NoReason,
}

impl Commits {
    /// Where to look at a commit, or at a part of its message.
    pub fn span(said: &Said, range: TextRange) -> Option<Span> {
        Some(Span::new(said.file?, range))
    }
}
