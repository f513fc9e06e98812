//! Texts of the whole workspace, each with one number.

use std::hash::BuildHasher as _;

use govern_facts::{FileFacts, Name};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// An interned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(crate) u32);

/// The texts, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Symbols {
    text: String,
    ends: Vec<u32>,
    table: HashTable<Symbol>,
}

impl Symbols {
    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        let hash = FxBuildHasher.hash_one(text);
        let Symbols {
            text: all,
            ends,
            table,
        } = self;
        let known = table.find(hash, |&symbol| part(all, ends, symbol) == text);
        if let Some(&symbol) = known {
            return symbol;
        }
        let symbol = Symbol(ends.len() as u32);
        all.push_str(text);
        ends.push(all.len() as u32);
        table.insert_unique(hash, symbol, |&symbol| {
            FxBuildHasher.hash_one(part(all, ends, symbol))
        });
        symbol
    }

    /// The symbol of a text that is known already.
    pub(crate) fn get(&self, text: &str) -> Option<Symbol> {
        let hash = FxBuildHasher.hash_one(text);
        let known = self.table.find(hash, |&symbol| self.text(symbol) == text);
        known.copied()
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        part(&self.text, &self.ends, symbol)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds the symbols of the names of a file that are not among those known of it.
    pub(crate) fn of_file(&mut self, facts: &FileFacts, known: &mut Vec<Symbol>) {
        let more = known.len() as u32..facts.names.len() as u32;
        known.extend(more.map(|name| self.intern(facts.text(Name(name)))));
    }
}

fn part<'a>(all: &'a str, ends: &[u32], symbol: Symbol) -> &'a str {
    let row = symbol.0 as usize;
    let start = row.checked_sub(1).map_or(0, |before| ends[before]);
    &all[start as usize..ends[row] as usize]
}
