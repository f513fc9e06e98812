//! What programs do with documents.

use serde::Deserialize;

/// What a program does with documents of a type, and so which of them have to be understood by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Others read what it writes: old readers meet new documents.
    Publishes,
    /// It reads what others write: new readers meet old documents.
    Consumes,
    /// It reads what it wrote before: new readers meet old documents.
    Persists,
    /// All of it.
    Both,
}

impl Direction {
    /// Whether new readers have to understand old documents.
    pub fn reads_old(self) -> bool {
        self != Direction::Publishes
    }

    /// Whether old readers have to understand new documents.
    pub fn is_read_by_old(self) -> bool {
        matches!(self, Direction::Publishes | Direction::Both)
    }

    /// Whether this program writes documents of it.
    pub fn is_written(self) -> bool {
        self != Direction::Consumes
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Publishes => "publishes",
            Direction::Consumes => "consumes",
            Direction::Persists => "persists",
            Direction::Both => "publishes and consumes",
        }
    }
}
