//! Texts that occur often, each stored once.

use rustc_hash::FxHashMap;

/// A text: its row in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// Texts, each stored once, numbered in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<Box<str>>,
    rows: FxHashMap<Box<str>, TextId>,
}

impl Texts {
    pub(crate) fn get(&self, id: TextId) -> &str {
        &self.texts[id.0 as usize]
    }

    pub(crate) fn add(&mut self, text: &str) -> TextId {
        if let Some(&id) = self.rows.get(text) {
            return id;
        }
        let id = TextId(self.texts.len() as u32);
        self.texts.push(text.into());
        self.rows.insert(text.into(), id);
        id
    }

    /// All of them, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }
}
