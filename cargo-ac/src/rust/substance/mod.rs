//! What there is to a test: whether something in it, or in what it calls, can fail.
//!
//! Calls are followed through resolved names into test code; methods, which only types can resolve, by their names. What
//! cannot be seen into (macros and functions of other crates that sound like assertions) may assert, and is never said not to.

mod closed;
mod dead;
mod discards;
mod index;
mod local;
mod types;
mod vain;
mod weigh;
mod words;

use govern_diagnostics::{FileId, Span};
use govern_facts::ItemId;

pub use dead::{Dead, dead};
pub use vain::vain;
pub(crate) use weigh::Scales;

/// How sure it is that a test can fail, by the strongest thing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Nothing in it can fail, but for what it calls.
    None,
    /// It unwraps, or gives on an error: it fails if something does not work, whatever comes of it.
    Works,
    /// Something that cannot be seen into may be an assertion.
    MayAssert,
    /// It asserts.
    Asserts,
}

impl Evidence {
    /// The word for it in lists.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::None => "hollow",
            Evidence::Works => "works",
            Evidence::MayAssert => "may-assert",
            Evidence::Asserts => "asserts",
        }
    }
}

/// What there is to a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substance {
    /// What in it can fail.
    pub evidence: Evidence,
    /// Assertions in it that cannot fail, in the order of the text.
    pub vain: Vec<Vain>,
    /// How many assertions stand in it that can fail.
    pub assertions: usize,
    /// Whether it asserts something, and reaches no code but its own.
    pub closed: bool,
    /// Whether it looks at nothing that it gets from what it calls, and nothing of that asserts anything.
    pub discards: bool,
}

/// An assertion that cannot fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vain {
    /// Where it stands.
    pub span: Span,
    /// Why it cannot.
    pub why: &'static str,
}

impl Substance {
    /// That of something that cannot be seen into.
    pub fn unseen() -> Substance {
        Substance {
            evidence: Evidence::MayAssert,
            vain: Vec::new(),
            assertions: 0,
            closed: false,
            discards: false,
        }
    }

    /// How many assertions there are that can fail. None, if something that cannot be seen into may be one.
    pub fn counted(&self) -> Option<usize> {
        match self.evidence {
            // They may stand in what it calls.
            Evidence::Asserts => Some(self.assertions.max(1)),
            Evidence::MayAssert => None,
            Evidence::Works | Evidence::None => Some(0),
        }
    }
}

/// A function by its place.
pub(crate) type Function = (FileId, ItemId);

/// The functions of the traits that types implement, by the type.
type Implemented = std::collections::BTreeMap<Function, Vec<Function>>;
