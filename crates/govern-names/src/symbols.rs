//! Texts of the whole workspace, each with one number.

use govern_facts::{FileFacts, Interner, Name, Names};

/// An interned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(crate) u32);

impl Symbol {
    /// That of all texts that are not known.
    pub(crate) const NONE: Symbol = Symbol(u32::MAX);
}

/// The texts.
#[derive(Debug, Default)]
pub(crate) struct Symbols(Interner);

impl Symbols {
    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        Symbol(self.0.intern(text).0)
    }

    /// The symbol of a text that is known already.
    pub(crate) fn get(&self, text: &str) -> Option<Symbol> {
        self.0.find(text).map(|name| Symbol(name.0))
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        self.0.get(Name(symbol.0))
    }

    /// Those of texts, by their order.
    pub(crate) fn from(texts: Names) -> Symbols {
        Symbols(Interner::from(texts))
    }

    /// The texts.
    pub(crate) fn texts(&self) -> &Names {
        self.0.names()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.names().len()
    }

    /// Adds the symbols of the names of a file that are not among those known of it.
    pub(crate) fn of_file(&mut self, facts: &FileFacts, known: &mut Vec<Symbol>) {
        let more = known.len() as u32..facts.names.len() as u32;
        known.extend(more.map(|name| self.intern(facts.text(Name(name)))));
    }
}
