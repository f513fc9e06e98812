//! Git's index, and what it has otherwise than the work tree and the last commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, path,
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{Error, git::Git, paths};

/// What git says of its index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Status {
    /// Paths that are not as they were committed last.
    pub(crate) staged: BTreeSet<String>,
    /// Paths that the work tree has otherwise than the index: the object that the index has; none if it has nothing.
    pub(crate) otherwise: BTreeMap<String, Option<String>>,
    /// A path that is being merged.
    pub(crate) unmerged: Option<String>,
}

/// Where the index is.
#[derive(Debug)]
pub(crate) struct Index {
    /// Where the workspace is in the repository, empty or with `/` at its end.
    prefix: String,
    /// Another file than usual: git makes one for `git commit FILE` and `git commit --all`, and names it to hooks.
    file: Option<Utf8PathBuf>,
}

impl Index {
    /// Where it is, and what git says of it.
    pub(crate) fn asked(git: &Git) -> Result<(Index, Status), Error> {
        let index = Index::open(git)?;
        let status = index.status(git)?;
        Ok((index, status))
    }

    /// Another file than usual.
    pub(crate) fn file(&self) -> Option<&str> {
        self.file.as_deref().map(Utf8Path::as_str)
    }

    fn open(git: &Git) -> Result<Index, Error> {
        if let Some(directory) = git.own_directory() {
            return Ok(Index {
                prefix: String::new(),
                file: named_index(&directory),
            });
        }
        let asked = ["rev-parse", "--absolute-git-dir", "--show-prefix"];
        let answer = git.run(&asked)?;
        if !answer.status.success() {
            return Err(git.error(&asked, &answer.stderr));
        }
        let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
        let mut lines = answer.lines();
        let directory = Utf8PathBuf::from(lines.next().unwrap_or_default());
        Ok(Index {
            prefix: lines.next().unwrap_or_default().to_owned(),
            file: named_index(&directory),
        })
    }

    fn status(&self, git: &Git) -> Result<Status, Error> {
        let asked = [
            "status",
            "--porcelain=v2",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--",
            ".",
        ];
        let answer = self.ask(git, &asked)?;
        Ok(Status::read(&answer, &self.prefix))
    }

    /// The files that it has otherwise than a commit: paths from the root, sorted.
    pub(crate) fn changed_since(&self, git: &Git, commit: &str) -> Result<Vec<String>, Error> {
        let asked = [
            "diff",
            "--cached",
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--relative",
            "-z",
            commit,
            "--",
        ];
        let answer = self.ask(git, &asked)?;
        let paths = answer.split(|byte| *byte == 0);
        let paths = paths.filter_map(|path| std::str::from_utf8(path).ok());
        let mut paths: Vec<String> = paths
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect();
        paths.sort();
        Ok(paths)
    }

    fn ask(&self, git: &Git, asked: &[&str]) -> Result<Vec<u8>, Error> {
        let variable = self
            .file
            .as_ref()
            .map(|file| ("GIT_INDEX_FILE", file.as_str()));
        let answer = git.run_with(asked, variable)?;
        match answer.status.success() {
            true => Ok(answer.stdout),
            false => Err(git.error(asked, &answer.stderr)),
        }
    }
}

/// The index that git names to a hook, if it is one of this repository.
fn named_index(git_directory: &Utf8Path) -> Option<Utf8PathBuf> {
    let named = env::var("GIT_INDEX_FILE")
        .ok()
        .filter(|it| !it.is_empty())?;
    let file = Utf8PathBuf::from_path_buf(path::absolute(&named).ok()?).ok()?;
    let above = file.parent()?.canonicalize_utf8().ok()?;
    (above == git_directory.canonicalize_utf8().ok()?).then_some(file)
}

impl Status {
    /// Records that end with a zero; paths from the root of the repository.
    pub(crate) fn read(output: &[u8], prefix: &str) -> Status {
        let mut status = Status::default();
        for record in output.split(|byte| *byte == 0) {
            // A path that is not UTF-8 cannot be named by a manifest or a `mod`.
            let Ok(record) = std::str::from_utf8(record) else {
                continue;
            };
            let Some((kind, rest)) = record.split_once(' ') else {
                continue;
            };
            let fields = match kind {
                "1" => 7,
                "u" => 9,
                "?" => 0,
                _ => continue,
            };
            let parts: Vec<&str> = rest.splitn(fields + 1, ' ').collect();
            let Some(path) = parts.get(fields).and_then(|path| path.strip_prefix(prefix)) else {
                continue;
            };
            let path = paths::join("", path);
            match (kind, &parts[..]) {
                ("?", _) => drop(status.otherwise.insert(path, None)),
                ("u", _) => status.unmerged = status.unmerged.or(Some(path)),
                (_, [changed, _, _, mode, _, _, object, ..]) => {
                    let (here, there) = changed.split_at_checked(1).unwrap_or(("", ""));
                    if here != "." {
                        status.staged.insert(path.clone());
                    }
                    match (*mode, there) {
                        (_, ".") => {}
                        // Meant to be added some time.
                        (_, "A") => drop(status.otherwise.insert(path, None)),
                        ("100644" | "100755", _) => {
                            status.otherwise.insert(path, Some((*object).to_owned()));
                        }
                        // Links and other repositories are as they are.
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_is_read_from_where_the_workspace_is() {
        let file = |changed: &str, path: &str| {
            format!("1 {changed} N... 100644 100644 100644 aaa bbb {path}\0")
        };
        let output = [
            file("M.", "sub/staged.rs"),
            file(".M", "sub/with blank.rs"),
            file("AM", "sub/both.rs"),
            file(".A", "sub/meant.rs"),
            file("D.", "sub/gone.rs"),
            file("M.", "other/staged.rs"),
            "1 .M S..U 160000 160000 160000 aaa bbb sub/module\0".to_owned(),
            "? sub/new.rs\0".to_owned(),
        ]
        .concat();
        let status = Status::read(output.as_bytes(), "sub/");
        let staged: Vec<&str> = status.staged.iter().map(String::as_str).collect();
        assert_eq!(staged, ["both.rs", "gone.rs", "staged.rs"]);
        let object = || Some("bbb".to_owned());
        let expected = [
            ("both.rs".to_owned(), object()),
            ("meant.rs".to_owned(), None),
            ("new.rs".to_owned(), None),
            ("with blank.rs".to_owned(), object()),
        ];
        assert_eq!(status.otherwise, expected.into());
        let unmerged = b"u UU N... 100644 100644 100644 100644 a b c sub/x.rs\0";
        assert_eq!(
            Status::read(unmerged, "sub/").unmerged.as_deref(),
            Some("x.rs")
        );
    }
}
