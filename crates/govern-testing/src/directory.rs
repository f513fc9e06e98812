//! Temporary directories with files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// A temporary directory, gone when it is dropped.
#[derive(Debug)]
pub struct Directory(TempDir);

impl Directory {
    /// An empty one.
    ///
    /// # Panics
    ///
    /// If the system gives none.
    pub fn new() -> Directory {
        Directory(tempfile::tempdir().expect("a temporary directory"))
    }

    /// One with these files: paths and texts.
    pub fn with(files: &[(&str, &str)]) -> Directory {
        let directory = Directory::new();
        for (path, text) in files {
            directory.write(path, text);
        }
        directory
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where a file of it is.
    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes a file, with the directories that it needs.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a directory"))
            .expect("a writable directory");
        fs::write(path, text).expect("a writable file");
    }

    /// Reads a file.
    ///
    /// # Panics
    ///
    /// If it cannot be read.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).expect("a readable file")
    }

    /// Removes a file.
    ///
    /// # Panics
    ///
    /// If it cannot be removed.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.join(path)).expect("a file that can be removed");
    }
}

impl AsRef<Path> for Directory {
    fn as_ref(&self) -> &Path {
        self.path()
    }
}

impl Default for Directory {
    fn default() -> Self {
        Directory::new()
    }
}
