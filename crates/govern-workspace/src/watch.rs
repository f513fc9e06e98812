//! Reading manifests while noting what was looked at: if none of it changed, the answer did not either.

use std::{cell::RefCell, sync::Arc};

use crate::{
    Error,
    answers::{Answers, Said},
    entry::{Kind, ReadError},
    question::{MISSING, Question, Seen, hash_bytes, hash_list},
    tree::Tree,
};

/// A tree that notes what it is asked.
#[derive(Debug)]
pub(crate) struct Watched<'a> {
    pub(crate) tree: &'a Tree,
    seen: RefCell<Seen>,
}

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
        let hash = text
            .as_ref()
            .map_or(MISSING, |it| hash_bytes(it.as_bytes()));
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

    /// What was seen, nothing of it before a time in nanoseconds since 1970.
    pub(crate) fn answers(self, begun: i128) -> Answers {
        Answers::new(self.tree, self.seen.into_inner(), begun, &Said::default())
    }

    fn note(&self, question: Question, path: &str, hash: u128) {
        self.seen
            .borrow_mut()
            .insert((question, path.to_owned()), hash);
    }
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
