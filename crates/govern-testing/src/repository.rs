//! Temporary git repositories.

use std::{path::Path, process::Command};

use crate::Directory;

/// A temporary git repository, without regard to how git is set up on this machine: the same steps give the same commits.
#[derive(Debug)]
pub struct Repository {
    directory: Directory,
}

impl Repository {
    /// An empty one, on branch `main`.
    ///
    /// # Panics
    ///
    /// If git fails.
    pub fn new() -> Repository {
        let repository = Repository {
            directory: Directory::new(),
        };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Its work tree.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Writes a file to the work tree.
    pub fn write(&self, path: &str, text: &str) -> &Self {
        self.directory.write(path, text);
        self
    }

    /// Removes a file from the work tree.
    pub fn remove(&self, path: &str) -> &Self {
        self.directory.remove(path);
        self
    }

    /// Commits all of the work tree, and says which commit that is.
    ///
    /// # Panics
    ///
    /// If git fails.
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Gives the present commit a name.
    ///
    /// # Panics
    ///
    /// If git fails.
    pub fn tag(&self, name: &str) -> &Self {
        self.git(&["tag", name]);
        self
    }

    /// Goes to a branch, a new one if there is none of this name.
    ///
    /// # Panics
    ///
    /// If git fails.
    pub fn branch(&self, name: &str) -> &Self {
        let exists = !self.git(&["branch", "--list", name]).is_empty();
        let create: &[&str] = if exists { &[] } else { &["--create"] };
        self.git(&[&["switch", "--quiet"], create, &[name]].concat());
        self
    }

    /// Runs git, and says what it wrote.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "")
            .env("GIT_AUTHOR_NAME", "Somebody")
            .env("GIT_AUTHOR_EMAIL", "somebody@example.org")
            .env("GIT_AUTHOR_DATE", "2026-06-15T12:00:00Z")
            .env("GIT_COMMITTER_NAME", "Somebody")
            .env("GIT_COMMITTER_EMAIL", "somebody@example.org")
            .env("GIT_COMMITTER_DATE", "2026-06-15T12:00:00Z")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .expect("git can be started");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Default for Repository {
    fn default() -> Self {
        Repository::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> (Repository, String) {
        let repository = Repository::new();
        repository.write("a.txt", "one\n").commit("first");
        repository
            .tag("v1")
            .branch("next")
            .write("a.txt", "two\n")
            .write("b/c.txt", "new\n");
        let commit = repository.commit("second");
        (repository, commit)
    }

    #[test]
    fn a_repository_has_a_history_and_the_same_one_each_time() {
        let (repository, commit) = steps();
        assert_eq!(repository.git(&["show", "v1:a.txt"]), "one\n");
        assert_eq!(repository.git(&["show", "HEAD:a.txt"]), "two\n");
        assert_eq!(repository.git(&["branch", "--show-current"]), "next\n");
        repository.branch("main");
        assert_eq!(repository.directory().read("a.txt"), "one\n");
        assert_eq!(steps().1, commit);
    }
}
