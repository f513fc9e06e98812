//! Texts of the whole workspace, each with one number.

use govern_facts::{FileFacts, Name};
use rustc_hash::FxHashMap;

/// An interned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(crate) u32);

/// The texts.
#[derive(Debug, Default)]
pub(crate) struct Symbols {
    texts: Vec<Box<str>>,
    table: FxHashMap<Box<str>, Symbol>,
}

impl Symbols {
    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.table.get(text) {
            return symbol;
        }
        let symbol = Symbol(self.texts.len() as u32);
        self.texts.push(text.into());
        self.table.insert(text.into(), symbol);
        symbol
    }

    /// The symbol of a text that is known already.
    pub(crate) fn get(&self, text: &str) -> Option<Symbol> {
        self.table.get(text).copied()
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        &self.texts[symbol.0 as usize]
    }

    /// The symbol of each name of a file.
    pub(crate) fn of_file(&mut self, facts: &FileFacts) -> Vec<Symbol> {
        (0..facts.names.len() as u32)
            .map(|name| self.intern(facts.text(Name(name))))
            .collect()
    }
}
