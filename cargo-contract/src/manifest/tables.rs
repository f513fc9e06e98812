//! The tables of the manifest as they are written.

use govern_gate::Spanned;
use serde::Deserialize;

use crate::direction::Direction;

/// `contracts/manifest.toml`: the same `[[contract]]` tables that `[contract]` of `govern.toml` takes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ManifestFile {
    /// The contracts.
    pub contract: Vec<Spanned<Entry>>,
}

/// A table `[[contract]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// What all its versions are called; the subject without its version, if not said.
    pub name: Option<Spanned<String>>,
    /// What it is: messages and documents, if not said; `cli`, a command line; `rust-api`, a library.
    pub kind: Option<Spanned<String>>,
    /// Where its messages go.
    pub subject: Option<Spanned<String>>,
    /// Which version it is; that of the subject, or 1, if not said.
    pub version: Option<Spanned<u32>>,
    /// What this program does with its documents.
    pub direction: Option<Direction>,
    /// The path of the type.
    pub payload: Option<Spanned<String>>,
    /// How documents are written.
    pub format: Option<Spanned<String>>,
    /// A file with the JSON Schema of its documents.
    pub schema: Option<Spanned<String>>,
    /// Who must understand whom.
    pub compatibility: Option<Compatibility>,
    /// The stream that keeps its messages.
    pub stream: Option<Spanned<String>>,
    /// When the tool is run that compares a library: `always`, or `on-request`.
    pub run: Option<Spanned<String>>,
    /// How many seconds the tool may take.
    pub timeout: Option<Spanned<u64>>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The function or type that handles its messages here.
    pub handler: Option<Spanned<String>>,
    /// The function that makes a document of this version from one of the version before.
    pub migration: Option<Spanned<String>>,
    /// Names that its type must not use again.
    #[serde(default)]
    pub reserved: Vec<Spanned<String>>,
    /// That it will go.
    pub deprecated: Option<Spanned<Deprecated>>,
    /// The day on which it went: the entry stays, so that its name is never used for something else.
    pub removed: Option<Spanned<toml::Value>>,
}

/// A table `deprecated`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deprecated {
    /// The day on which that was said.
    pub since: Spanned<toml::Value>,
    /// The last day on which it is still there.
    pub remove_after: Option<Spanned<toml::Value>>,
    /// What to use instead: `name@2`; `"none"` if there is nothing.
    pub replacement: Option<Spanned<String>>,
}

/// Who must understand whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compatibility {
    /// Nobody.
    None,
    /// New readers the documents of the version before.
    Backward,
    /// Readers of the version before new documents.
    Forward,
    /// Both.
    Full,
    /// New readers the documents of all versions.
    BackwardTransitive,
    /// Readers of all versions new documents.
    ForwardTransitive,
    /// Both.
    FullTransitive,
}

impl Compatibility {
    /// What is asked for if nothing is said. What is stored, by the program itself or in a stream, is met in all versions
    /// that there ever were.
    pub fn default_for(direction: Direction, is_stored: bool) -> Compatibility {
        match (direction, is_stored) {
            (Direction::Persists, _) | (Direction::Consumes, true) => {
                Compatibility::BackwardTransitive
            }
            (Direction::Consumes, false) => Compatibility::Backward,
            (Direction::Publishes, false) => Compatibility::Forward,
            (Direction::Publishes, true) => Compatibility::ForwardTransitive,
            (Direction::Both, false) => Compatibility::Full,
            (Direction::Both, true) => Compatibility::FullTransitive,
        }
    }

    /// Whether new readers must understand old documents.
    pub fn is_backward(self) -> bool {
        matches!(
            self,
            Compatibility::Backward
                | Compatibility::BackwardTransitive
                | Compatibility::Full
                | Compatibility::FullTransitive
        )
    }

    /// Whether old readers must understand new documents.
    pub fn is_forward(self) -> bool {
        matches!(
            self,
            Compatibility::Forward
                | Compatibility::ForwardTransitive
                | Compatibility::Full
                | Compatibility::FullTransitive
        )
    }

    /// Whether all accepted versions count, not only the last one.
    pub fn is_transitive(self) -> bool {
        matches!(
            self,
            Compatibility::BackwardTransitive
                | Compatibility::ForwardTransitive
                | Compatibility::FullTransitive
        )
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Compatibility::None => "none",
            Compatibility::Backward => "backward",
            Compatibility::Forward => "forward",
            Compatibility::Full => "full",
            Compatibility::BackwardTransitive => "backward-transitive",
            Compatibility::ForwardTransitive => "forward-transitive",
            Compatibility::FullTransitive => "full-transitive",
        }
    }
}
