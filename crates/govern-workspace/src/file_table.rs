//! File ids and paths.

use std::{
    hash::{Hash, Hasher},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use govern_diagnostics::FileId;
use rustc_hash::FxHashMap;

/// The number of ids that were given out, over all workspaces that came from one.
pub(crate) type Counter = Arc<AtomicU32>;

/// The ids of a workspace: those of loading in the order of their paths, later ones in the order of asking.
#[derive(Debug)]
pub(crate) struct FileTable {
    first: u32,
    /// Sorted.
    loaded: Vec<String>,
    later: boxcar::Vec<String>,
    index: Mutex<Later>,
    counter: Counter,
}

#[derive(Debug, Default)]
struct Later {
    by_path: FxHashMap<String, FileId>,
    /// Rows of `later`.
    rows: FxHashMap<FileId, usize>,
}

impl Hash for FileTable {
    /// The files that loading found; others get their ids when somebody asks.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.first.hash(state);
        self.loaded.hash(state);
    }
}

impl FileTable {
    /// Ids for these paths, which are sorted and differ.
    pub(crate) fn new(counter: Counter, paths: Vec<String>) -> FileTable {
        FileTable {
            first: counter.fetch_add(paths.len() as u32, Ordering::Relaxed),
            loaded: paths,
            later: boxcar::Vec::new(),
            index: Mutex::default(),
            counter,
        }
    }

    /// For tables of workspaces that belong to this one.
    pub(crate) fn counter(&self) -> Counter {
        self.counter.clone()
    }

    pub(crate) fn path(&self, file: FileId) -> &str {
        match self.row(file) {
            Some(row) => &self.loaded[row],
            None => {
                let row = self.later_row(file);
                &self.later[row.expect("the id was given out by this workspace")]
            }
        }
    }

    /// How many ids loading gave out.
    pub(crate) fn len(&self) -> usize {
        self.loaded.len()
    }

    /// The row of an id that loading gave out.
    pub(crate) fn row(&self, file: FileId) -> Option<usize> {
        let row = file.0.checked_sub(self.first)? as usize;
        (row < self.loaded.len()).then_some(row)
    }

    pub(crate) fn contains(&self, file: FileId) -> bool {
        self.row(file).is_some() || self.later_row(file).is_some()
    }

    pub(crate) fn find(&self, path: &str) -> Option<FileId> {
        if let Some(file) = self.find_loaded(path) {
            return Some(file);
        }
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.by_path.get(path).copied()
    }

    /// The id of a path, a new one if it has none.
    pub(crate) fn intern(&self, path: &str) -> FileId {
        if let Some(file) = self.find_loaded(path) {
            return file;
        }
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&file) = index.by_path.get(path) {
            return file;
        }
        let file = FileId(self.counter.fetch_add(1, Ordering::Relaxed));
        let row = self.later.push(path.to_owned());
        index.by_path.insert(path.to_owned(), file);
        index.rows.insert(file, row);
        file
    }

    fn find_loaded(&self, path: &str) -> Option<FileId> {
        let row = self
            .loaded
            .binary_search_by(|known| known.as_str().cmp(path));
        Some(FileId(self.first + row.ok()? as u32))
    }

    fn later_row(&self, file: FileId) -> Option<usize> {
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.rows.get(&file).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::FileTable;

    #[test]
    fn ids_of_workspaces_that_belong_together_differ() {
        let new = FileTable::new(Default::default(), vec!["a.rs".to_owned()]);
        let before = new.intern("b.feature");
        let old = FileTable::new(new.counter(), vec!["a.rs".to_owned()]);
        let after = new.intern("c.feature");
        let (in_new, in_old) = (new.find("a.rs").unwrap(), old.find("a.rs").unwrap());
        assert_ne!(in_new, in_old);
        assert!(!new.contains(in_old) && !old.contains(in_new));
        for (file, path) in [(before, "b.feature"), (after, "c.feature")] {
            assert!(new.contains(file) && !old.contains(file));
            assert_eq!(new.path(file), path);
            assert_eq!(new.intern(path), file);
            assert_eq!(new.find(path), Some(file));
            assert_eq!(new.row(file), None);
        }
        assert_eq!(new.find("nowhere"), None);
    }
}
