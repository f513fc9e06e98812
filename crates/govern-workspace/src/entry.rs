//! What there is at a path of a tree of files, whatever the tree is.

use std::{collections::BTreeMap, io};

use crate::stamp::Stamp;

/// The longest file that is read: offsets are 32 bits wide.
pub(crate) const LONGEST: u64 = u32::MAX as u64;

/// The longest file that is read of a workspace that is not trusted: what nobody has written must not fill the memory.
pub(crate) const LONGEST_NOT_TRUSTED: u64 = 64 << 20;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Missing,
    File,
    Directory,
    /// A socket, a pipe, a device.
    Special,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    pub(crate) identity: Identity,
    /// What the system said of it when it was opened.
    pub(crate) stamp: Option<Stamp>,
}

/// What makes two paths the same file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    /// Device and inode: cheap, but hard links share them.
    Inode(u64, u64),
    /// The path without symbolic links.
    Path(String),
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("no such file")]
    Missing,
    #[error("it is a directory")]
    Directory,
    #[error("it is no regular file")]
    Special,
    #[error("it is outside of the workspace, which `--untrusted` does not leave")]
    Outside,
    #[error("it is {0} bytes long, which is too much")]
    TooLong(u64),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Git(Box<crate::Error>),
}

/// Whether there are files below a directory.
pub(crate) fn has_below<V>(files: &BTreeMap<String, V>, directory: &str) -> bool {
    let prefix = format!("{directory}/");
    files
        .range(prefix.clone()..)
        .next()
        .is_some_and(|(path, _)| path.starts_with(&prefix))
}

/// The names in a directory of a sorted map of paths; skips over what is deeper.
pub(crate) fn list_sorted<V>(
    files: &BTreeMap<String, V>,
    directory: &str,
    kind: impl Fn(&V) -> Kind,
) -> Vec<(String, Kind)> {
    let prefix = if directory.is_empty() {
        String::new()
    } else {
        format!("{directory}/")
    };
    let mut names: Vec<(String, Kind)> = Vec::new();
    let mut from = prefix.clone();
    while let Some((path, value)) = files.range(from.clone()..).next() {
        let Some(rest) = path.strip_prefix(&prefix) else {
            break;
        };
        match rest.split_once('/') {
            Some((name, _)) => {
                names.push((name.to_owned(), Kind::Directory));
                // `0` is the character after `/`: the first path that is not below `name/`.
                from = format!("{prefix}{name}0");
            }
            None => {
                names.push((rest.to_owned(), kind(value)));
                from = format!("{path}\0");
            }
        }
    }
    names.sort();
    names
}
