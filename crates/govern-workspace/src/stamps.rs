//! What a file was when it was read: as long as the system says the same of it, so is its content, and it need not be read.
//!
//! As git does with its index, what the system says counts for no file that was written about when it was read: it could be
//! written again without a trace. The time at which an inode was changed is part of it, which nobody can set.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::{sealed::Sealed, stamp::Stamp};

/// There is a file for each workspace that is built in the same place.
const FILES: Sealed = Sealed {
    magic: *b"gvstamp\x01",
    name: "stamps-",
    most: 16,
};
/// The hashes of files by what the system said of them when they were read.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    /// Where they are kept; none if they are not.
    file: Option<Utf8PathBuf>,
    /// From before.
    known: FxHashMap<String, (Stamp, u128)>,
    /// Of now.
    now: Mutex<BTreeMap<String, (Stamp, u128)>>,
    is_new: AtomicBool,
    /// When it was begun, in nanoseconds since 1970.
    begun: i128,
}

impl Stamps {
    /// Those that are kept in a directory for a workspace. What is missing or damaged is not known.
    pub(crate) fn open(directory: &Utf8Path, root: &Utf8Path) -> Stamps {
        let name = format!(
            "{}{:032x}.bin",
            FILES.name,
            xxh3_128(root.as_str().as_bytes())
        );
        let file = directory.join(name);
        let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Stamps {
            known: read(&file).unwrap_or_default(),
            file: Some(file),
            // Before 1970 nothing is settled.
            begun: begun.map_or(i128::MIN / 2, |it| it.as_nanos() as i128),
            ..Stamps::default()
        }
    }

    /// The hash of a file of which the system says this.
    pub(crate) fn hash(&self, path: &str, stamp: Stamp) -> Option<u128> {
        let mut now = self.lock();
        let (before, hash) = *now.get(path).or_else(|| self.known.get(path))?;
        if before != stamp {
            return None;
        }
        now.insert(path.to_owned(), (stamp, hash));
        Some(hash)
    }

    /// What a file was that was just read.
    pub(crate) fn put(&self, path: &str, stamp: Stamp, hash: u128) {
        if stamp.is_settled(self.begun) {
            self.lock().insert(path.to_owned(), (stamp, hash));
            self.is_new.store(true, Ordering::Relaxed);
        }
    }

    /// Keeps them, if there is something new. Failing to is no error: files are read again next time.
    pub(crate) fn finish(&self) {
        let Some(file) = self
            .file
            .as_ref()
            .filter(|_| self.is_new.load(Ordering::Relaxed))
        else {
            return;
        };
        let rows: Vec<(String, Stamp, u128)> = self
            .lock()
            .iter()
            .map(|(path, (stamp, hash))| (path.clone(), *stamp, *hash))
            .collect();
        let body = bitcode::encode(&rows);
        FILES.write(file, &body);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (Stamp, u128)>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(file: &Utf8Path) -> Option<FxHashMap<String, (Stamp, u128)>> {
    let rows: Vec<(String, Stamp, u128)> = bitcode::decode(&FILES.read(file)?).ok()?;
    let rows = rows.into_iter();
    Some(
        rows.map(|(path, stamp, hash)| (path, (stamp, hash)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use camino::Utf8Path;

    use super::*;

    const DAY: u64 = 24 * 60 * 60;

    /// A file that was written yesterday, as far as the system lets one say so.
    fn written(path: &Utf8Path, text: &str) -> Stamp {
        fs::write(path, text).unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(DAY))
            .unwrap();
        Stamp::of(&file.metadata().unwrap()).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn a_file_counts_as_read_as_long_as_nothing_is_said_otherwise() {
        let directory = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(directory.path()).unwrap();
        let file = root.join("a.rs");
        let stamp = written(&file, "one");
        let caches = root.join("caches");
        let mut stamps = Stamps::open(&caches, root);
        // The inode was changed just now.
        stamps.put("a.rs", stamp, 1);
        assert_eq!(stamps.lock().len(), 0, "not settled");
        stamps.begun += i128::from(DAY) * 1_000_000_000;
        stamps.put("a.rs", stamp, 1);
        stamps.finish();
        let stamps = Stamps::open(&caches, root);
        assert_eq!(stamps.hash("a.rs", stamp), Some(1));
        assert_eq!(stamps.hash("b.rs", stamp), None);
        // As long as before, and with the same time: the inode tells.
        let again = written(&file, "two");
        assert_eq!((again.size, again.inode), (stamp.size, stamp.inode));
        assert_eq!(stamps.hash("a.rs", again), None);
        assert_eq!(
            Stamps::open(&caches, &root.join("other")).hash("a.rs", stamp),
            None
        );
    }

    #[test]
    fn what_is_damaged_is_not_known() {
        let directory = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(directory.path()).unwrap();
        let stamp = written(&root.join("a.rs"), "one");
        let mut stamps = Stamps::open(root, root);
        stamps.begun = i128::MAX;
        stamps.put("a.rs", stamp, 1);
        stamps.finish();
        let file = stamps.file.unwrap();
        let mut bytes = fs::read(&file).unwrap();
        assert!(read(&file).is_some());
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(read(&file).is_none());
    }
}
