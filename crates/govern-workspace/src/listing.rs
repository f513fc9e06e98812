//! The files of the repository, of whatever kind: those that git tracks or would, or, without git, those that no
//! `.gitignore` ignores.

use std::collections::BTreeSet;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::{
    Error, Workspace,
    entry::{Kind, ReadError},
    git::Tracked,
    paths,
    tree::{Disk, Tree},
    workspace::LOCK_FILE,
};

/// The files of the repository at or below the workspace root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Their paths from the root, sorted. A file that git tracks may be gone.
    pub files: Vec<String>,
    /// Those of them that git does not track yet. Without git, none is known to be.
    pub new: BTreeSet<String>,
    /// How many more there are, with names that are not UTF-8.
    pub unnamed: usize,
    /// Why git, which is there, was not who listed them.
    pub refused: Option<String>,
}

/// A file, if it is not too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Size {
    /// All of it.
    Whole(Vec<u8>),
    /// It has this many bytes.
    TooLong(u64),
    /// There is no file, but nothing, a directory, a symbolic link or a device.
    NoFile,
}

/// A lock file is not longer than that: thousands of packages are a megabyte.
const LONGEST_LOCK: u64 = 64 << 20;

/// What a `.gitignore` says, and the directory that it is in.
type Ignored = (String, Gitignore);

impl Workspace {
    /// The files of the repository at or below the root: those that git tracks, and those that it does not know yet and does
    /// not ignore. Where git does not track the workspace, all that no `.gitignore` in it ignores, without target directories.
    pub fn listing(&self) -> Listing {
        let mut refused = None;
        match &self.tree {
            Tree::Disk(disk) if disk.git.is_apart() => return self.listing_apart(disk.tracked()),
            Tree::Git(git) => {
                return Listing {
                    files: git.files().cloned().collect(),
                    ..Listing::default()
                };
            }
            Tree::Disk(disk) => match self.tracked(disk) {
                // A workspace that git ignores (a copy below `target`) is none that it could list.
                Tracked::Files(files) if files.all.iter().any(|it| it == "Cargo.toml") => {
                    let mut listing = Listing {
                        files: files.all,
                        new: files.new,
                        unnamed: files.unnamed,
                        refused,
                    };
                    listing.files.retain(|path| !disk.removes(path));
                    listing.new.retain(|path| !disk.removes(path));
                    // What is edited is as if it were committed.
                    for path in disk.written_files() {
                        if let Err(place) = listing.files.binary_search(path) {
                            listing.files.insert(place, path.clone());
                        }
                    }
                    return listing;
                }
                Tracked::Files(..) | Tracked::NotARepository => {}
                Tracked::Refused(why) => refused = Some(why),
            },
            Tree::Memory(_) => {}
        }
        let mut files = Vec::new();
        self.walk_unignored("", &mut Vec::new(), &mut files);
        files.sort();
        Listing {
            files,
            refused,
            ..Listing::default()
        }
    }

    /// What git tracks; what is staged consists of no more than its index has.
    fn tracked(&self, disk: &Disk) -> Tracked {
        match &self.index {
            Some(index) => disk.indexed(index.file()),
            None => disk.tracked(),
        }
    }

    /// What git tracks, with what is there besides: git does not look at a work tree that is not trusted.
    fn listing_apart(&self, tracked: Tracked) -> Listing {
        let mut found = Vec::new();
        self.walk_unignored("", &mut Vec::new(), &mut found);
        found.sort();
        let mut listing = Listing::default();
        match tracked {
            Tracked::Files(files) => {
                let new = found
                    .iter()
                    .filter(|it| files.all.binary_search(it).is_err());
                listing.new = new.cloned().collect();
                listing.unnamed = files.unnamed;
                listing.files = files.all;
                listing.files.extend(listing.new.iter().cloned());
                listing.files.sort();
                return listing;
            }
            Tracked::NotARepository => {}
            Tracked::Refused(why) => listing.refused = Some(why),
        }
        listing.files = found;
        listing
    }

    /// Reads a file, unless it is longer than that.
    pub fn read_at_most(&self, path: &str, longest: u64) -> Result<Size, Error> {
        let path = paths::join("", path);
        if self.tree.is_link(&path) {
            return Ok(Size::NoFile);
        }
        match self.tree.read_at_most(&path, longest) {
            Ok(bytes) => Ok(Size::Whole(bytes)),
            Err(ReadError::TooLong(size)) => Ok(Size::TooLong(size)),
            Err(
                ReadError::Missing | ReadError::Directory | ReadError::Special | ReadError::Outside,
            ) => Ok(Size::NoFile),
            Err(ReadError::Git(error)) => Err(*error),
            Err(error) => Err(Error::Read {
                path,
                message: error.to_string(),
            }),
        }
    }

    /// The text of `Cargo.lock` as the project has it, not as cargo made it when it was asked; none if there is none.
    pub fn lock_file(&self) -> Result<Option<String>, Error> {
        let bytes = match &self.replaced_lock {
            Some(before) => before.clone(),
            None => match self.read_at_most(LOCK_FILE, LONGEST_LOCK)? {
                Size::Whole(bytes) => Some(bytes),
                Size::TooLong(_) | Size::NoFile => None,
            },
        };
        let text =
            |bytes| String::from_utf8(bytes).map_err(|error| Error::not_utf8(LOCK_FILE, &error));
        bytes.map(text).transpose()
    }

    fn walk_unignored(&self, directory: &str, above: &mut Vec<Ignored>, found: &mut Vec<String>) {
        let names = self.tree.list(directory);
        // Another repository in this one is not its own.
        if !directory.is_empty() && names.iter().any(|(name, _)| name == ".git") {
            return;
        }
        let has_own = names.iter().any(|(name, _)| name == ".gitignore");
        let own = has_own.then(|| self.ignored_by(directory)).flatten();
        let depth = above.len();
        above.extend(own);
        for (name, kind) in names {
            let path = paths::join(directory, &name);
            let is_directory = kind == Kind::Directory;
            if name == ".git" || is_ignored(above, &path, is_directory) {
                continue;
            }
            match kind {
                Kind::File => found.push(path),
                Kind::Directory if self.is_walked(&path, &name) => {
                    self.walk_unignored(&path, above, found);
                }
                _ => {}
            }
        }
        above.truncate(depth);
    }

    /// What the `.gitignore` of a directory says. Lines that are no globs say nothing, as for git.
    fn ignored_by(&self, directory: &str) -> Option<Ignored> {
        let bytes = self.bytes(&paths::join(directory, ".gitignore")).ok()?;
        let mut builder = GitignoreBuilder::new("");
        for line in String::from_utf8_lossy(&bytes).lines() {
            drop(builder.add_line(None, line));
        }
        Some((directory.to_owned(), builder.build().ok()?))
    }
}

/// Whether the nearest `.gitignore` that has an opinion ignores a path.
fn is_ignored(above: &[Ignored], path: &str, is_directory: bool) -> bool {
    for (directory, ignored) in above.iter().rev() {
        let below = path[directory.len()..].trim_start_matches('/');
        let said = ignored.matched(below, is_directory);
        if !said.is_none() {
            return said.is_ignore();
        }
    }
    false
}
