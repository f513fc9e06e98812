//! Files of the cache that are read as a whole: what they are, a checksum, and what they hold.

use std::{fs, ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use xxhash_rust::xxh3::xxh3_64;

use crate::cache_directory;

/// How long what stands before what a file holds is.
const HEAD: usize = 16;

/// Files of a kind.
#[derive(Debug)]
pub(crate) struct Sealed {
    /// What tells them, and their form, from all others.
    pub(crate) magic: [u8; 8],
    /// How their names begin.
    pub(crate) name: &'static str,
    /// How many of them are kept.
    pub(crate) most: usize,
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Body(Vec<u8>);

impl Body {
    /// What a file holds that has these bytes behind its checksum.
    pub(crate) fn of(bytes: &[u8]) -> Body {
        Body([&[0; HEAD], bytes].concat())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0[HEAD..]
    }
}

/// A part of what a file holds.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    body: Arc<Body>,
    range: Range<usize>,
}

impl Part {
    /// These bytes of it; none if it has not that many.
    pub(crate) fn of(body: &Arc<Body>, range: Range<usize>) -> Option<Part> {
        body.bytes().get(range.clone()).map(|_| Part {
            body: body.clone(),
            range,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.body.bytes()[self.range.clone()]
    }
}

impl Sealed {
    /// The file of a directory that is about what has this hash.
    pub(crate) fn place(&self, directory: &Utf8Path, hash: u128) -> Utf8PathBuf {
        directory.join(format!("{}{hash:032x}.bin", self.name))
    }

    /// What a file holds; none if it is missing, damaged, or another one.
    pub(crate) fn read(&self, path: &Utf8Path) -> Option<Body> {
        let bytes = fs::read(path).ok()?;
        let (head, body) = bytes.split_first_chunk::<HEAD>()?;
        let (magic, checksum) = head.split_at(8);
        let is_whole = magic == self.magic && checksum == xxh3_64(body).to_le_bytes();
        is_whole.then_some(Body(bytes))
    }

    /// Writes a file, and removes the oldest of its kind. Failing to is no error: what it would hold is found out again.
    pub(crate) fn write(&self, path: &Utf8Path, body: &[u8]) {
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend(self.magic);
        bytes.extend(xxh3_64(body).to_le_bytes());
        bytes.extend(body);
        drop(cache_directory::replace(path, &bytes));
        if let Some(directory) = path.parent() {
            cache_directory::tidy(directory, self.name, self.most);
        }
    }
}
