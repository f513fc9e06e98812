//! Other files than Rust: finding, reading and writing them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write as _},
    sync::Arc,
};

use camino::Utf8Path;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use govern_diagnostics::FileId;
use rustc_hash::FxHashSet;

use crate::{
    Error, Workspace,
    confined::Confined,
    entry::Kind,
    paths::{self, slashes},
    root,
    tree::{Tree, confined},
};

impl Workspace {
    /// Reads a text file and gives it an id. The path is relative to the root.
    pub fn read(&self, path: &str) -> Result<(FileId, Arc<str>), Error> {
        let path = paths::join("", path);
        match String::from_utf8(self.bytes(&path)?) {
            Ok(text) => Ok((self.table.intern(&path), text.into())),
            Err(error) => Err(Error::not_utf8(&path, &error)),
        }
    }

    /// Reads a text file that the user names on the command line: the path is relative to the current directory, and the
    /// file may be anywhere.
    pub fn read_argument(&self, path: &str) -> Result<Arc<str>, Error> {
        let bytes = self.read_argument_bytes(path)?;
        let text = String::from_utf8(bytes).map_err(|error| Error::not_utf8(path, &error))?;
        Ok(text.into())
    }

    /// Reads any file that the user names on the command line, as [`Self::read_argument`] does.
    pub fn read_argument_bytes(&self, path: &str) -> Result<Vec<u8>, Error> {
        // It is relative to another directory than what is noted.
        self.notes.lose();
        fs::read(path).map_err(|error| Error::Read {
            path: path.to_owned(),
            message: error.to_string(),
        })
    }

    /// The path from the root of a file that the user names on the command line, where paths are relative to the current
    /// directory. It may begin with `../`.
    pub fn path_of_argument(&self, path: &str) -> Result<String, Error> {
        if self.root.as_str().is_empty() {
            return Ok(paths::join("", path));
        }
        // It is relative to another directory than what is noted.
        self.notes.lose();
        let path = root::absolute(path.as_ref())?;
        let path = paths::relative(&slashes(&self.root), &slashes(&path));
        self.allow(&path);
        Ok(path)
    }

    /// Lets a file or directory outside of a workspace that is not trusted be read, which the user has named: a path from the root.
    pub fn allow(&self, path: &str) {
        if let Some(confined) = self.confined() {
            confined.allow(&paths::join("", path));
        }
    }

    /// The paths that were not followed because they lead out of a workspace that is not trusted, sorted.
    pub fn refused(&self) -> Vec<String> {
        self.confined().map_or_else(Vec::new, Confined::refused)
    }

    pub(crate) fn confined(&self) -> Option<&Confined> {
        confined(&self.tree)
    }

    /// Reads a text file if there is one.
    pub fn read_if_exists(&self, path: &str) -> Result<Option<(FileId, Arc<str>)>, Error> {
        match self.tree.kind(&paths::join("", path)) {
            Kind::Missing => Ok(None),
            _ => self.read(path).map(Some),
        }
    }

    /// Reads any file.
    pub fn read_bytes(&self, path: &str) -> Result<Vec<u8>, Error> {
        self.bytes(&paths::join("", path))
    }

    /// The files that match a glob, sorted: paths relative to the root.
    ///
    /// `*` and `?` stop at `/`, `**` does not, `{a,b}` chooses. Directories that begin with a dot, cargo's target
    /// directory, and other workspaces' target directories (they hold a `CACHEDIR.TAG`) are not entered, unless a glob
    /// names them literally (`.github/**`). What `.gitignore` says does not matter: a file that is there counts.
    /// Directories that are symbolic links are not entered either, so there is no circle.
    pub fn find_files(&self, globs: &[impl AsRef<str>]) -> Result<Vec<String>, Error> {
        let mut set = GlobSetBuilder::new();
        let mut begins = BTreeSet::new();
        for glob in globs {
            let text = glob.as_ref().trim_start_matches("./");
            let wrong = |message: String| Error::Glob {
                glob: glob.as_ref().to_owned(),
                message,
            };
            if text.starts_with('/') || text.split('/').any(|part| part == "..") {
                return Err(wrong("it leads out of the workspace".to_owned()));
            }
            let built = GlobBuilder::new(text)
                .literal_separator(true)
                .empty_alternates(true)
                .build();
            set.add(built.map_err(|error| wrong(error.kind().to_string()))?);
            begins.insert(literal_beginning(text).to_owned());
        }
        let set = set.build().map_err(|error| Error::Glob {
            glob: String::new(),
            message: error.kind().to_string(),
        })?;
        let mut found = BTreeSet::new();
        for begin in begins {
            if self.tree.kind(&begin) == Kind::File {
                found.extend(set.is_match(&begin).then_some(begin));
            } else {
                self.walk(&begin, &set, &mut found);
            }
        }
        Ok(found.into_iter().collect())
    }

