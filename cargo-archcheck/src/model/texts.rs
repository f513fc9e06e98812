//! Texts that occur often, each stored once.

use govern_facts::{Interner, Name};

/// A text: its row in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// Texts, each stored once, numbered in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Texts(Interner);

impl Texts {
    pub(crate) fn get(&self, id: TextId) -> &str {
        self.0.get(Name(id.0))
    }

    pub(crate) fn add(&mut self, text: &str) -> TextId {
        TextId(self.0.intern(text).0)
    }

    /// All of them, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.names().iter()
    }
}
