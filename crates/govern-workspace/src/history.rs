//! What git knows of the past: the files that changed, and the commits.

use std::collections::BTreeSet;

use crate::{
    Error, Size, Workspace,
    entry::LONGEST_NOT_TRUSTED,
    git::{self, GitTree},
    paths,
    tree::Tree,
};

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: String,
    /// How many parents it has: a merge has more than one.
    pub parents: usize,
    /// Its message, with the subject in the first line.
    pub message: String,
}

/// A file as a commit made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: String,
    /// Its path from the root.
    pub path: String,
    object: String,
}

impl Workspace {
    /// The files that are not as they were at a git revision, also those that git does not know yet and does not ignore:
    /// paths from the root, sorted. Files outside of the root are none of them.
    pub fn changed_since(&self, revision: &str) -> Result<Vec<String>, Error> {
        let commit = self.commit_named(revision)?;
        if self.git().is_apart() {
            return self.changed_apart(revision);
        }
        if let Some(index) = &self.index {
            return index.changed_since(&self.git(), &commit);
        }
        let diff = [
            "diff",
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--relative",
            "-z",
            &commit,
            "--",
        ];
        let others = ["ls-files", "--others", "--exclude-standard", "-z"];
        let mut paths = Vec::new();
        for arguments in [&diff[..], &others] {
            let answer = self.git_text(arguments)?;
            paths.extend(
                answer
                    .split('\0')
                    .filter(|path| !path.is_empty())
                    .map(str::to_owned),
            );
        }
        if let Tree::Disk(disk) = &self.tree {
            paths.extend(disk.edited_files().cloned());
        }
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// The same of a work tree that git must not look at: files count as changed that are not the same bytes.
    fn changed_apart(&self, revision: &str) -> Result<Vec<String>, Error> {
        let git = GitTree::open(&self.git(), revision)?;
        let is_same = |path: &str| match self.read_at_most(path, LONGEST_NOT_TRUSTED) {
            Ok(Size::Whole(now)) if git.sha1 => {
                git.object(path) == Some(git::object_name(&now).as_str())
            }
            Ok(Size::Whole(now)) => git.read(path).is_ok_and(|then| then.bytes == now),
            _ => false,
        };
        let then: BTreeSet<&String> = git.files().collect();
        let now = self.listing().files;
        let mut paths: BTreeSet<&String> = then.iter().copied().collect();
        paths.retain(|path| !is_same(path));
        paths.extend(now.iter().filter(|path| !then.contains(path)));
        Ok(paths.into_iter().cloned().collect())
    }

    /// The commits of a range, as `main..HEAD`, or those that lead to a revision; the oldest first.
    pub fn commits(&self, range: &str) -> Result<Vec<Commit>, Error> {
        self.check_range(range)?;
        let arguments = [
            "log",
            "--reverse",
            "--topo-order",
            "--no-show-signature",
            "--encoding=UTF-8",
            "-z",
            "--format=%H%n%P%n%B",
            range,
            "--",
        ];
        let answer = self.git_text(&arguments)?;
        let commit = |text: &str| {
            let (id, rest) = text.split_once('\n')?;
            let (parents, message) = rest.split_once('\n')?;
            Some(Commit {
                id: id.to_owned(),
                parents: parents.split_whitespace().count(),
                message: message.trim_end().to_owned(),
            })
        };
        Ok(answer.split('\0').filter_map(commit).collect())
    }

    /// The files at or below the root as the commits of a range made them, as in [`Workspace::commits`]: each content of a
    /// path once, the oldest first. What a merge only took over is not its own.
    pub fn versions(&self, range: &str) -> Result<Vec<Version>, Error> {
        self.check_range(range)?;
        let prefix = self.git_text(&["rev-parse", "--show-prefix"])?;
        let prefix = prefix.trim_end().trim_end_matches('/');
        let arguments = [
            "log",
            "--reverse",
            "--topo-order",
            "--no-show-signature",
            "--no-ext-diff",
            "--no-renames",
            "--no-abbrev",
            "--diff-filter=AMT",
            "-c",
            "--root",
            "--raw",
            "-z",
            "--format=%H",
            range,
            "--",
        ];
        let answer = self.git_text(&arguments)?;
        let mut versions = Vec::new();
        let mut known = BTreeSet::new();
        let mut commit = "";
        let mut fields = answer.split('\0').map(|it| it.trim_start_matches('\n'));
        while let Some(field) = fields.next() {
            if !field.starts_with(':') {
                commit = if field.is_empty() { commit } else { field };
                continue;
            }
            let path = paths::relative(prefix, fields.next().unwrap_or_default());
            if let (Some(object), true) = (object_of(field), paths::is_inside(&path, ""))
                && known.insert((path.clone(), object))
            {
                versions.push(Version {
                    commit: commit.to_owned(),
                    path,
                    object: object.to_owned(),
                });
            }
        }
        Ok(versions)
    }

    /// Reads versions one after the other; of those that git cannot give, the error.
    pub fn read_versions<'v>(
        &self,
        versions: &'v [Version],
        mut take: impl FnMut(&'v Version, Result<Vec<u8>, Error>),
    ) {
        let mut rest = versions.iter();
        let objects = versions.iter().map(|version| version.object.as_str());
        git::blobs(&self.git(), objects, |answer| {
            if let Some(version) = rest.next() {
                take(version, answer);
            }
        });
    }

    /// That a range names commits that are there.
    fn check_range(&self, range: &str) -> Result<(), Error> {
        if range.is_empty() || range.starts_with('-') || range.contains(['\0', '\n']) {
            return Err(Error::RevisionName {
                revision: range.to_owned(),
            });
        }
        // Each end by itself, so that one that is not there is named.
        let ends = range.split_once("...").or_else(|| range.split_once(".."));
        for end in ends.map_or(vec![range], |(from, to)| vec![from, to]) {
            if !end.is_empty() {
                self.commit_named(end.trim_start_matches('^'))?;
            }
        }
        Ok(())
    }

    /// The commit that a revision is.
    fn commit_named(&self, revision: &str) -> Result<String, Error> {
        if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n']) {
            return Err(Error::RevisionName {
                revision: revision.to_owned(),
            });
        }
        let Tree::Disk(_) = &self.tree else {
            return Err(Error::NotARepository {
                path: self.root.clone(),
            });
        };
        // What git would say tomorrow nobody knows.
        self.notes.lose();
        let shallow = self.git_text(&["rev-parse", "--is-shallow-repository"])?;
        self.git()
            .commit(revision)?
            .ok_or_else(|| Error::UnknownRevision {
                revision: revision.to_owned(),
                shallow: shallow.trim() == "true",
            })
    }

    /// What git answers; what is not UTF-8 of it with replacement characters.
    fn git_text(&self, arguments: &[&str]) -> Result<String, Error> {
        let answer = self.git().run(arguments)?;
        if answer.status.success() {
            Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
        } else {
            Err(self.git().error(arguments, &answer.stderr))
        }
    }
}

/// The object of a file in a line of git's raw format: `:<mode> <mode> <object> <object> <status>`, with one more of each before for
/// each further parent. None for what is no file.
fn object_of(line: &str) -> Option<&str> {
    let parents = line.chars().take_while(|&it| it == ':').count();
    let mut fields = line[parents..].split(' ');
    let mode = fields.nth(parents)?;
    let object = fields.nth(parents)?;
    mode.starts_with("100").then_some(object)
}
