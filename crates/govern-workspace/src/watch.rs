//! Reading manifests while noting what was looked at: if none of it changed, the answer did not either.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use bitcode::{Decode, Encode};
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    Error,
    entry::{Kind, ReadError},
    tree::Tree,
};

/// A tree that notes what it is asked.
#[derive(Debug)]
pub(crate) struct Watched<'a> {
    pub(crate) tree: &'a Tree,
    seen: RefCell<Seen>,
}

/// What was asked about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub(crate) enum Question {
    /// Its text.
    Text,
    /// What it is.
    Kind,
    /// The names in it.
    List,
    /// Whether it is a symbolic link.
    Link,
    /// The path without symbolic links.
    Canonical,
}

/// What was asked, and a hash of the answer.
pub(crate) type Seen = BTreeMap<(Question, String), u128>;

impl<'a> Watched<'a> {
    pub(crate) fn new(tree: &'a Tree) -> Self {
        Watched {
            tree,
            seen: RefCell::default(),
        }
    }

    /// The text of a file; none if there is no file.
    pub(crate) fn text(&self, path: &str) -> Result<Option<Arc<str>>, Error> {
        let text = read_text(self.tree, path)?;
        let hash = text.as_ref().map_or(MISSING, |it| hash_bytes(it.as_bytes()));
        self.note(Question::Text, path, hash);
        Ok(text)
    }

    pub(crate) fn is_file(&self, path: &str) -> bool {
        let kind = self.tree.kind(path);
        self.note(Question::Kind, path, kind as u128);
        kind == Kind::File
    }

    pub(crate) fn list(&self, directory: &str) -> Vec<(String, Kind)> {
        let names = self.tree.list(directory);
        self.note(Question::List, directory, hash_list(&names));
        names
    }

    /// What was seen.
    pub(crate) fn seen(self) -> Seen {
        self.seen.into_inner()
    }

    fn note(&self, question: Question, path: &str, hash: u128) {
        self.seen
            .borrow_mut()
            .insert((question, path.to_owned()), hash);
    }
}

/// Whether the tree still answers the same.
pub(crate) fn unchanged(tree: &Tree, seen: &Seen) -> bool {
    seen.iter().all(|((question, path), hash)| {
        let now = match question {
            Question::Text => match tree.read(path) {
                Ok(content) => hash_bytes(&content.bytes),
                Err(ReadError::Missing) => MISSING,
                Err(_) => return false,
            },
            Question::Kind => tree.kind(path) as u128,
            Question::List => hash_list(&tree.list(path)),
            Question::Link => u128::from(tree.is_link(path)),
            Question::Canonical => hash_name(tree.canonical(path).as_deref()),
        };
        now == *hash
    })
}

/// The text of a file; none if there is no file.
pub(crate) fn read_text(tree: &Tree, path: &str) -> Result<Option<Arc<str>>, Error> {
    match tree.read(path) {
        Ok(content) => match String::from_utf8(content.bytes) {
            Ok(text) => Ok(Some(text.into())),
            Err(error) => Err(Error::not_utf8(path, &error)),
        },
        Err(ReadError::Missing) => Ok(None),
        Err(ReadError::Git(error)) => Err(*error),
        Err(error) => Err(Error::Read {
            path: path.to_owned(),
            message: error.to_string(),
        }),
    }
}

/// What there is in place of a hash where there is no file: as unlikely a hash as any other.
pub(crate) const MISSING: u128 = 0;

pub(crate) fn hash_bytes(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

pub(crate) fn hash_name(name: Option<&str>) -> u128 {
    name.map_or(MISSING, |name| xxh3_128(name.as_bytes()))
}

pub(crate) fn hash_list(names: &[(String, Kind)]) -> u128 {
    let mut text = String::new();
    for (name, kind) in names {
        text.push_str(name);
        text.push('\0');
        text.push(char::from(b'0' + *kind as u8));
    }
    xxh3_128(text.as_bytes())
}
