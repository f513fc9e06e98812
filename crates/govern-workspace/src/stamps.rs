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

use bitcode::{Decode, Encode};
use camino::{Utf8Path, Utf8PathBuf};
use xxhash_rust::xxh3::xxh3_128;

use crate::{absences::Absences, sealed::Sealed, stamp::Stamp, tree::Tree};

/// There is a file for each workspace that is built in the same place.
const FILES: Sealed = Sealed {
    magic: *b"gvstamp\x02",
    name: "stamps-",
    most: 16,
};

/// The hashes of files by what the system said of them when they were read, and which files were not there.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    /// Where they are kept; none if they are not.
    file: Option<Utf8PathBuf>,
    /// From before, by path.
    known: Vec<(String, Stamp, u128)>,
    /// Which of those were asked for.
    used: Vec<AtomicBool>,
    /// Those of now that are new.
    new: Mutex<BTreeMap<String, (Stamp, u128)>>,
    absences: Absences,
    is_new: AtomicBool,
    /// When it was begun, in nanoseconds since 1970.
    begun: i128,
}

/// What is kept of them.
#[derive(Debug, Default, Encode, Decode)]
pub(crate) struct Kept {
    /// By path.
    files: Vec<(String, Stamp, u128)>,
    /// By directory: names that are not there.
    absent: Vec<(String, Stamp, Vec<String>)>,
}

impl Stamps {
    /// Those that are kept in a directory for a workspace. What is missing or damaged is not known.
    pub(crate) fn open(directory: &Utf8Path, root: &Utf8Path) -> Stamps {
        let file = FILES.place(directory, xxh3_128(root.as_str().as_bytes()));
        let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let Kept { files, absent } = read(&file).unwrap_or_default();
        let mut used = Vec::new();
        used.resize_with(files.len(), AtomicBool::default);
        Stamps {
            known: files,
            used,
            absences: Absences::new(absent),
            file: Some(file),
            // Before 1970 nothing is settled.
            begun: begun.map_or(i128::MIN / 2, |it| it.as_nanos() as i128),
            ..Stamps::default()
        }
    }

    /// When they were opened, in nanoseconds since 1970: nothing of the run was read before.
    pub(crate) fn begun(&self) -> i128 {
        self.begun
    }

    /// Whether nothing is known, so that nobody need ask.
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The hash of a file of which the system says this.
    pub(crate) fn hash(&self, path: &str, stamp: Stamp) -> Option<u128> {
        if self.is_new.load(Ordering::Relaxed)
            && let Some((new, hash)) = self.lock().get(path)
        {
            return (*new == stamp).then_some(*hash);
        }
        let row = self.row(path)?;
        let (_, before, hash) = self.known[row];
        if before != stamp {
            return None;
        }
        self.used[row].store(true, Ordering::Relaxed);
        Some(hash)
    }

    /// What a file was that was just read.
    pub(crate) fn put(&self, path: &str, stamp: Stamp, hash: u128) {
        if stamp.is_settled(self.begun) {
            self.lock().insert(path.to_owned(), (stamp, hash));
            self.is_new.store(true, Ordering::Relaxed);
        }
    }

    /// Whether it is known that there is no file at a path.
    pub(crate) fn lacks(&self, tree: &Tree, path: &str) -> bool {
        self.absences.lacks(tree, path)
    }

    /// Remembers that there was no file at a path just now.
    pub(crate) fn put_absent(&self, tree: &Tree, path: &str) {
        if self.absences.put(tree, path, self.begun) {
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
        let used = self.known.iter().zip(&self.used);
        let used = used.filter(|(_, used)| used.load(Ordering::Relaxed));
        let mut files: BTreeMap<String, (Stamp, u128)> = used
            .map(|((path, stamp, hash), _)| (path.clone(), (*stamp, *hash)))
            .collect();
        files.extend(self.lock().iter().map(|(path, it)| (path.clone(), *it)));
        let files = files.into_iter();
        let kept = Kept {
            files: files
                .map(|(path, (stamp, hash))| (path, stamp, hash))
                .collect(),
            absent: self.absences.kept(),
        };
        FILES.write(file, &bitcode::encode(&kept));
    }

    fn row(&self, path: &str) -> Option<usize> {
        let found = self
            .known
            .binary_search_by(|(it, ..)| it.as_str().cmp(path));
        found.ok()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (Stamp, u128)>> {
        self.new.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(file: &Utf8Path) -> Option<Kept> {
    decode(FILES.read(file)?.bytes())
}

/// What is kept of bytes; none if they are something else.
pub(crate) fn decode(bytes: &[u8]) -> Option<Kept> {
    let kept: Kept = bitcode::decode(bytes).ok()?;
    // They are searched by path.
    kept.files.is_sorted_by(|a, b| a.0 < b.0).then_some(kept)
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
