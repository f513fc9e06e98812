//! The workspace as it is staged for a commit: the files of git's index, not those of the work tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    Error, Workspace,
    git::{self, Git},
    paths, root,
    tree::Tree,
};

/// What is staged for a commit.
#[derive(Debug)]
pub struct Staged {
    /// The workspace as it will be committed.
    pub workspace: Workspace,
    /// The files that are not as they were committed last, by their paths from the root; also those that will be gone.
    pub files: BTreeSet<String>,
}

/// What git says of its index.
#[derive(Debug, Default, PartialEq, Eq)]
struct Status {
    /// Paths that are not as they were committed last.
    staged: BTreeSet<String>,
    /// Paths that the work tree has otherwise than the index: the object that the index has; none if it has nothing.
    otherwise: BTreeMap<String, Option<String>>,
    /// A path that is being merged.
    unmerged: Option<String>,
}

impl Workspace {
    /// The workspace as it is staged, which was loaded from the work tree: where they are the same, it is the same workspace.
    pub fn staged(self) -> Result<Staged, Error> {
        let Tree::Disk(disk) = &self.tree else {
            return Err(Error::NotARepository {
                path: self.root.clone(),
            });
        };
        // What is in the index cannot be asked again by what is noted.
        let git = &disk.git;
        git.needs_trust("to ask git what is staged")?;
        let index = Index::open(git)?;
        let status = index.status(git)?;
        if let Some(path) = status.unmerged {
            return Err(Error::Unmerged { path });
        }
        if status.otherwise.is_empty() {
            return Ok(Staged {
                workspace: self,
                files: status.staged,
            });
        }
        let objects = status.otherwise.values().flatten();
        let mut blobs = Vec::new();
        git::blobs(git, objects.map(String::as_str), |blob| {
            blobs.push(blob);
        });
        let mut blobs = blobs
            .into_iter()
            .collect::<Result<Vec<_>, Error>>()?
            .into_iter();
        let edit = |(path, object): (String, Option<String>)| {
            let bytes = object.and_then(|_| blobs.next());
            (path, bytes)
        };
        let edits = status.otherwise.clone().into_iter().map(edit).collect();
        Ok(Staged {
            workspace: self.edited(edits)?,
            files: status.staged,
        })
    }
}

/// Where the index is.
struct Index {
    /// Where the workspace is in the repository, empty or with `/` at its end.
    prefix: String,
    /// Another file than usual: git makes one for `git commit FILE` and `git commit --all`, and names it to hooks.
    file: Option<Utf8PathBuf>,
}

impl Index {
    fn open(git: &Git) -> Result<Index, Error> {
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
        let variable = self
            .file
            .as_ref()
            .map(|file| ("GIT_INDEX_FILE", file.as_str()));
        let answer = git.run_with(&asked, variable)?;
        match answer.status.success() {
            true => Ok(Status::read(&answer.stdout, &self.prefix)),
            false => Err(git.error(&asked, &answer.stderr)),
        }
    }
}

/// The index that git names to a hook, if it is one of this repository.
fn named_index(git_directory: &Utf8Path) -> Option<Utf8PathBuf> {
    let named = env::var("GIT_INDEX_FILE")
        .ok()
        .filter(|it| !it.is_empty())?;
    let file = root::absolute(Utf8Path::new(&named)).ok()?;
    let above = file.parent()?.canonicalize_utf8().ok()?;
    (above == git_directory.canonicalize_utf8().ok()?).then_some(file)
}

impl Status {
    /// Records that end with a zero; paths from the root of the repository.
    fn read(output: &[u8], prefix: &str) -> Status {
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
