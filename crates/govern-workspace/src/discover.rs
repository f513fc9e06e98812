//! Crates in directories that are no workspace: a registry's cache, a folder of checkouts.

use std::collections::BTreeSet;
use std::fs;

use crate::Error;
use camino::{Utf8Path, Utf8PathBuf};

/// The directories at or below one that hold a `Cargo.toml`, sorted. What lies in such a directory is not searched: the
/// manifest says what belongs to it. Hidden directories, cargo's target directories and links are not followed.
///
/// # Errors
///
/// A directory that cannot be read.
pub fn crates_below(directory: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Error> {
    let mut found = BTreeSet::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        if directory.join("Cargo.toml").is_file() {
            found.insert(directory);
            continue;
        }
        let unreadable = |error: std::io::Error| Error::Read {
            path: directory.to_string(),
            message: error.to_string(),
        };
        for entry in fs::read_dir(&directory).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let Ok(path) = Utf8PathBuf::from_path_buf(entry.path()) else {
                continue;
            };
            let skipped = path
                .file_name()
                .is_none_or(|name| name.starts_with('.') || name == "target");
            if entry.file_type().map_err(unreadable)?.is_dir() && !skipped {
                pending.push(path);
            }
        }
    }
    Ok(found.into_iter().collect())
}
