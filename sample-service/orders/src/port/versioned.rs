//! Values that are replaced only by those who know the present one.

use thiserror::Error;

/// The mark that a store puts on each state of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// A value and the mark of its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// Its mark.
    pub revision: Revision,
}

/// What somebody who replaces a value believes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Absent,
    /// The value with this mark.
    At(Revision),
}

/// Why a store did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Something else is there than was expected; load it and decide again.
    #[error("the value was changed by somebody else")]
    Conflict,
    /// The store cannot be reached or does not answer; whether it stored is not known.
    #[error("the store does not answer: {reason}")]
    Unavailable {
        /// What the store's client says.
        reason: String,
    },
    /// What is stored is nothing that this program reads.
    #[error("the stored value `{key}` is unreadable: {reason}")]
    Unreadable {
        /// Under which key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl StoreError {
    /// What kind of failure it is, without a word of what is stored: fit for a log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Unavailable { .. } => "store_unavailable",
            Self::Unreadable { .. } => "record_unreadable",
        }
    }
}
