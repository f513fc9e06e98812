//! What goes wrong when one version reads what another wrote.

/// What the message begins with where the shape is not understood.
pub(crate) const NOT_KNOWN: &str = "unknown: ";

/// What is said where the writer's side is not.
pub(super) const NOT_UNDERSTOOD: &str = "what the writer writes here is not understood";

/// A failure of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where, inside the reader's type.
    pub(crate) path: String,
    /// Where, in the document: a JSON pointer. Empty in formats without keys.
    pub(crate) pointer: String,
    /// What kind.
    pub(crate) kind: Kind,
    /// The message, close to what serde says.
    pub(crate) message: String,
}

/// What kind of failure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A key is needed and not there.
    Missing(String),
    /// A key is there and refused.
    Unknown(String),
    /// A field comes twice.
    Duplicate,
    /// A value is of another kind.
    Type,
    /// A value of the right kind is out of range.
    Range,
    /// A list is too short or too long.
    Length,
    /// A variant's name is not known.
    Variant(String),
    /// No variant fits.
    NoVariant,
    /// The tag of an enum is missing.
    Tag,
    /// The format cannot write or read such a type at all.
    Unsupported,
    /// Bytes that make no sense.
    Garbage,
}
