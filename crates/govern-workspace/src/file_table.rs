//! File ids and paths.

use std::sync::{Mutex, PoisonError};

use govern_diagnostics::FileId;
use rustc_hash::FxHashMap;

/// How many ids a workspace may give out.
const RANGE: u32 = 1 << 24;

/// The ids of a workspace: those of loading in the order of their paths, later ones in the order of asking.
#[derive(Debug)]
pub(crate) struct FileTable {
    first: u32,
    paths: boxcar::Vec<String>,
    index: Mutex<FxHashMap<String, FileId>>,
}

impl FileTable {
    /// Ids for these paths, which are sorted and differ. Each workspace has a range of its own.
    pub(crate) fn new(range: u32, paths: Vec<String>) -> FileTable {
        let first = range * RANGE;
        let index = paths
            .iter()
            .zip(first..)
            .map(|(path, id)| (path.clone(), FileId(id)))
            .collect();
        FileTable {
            first,
            paths: paths.into_iter().collect(),
            index: Mutex::new(index),
        }
    }

    pub(crate) fn path(&self, file: FileId) -> &str {
        &self.paths[(file.0 - self.first) as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.paths.count()
    }

    /// The row of an id; none if it is not from here.
    pub(crate) fn row(&self, file: FileId) -> Option<usize> {
        let row = file.0.checked_sub(self.first)? as usize;
        (row < self.paths.count()).then_some(row)
    }

    pub(crate) fn contains(&self, file: FileId) -> bool {
        self.row(file).is_some()
    }

    pub(crate) fn find(&self, path: &str) -> Option<FileId> {
        self.index
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(path)
            .copied()
    }

    /// The id of a path, a new one if it has none.
    pub(crate) fn intern(&self, path: &str) -> FileId {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&file) = index.get(path) {
            return file;
        }
        let file = FileId(self.first + self.paths.push(path.to_owned()) as u32);
        index.insert(path.to_owned(), file);
        file
    }
}

#[cfg(test)]
mod tests {
    use super::FileTable;

    #[test]
    fn ranges_do_not_overlap() {
        let new = FileTable::new(0, vec!["a.rs".to_owned()]);
        let old = FileTable::new(1, vec!["a.rs".to_owned()]);
        let (in_new, in_old) = (new.find("a.rs").unwrap(), old.find("a.rs").unwrap());
        assert_ne!(in_new, in_old);
        assert!(!new.contains(in_old) && !old.contains(in_new));
        let late = new.intern("b.feature");
        assert_eq!(new.intern("b.feature"), late);
        assert_eq!(new.path(late), "b.feature");
        assert_eq!(new.row(late), Some(1));
    }
}