    /// The Rust files in the directories of the members that no target reaches; looked for once. They are not parsed.
    pub fn orphans(&self) -> Result<Vec<String>, Error> {
        if let Some(known) = self.orphans.get() {
            return Ok(known.clone());
        }
        let globs: Vec<String> = self
            .packages
            .iter()
            .filter(|package| paths::is_inside(&package.directory, ""))
            .map(|package| paths::join(&globset::escape(&package.directory), "**/*.rs"))
            .collect();
        let found = self.not_reached(self.find_files(&globs)?);
        // Somebody may have been faster.
        Ok(self.orphans.get_or_init(|| found).clone())
    }

    /// The same of these files only.
    pub fn orphans_among<'p>(&self, files: impl IntoIterator<Item = &'p str>) -> Vec<String> {
        let is_looked_at = |path: &&str| {
            let of_package = |directory: &str| {
                let below = path.strip_prefix(directory);
                let below = below.map(|below| below.trim_start_matches('/'));
                below.is_some_and(|below| !below.split('/').any(|part| part.starts_with('.')))
            };
            let directories = self.packages.iter().map(|it| it.directory.as_str());
            let mut around = directories.filter(|directory| paths::is_inside(path, directory));
            path.ends_with(".rs") && self.tree.kind(path) == Kind::File && around.any(of_package)
        };
        let files = files.into_iter().filter(is_looked_at);
        self.not_reached(files.map(str::to_owned).collect())
    }

    /// Those of some files of members that no target reaches.
    fn not_reached(&self, files: Vec<String>) -> Vec<String> {
        let paths: FxHashSet<&str> = self
            .rust_files
            .iter()
            .map(|&file| self.path(file))
            .collect();
        let unnamed: Vec<String> = files
            .into_iter()
            .filter(|path| !paths.contains(path.as_str()))
            .collect();
        // A file that is reached through a link has another name here, but is reached.
        let mut directories = BTreeMap::new();
        let reached: FxHashSet<String> = match unnamed.is_empty() {
            true => FxHashSet::default(),
            false => self
                .rust_files
                .iter()
                .filter_map(|&file| {
                    self.tree
                        .canonical_beside(self.path(file), &mut directories)
                })
                .collect(),
        };
        let mut ours: BTreeMap<String, bool> = self
            .packages
            .iter()
            .map(|package| (package.directory.clone(), true))
            .collect();
        let orphans = unnamed.into_iter().filter(|path| !reached.contains(path));
        orphans
            .filter(|path| self.is_ours(paths::parent(path), &mut ours))
            .collect()
    }

    /// Whether the nearest manifest above is a member's: a package inside a package may be none.
    fn is_ours(&self, directory: &str, known: &mut BTreeMap<String, bool>) -> bool {
        if let Some(&ours) = known.get(directory) {
            return ours;
        }
        let is_package = self.tree.kind(&paths::join(directory, "Cargo.toml")) == Kind::File;
        let ours =
            !is_package && !directory.is_empty() && self.is_ours(paths::parent(directory), known);
        known.insert(directory.to_owned(), ours);
        ours
    }

    /// Writes a file, whole or not at all; directories are created as needed. Nothing is written outside the workspace
    /// root, also not through a symbolic link.
    pub fn write_atomic(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.write(path, bytes, false)
    }

    /// The same for a file that is not there yet: if somebody else writes it meanwhile, theirs stays.
    pub fn write_new(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.write(path, bytes, true)
    }

    /// Replaces texts of files, by their paths from the root: what each held, and what it is to hold; each file whole or not at all.
    /// All are looked at before the first is written: if one holds something else by now, none is.
    pub fn replace_texts(&self, files: &BTreeMap<String, (Arc<str>, String)>) -> Result<(), Error> {
        for (path, (before, _)) in files {
            if self.read_bytes(path)? != before.as_bytes() {
                return Err(Error::Changed { path: path.clone() });
            }
        }
        for (path, (_, after)) in files {
            self.write_atomic(path, after.as_bytes())?;
        }
        Ok(())
    }

    /// Whether a path is a symbolic link on disk.
    pub fn is_link(&self, path: &str) -> bool {
        self.tree.is_link(&paths::join("", path))
    }

    fn write(&self, path: &str, bytes: &[u8], is_new: bool) -> Result<(), Error> {
        let path = paths::join("", path);
        let Tree::Disk(disk) = &self.tree else {
            return Err(Error::ReadOnly { path });
        };
        if disk.is_edited() {
            return Err(Error::ReadOnly { path });
        }
        if path.is_empty() || !paths::is_inside(&path, "") {
            return Err(Error::Outside { path });
        }
        let failed = |source: io::Error| Error::Write {
            path: path.clone(),
            source,
        };
        let target = disk.root.join(&path);
        let directory = target.parent().unwrap_or(&disk.root);
        // The nearest directory that exists decides where this leads.
        let existing = directory
            .ancestors()
            .find(|directory| directory.exists())
            .unwrap_or(&disk.root);
        let real = existing.canonicalize_utf8().map_err(failed)?;
        if !real.starts_with(&disk.real) {
            return Err(Error::Outside { path });
        }
        // A link is replaced by what it points at being replaced, if that is ours too.
        let target = match fs::symlink_metadata(&target) {
            Ok(data) if data.is_symlink() && !is_new => {
                let real = target.canonicalize_utf8().map_err(failed)?;
                if !real.starts_with(&disk.real) {
                    return Err(Error::Outside { path });
                }
                real
            }
            _ => target,
        };
        let directory = target.parent().unwrap_or(&disk.root);
        fs::create_dir_all(directory).map_err(failed)?;
        let mut file = temporary(directory).map_err(failed)?;
        // A file that is replaced keeps its rights.
        if !is_new && let Ok(data) = fs::metadata(&target) {
            file.as_file()
                .set_permissions(data.permissions())
                .map_err(failed)?;
        }
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        let persisted = match is_new {
            true => file.persist_noclobber(&target),
            false => file.persist(&target),
        };
        persisted.map_err(|error| failed(error.error))?;
        Ok(())
    }

    fn walk(&self, begin: &str, set: &GlobSet, found: &mut BTreeSet<String>) {
        let mut open = vec![begin.to_owned()];
        while let Some(directory) = open.pop() {
            for (name, kind) in self.tree.list(&directory) {
                let path = paths::join(&directory, &name);
                match kind {
                    Kind::File if set.is_match(&path) => {
                        found.insert(path);
                    }
                    Kind::Directory if self.is_entered(&path, &name) => open.push(path),
                    _ => {}
                }
            }
        }
    }

    fn is_entered(&self, path: &str, name: &str) -> bool {
        !name.starts_with('.') && self.is_walked(path, name)
    }

    /// Whether a directory is none that cargo builds in, and no symbolic link.
    pub(crate) fn is_walked(&self, path: &str, name: &str) -> bool {
        let Tree::Disk(disk) = &self.tree else {
            return true;
        };
        let tag = || self.tree.kind(&paths::join(path, "CACHEDIR.TAG"));
        Some(disk.root.join(path).as_path()) != self.target_directory.as_deref()
            && !(name == "target" && tag() != Kind::Missing)
            && !self.tree.is_link(path)
    }
}

/// A new file with the rights that any program would give it.
fn temporary(directory: &Utf8Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".govern-").suffix(".tmp");
    #[cfg(unix)]
    // The system takes away what the user's mask forbids.
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}

/// The directories that a glob names without wildcards.
fn literal_beginning(glob: &str) -> &str {
    let Some(first) = glob.find(['*', '?', '[', '{', '\\']) else {
        return glob;
    };
    glob[..first]
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory)
}

#[cfg(test)]
mod tests {
    use super::literal_beginning;

    #[test]
    fn where_a_walk_begins() {
        assert_eq!(literal_beginning("features/**/*.feature"), "features");
        assert_eq!(literal_beginning("docs/a*.md"), "docs");
        assert_eq!(literal_beginning("*.md"), "");
        assert_eq!(literal_beginning("specs/ledger.yaml"), "specs/ledger.yaml");
    }
}
