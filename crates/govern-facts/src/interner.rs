//! Stores each text once.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::{Name, Names};

/// Texts, each stored once and numbered in the order in which they came.
#[derive(Debug, Default)]
pub struct Interner {
    names: Names,
    table: HashTable<u32>,
}

impl Interner {
    /// Begins with the texts that every file has.
    pub(crate) fn of_file() -> Self {
        let mut interner = Interner {
            names: Names::default(),
            table: HashTable::with_capacity(256),
        };
        for text in Name::FIXED {
            interner.intern(text);
        }
        interner
    }

    /// Goes on with texts, each of which is there once.
    pub fn from(names: Names) -> Self {
        let mut table = HashTable::with_capacity(names.len());
        for name in 0..names.len() as u32 {
            let hash = FxBuildHasher.hash_one(names.get(Name(name)));
            table.insert_unique(hash, name, |&name| {
                FxBuildHasher.hash_one(names.get(Name(name)))
            });
        }
        Interner { names, table }
    }

    /// The number of a text, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> Name {
        let Interner { names, table } = self;
        let hash = FxBuildHasher.hash_one(text);
        if let Some(&found) = table.find(hash, |&name| names.get(Name(name)) == text) {
            return Name(found);
        }
        let name = names.ends.len() as u32;
        names.text.push_str(text);
        names.ends.push(names.text.len() as u32);
        table.insert_unique(hash, name, |&name| {
            FxBuildHasher.hash_one(names.get(Name(name)))
        });
        Name(name)
    }

    /// The number of a text that is stored.
    pub fn find(&self, text: &str) -> Option<Name> {
        let hash = FxBuildHasher.hash_one(text);
        let known = |&name: &u32| self.names.get(Name(name)) == text;
        self.table.find(hash, known).copied().map(Name)
    }

    /// The text of a number.
    pub fn get(&self, name: Name) -> &str {
        self.names.get(name)
    }

    /// The texts.
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn finish(mut self) -> Names {
        self.names.text.shrink_to_fit();
        self.names.ends.shrink_to_fit();
        self.names
    }
}
