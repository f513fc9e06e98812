//! What can be asked about a path, and hashes of the answers.

use std::collections::BTreeMap;

use bitcode::{Decode, Encode};
use xxhash_rust::xxh3::xxh3_128;

use crate::entry::Kind;

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
    /// How long it is.
    Size,
    /// What git lists of it.
    Tracked,
    /// What git's index holds of it.
    Indexed,
}

/// What was asked, and a hash of the answer.
pub(crate) type Seen = BTreeMap<(Question, String), u128>;

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
