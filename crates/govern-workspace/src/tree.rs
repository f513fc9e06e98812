//! Where files come from: the disk, a revision, or memory. One set of questions for all three.

use std::{collections::BTreeMap, fs, io, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    confined::Confined,
    entry::{
        Content, Identity, Kind, LONGEST, LONGEST_NOT_TRUSTED, ReadError, has_below, list_sorted,
    },
    git::{Git, GitTree, Tracked},
    notes::Notes,
    paths::{self, slashes},
    question::{MISSING, Question, hash_bytes, hash_list, hash_name},
    regular::read_file,
    stamp::Stamp,
};

/// A tree of files. Paths are relative to the workspace root, normalised, with `/`.
#[derive(Debug)]
pub(crate) enum Tree {
    /// A directory.
    Disk(Disk),
    /// A git revision.
    Git(GitTree),
    /// Bytes.
    Memory(Files),
}

/// A directory on disk.
#[derive(Debug)]
pub(crate) struct Disk {
    /// The workspace root, absolute.
    pub(crate) root: Utf8PathBuf,
    /// The same without symbolic links.
    pub(crate) real: Utf8PathBuf,
    /// Where it is below the directory that is noted about; empty if it is that one.
    below: String,
    notes: Arc<Notes>,
    /// Nothing may lead out of it, if it is not trusted.
    pub(crate) confined: Option<Arc<Confined>>,
    /// The repository that it is in.
    pub(crate) git: Git,
    /// What is otherwise than on disk, if somebody wants to know what would be then.
    edits: Option<Edits>,
}

/// Files by path.
pub(crate) type Files = BTreeMap<String, Arc<[u8]>>;

/// Files that are as if they were written, and files that are as if they were gone, by path.
pub(crate) type Edits = BTreeMap<String, Option<Arc<[u8]>>>;

impl Tree {
    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> Result<Content, ReadError> {
        match self {
            Tree::Disk(disk) => disk.read(path),
            Tree::Git(git) => git.read(path),
            Tree::Memory(files) => {
                let bytes = files
                    .get(path)
                    .ok_or_else(|| match memory_kind(files, path) {
                        Kind::Directory => ReadError::Directory,
                        _ => ReadError::Missing,
                    })?;
                Ok(Content {
                    bytes: bytes.to_vec(),
                    identity: Identity::Path(path.to_owned()),
                    stamp: None,
                })
            }
        }
    }

    /// What the system says of a file; none if it is not on disk as it is here.
    pub(crate) fn stamp(&self, path: &str) -> Option<Stamp> {
        match self {
            Tree::Disk(disk) => disk.stamp(path),
            Tree::Git(_) | Tree::Memory(_) => None,
        }
    }

    /// What the system says of a directory, whose names and what they are stay the same as long as it does; none if it is none, is not
    /// on disk as it is here, or a link in it may lead elsewhere tomorrow.
    pub(crate) fn directory_stamp(&self, path: &str) -> Option<Stamp> {
        let stamp = self.stamp_now_of_directory(path)?;
        let Tree::Disk(disk) = self else { return None };
        let mut entries = fs::read_dir(disk.root.join(path)).ok()?;
        let is_plain = |kind: fs::FileType| kind.is_file() || kind.is_dir();
        let all_plain = entries.all(|it| it.is_ok_and(|it| it.file_type().is_ok_and(is_plain)));
        all_plain.then_some(stamp)
    }

    /// What the system says of a directory now.
    pub(crate) fn stamp_now_of_directory(&self, path: &str) -> Option<Stamp> {
        match self {
            Tree::Disk(disk) => disk.stamp_of_directory(path),
            Tree::Git(_) | Tree::Memory(_) => None,
        }
    }

    /// Whether there is nothing at a path, not even a symbolic link.
    pub(crate) fn is_absent(&self, path: &str) -> bool {
        match self {
            Tree::Disk(disk) => disk.is_absent(path),
            Tree::Git(_) | Tree::Memory(_) => false,
        }
    }

    /// Notes that a file holds what has this hash, which was known without reading it.
    pub(crate) fn note_text(&self, path: &str, hash: u128) {
        if let Tree::Disk(disk) = self {
            disk.note(Question::Text, path, || hash);
        }
    }

    /// Reads a file that is at most this long.
    pub(crate) fn read_at_most(&self, path: &str, longest: u64) -> Result<Vec<u8>, ReadError> {
        if let Tree::Disk(disk) = self {
            return disk.read_at_most(path, longest);
        }
        let bytes = self.read(path)?.bytes;
        match bytes.len() as u64 {
            size if size > longest => Err(ReadError::TooLong(size)),
            _ => Ok(bytes),
        }
    }

    /// How long a file on disk is.
    pub(crate) fn size(&self, path: &str) -> Option<u64> {
        match self {
            Tree::Disk(disk) => disk.size(path),
            Tree::Git(_) | Tree::Memory(_) => None,
        }
    }

    /// What is at a path, symbolic links followed.
    pub(crate) fn kind(&self, path: &str) -> Kind {
        match self {
            Tree::Disk(disk) => disk.kind(path),
            Tree::Git(git) => git.kind(path),
            Tree::Memory(files) => memory_kind(files, path),
        }
    }

    /// The names in a directory, sorted; empty if it is none or cannot be read. Names that are not UTF-8 are left out: no
    /// manifest and no `mod` can name them.
    pub(crate) fn list(&self, directory: &str) -> Vec<(String, Kind)> {
        match self {
            Tree::Disk(disk) => disk.list(directory),
            Tree::Git(git) => git.list(directory),
            Tree::Memory(files) => list_sorted(files, directory, |_| Kind::File),
        }
    }

    /// The path without symbolic links.
    pub(crate) fn canonical(&self, path: &str) -> Option<String> {
        match self {
            Tree::Disk(disk) => disk.canonical(path),
            Tree::Git(git) => git.resolve(path),
            Tree::Memory(_) => Some(path.to_owned()),
        }
    }

    /// Whether a path is a symbolic link on disk: those in git are followed there.
    pub(crate) fn is_link(&self, path: &str) -> bool {
        match self {
            Tree::Disk(disk) => disk.is_link(path),
            Tree::Git(_) | Tree::Memory(_) => false,
        }
    }

    /// As [`Tree::canonical`], for many files of few directories: what those are is found out once.
    pub(crate) fn canonical_beside(
        &self,
        path: &str,
        directories: &mut BTreeMap<String, Option<String>>,
    ) -> Option<String> {
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
        if !matches!(self, Tree::Disk(_)) || self.is_link(path) || name == ".." {
            return self.canonical(path);
        }
        if !directories.contains_key(directory) {
            directories.insert(directory.to_owned(), self.canonical(directory));
        }
        let real = directories.get(directory)?.as_deref()?;
        Some(paths::join(real, name))
    }

    /// Joins a path that code names to the directory it is relative to. The system follows links before it goes up
    /// (`link/../x.rs` is beside the link's target), so a path with `..` needs the real directory.
    pub(crate) fn join(&self, directory: &str, path: &str) -> String {
        if let Tree::Disk(disk) = self
            && Utf8Path::new(path).is_absolute()
        {
            return paths::relative(&slashes(&disk.root), &slashes(Utf8Path::new(path)));
        }
        if path.contains("..")
            && let Some(real) = self.canonical(directory)
        {
            return paths::join(&real, path);
        }
        paths::join(directory, path)
    }
}

impl Disk {
    /// A directory that is looked at together with another one; `below` is its path from there, and what is asked is noted
    /// with what is asked about that one.
    pub(crate) fn beside(root: Utf8PathBuf, below: String, notes: Arc<Notes>) -> io::Result<Disk> {
        let real = root.canonicalize_utf8()?;
        Ok(Disk {
            git: Git::around(&root),
            root,
            real,
            below,
            notes,
            confined: None,
            edits: None,
        })
    }

    /// The same, which is not trusted: nothing leads out of it, and git is told nothing by it.
    pub(crate) fn not_trusted(self) -> Disk {
        Disk {
            confined: Some(Arc::new(Confined::new(&self.real))),
            git: Git::apart(&self.root, &self.real),
            ..self
        }
    }

    /// The directory as if these files were written and removed, besides those that are already.
    pub(crate) fn edited(&self, edits: Edits) -> Disk {
        let mut all = self.edits.clone().unwrap_or_default();
        all.extend(edits);
        Disk {
            below: String::new(),
            notes: Arc::default(),
            edits: Some(all),
            ..self.again()
        }
    }

    /// The same directory, with the same edits.
    pub(crate) fn again(&self) -> Disk {
        Disk {
            root: self.root.clone(),
            real: self.real.clone(),
            below: self.below.clone(),
            notes: self.notes.clone(),
            confined: self.confined.clone(),
            git: self.git.clone(),
            edits: self.edits.clone(),
        }
    }

    /// Whether a path leads out of a directory that is not trusted.
    fn leads_out(&self, path: &str) -> bool {
        let confined = self.confined.as_ref();
        confined.is_some_and(|confined| confined.leads_out(path))
    }

    /// Whether it is otherwise than on disk: nothing may be written then, and nothing be remembered of it.
    pub(crate) fn is_edited(&self) -> bool {
        self.edits.is_some()
    }

    /// The files that the edits write or remove.
    pub(crate) fn edited_files(&self) -> impl Iterator<Item = &String> {
        self.edits.iter().flatten().map(|(path, _)| path)
    }

    /// Those that they write.
    pub(crate) fn written_files(&self) -> impl Iterator<Item = &String> {
        let edits = self.edits.iter().flatten();
        edits
            .filter(|(_, bytes)| bytes.is_some())
            .map(|(path, _)| path)
    }

    /// Whether the edits remove a file.
    pub(crate) fn removes(&self, path: &str) -> bool {
        matches!(self.edit(path), Some(Err(_)))
    }

    /// What the edits make of a path, if they say anything about it.
    fn edit(&self, path: &str) -> Option<Result<&Arc<[u8]>, ReadError>> {
        let edit = self.edits.as_ref()?.get(path)?;
        Some(edit.as_ref().ok_or(ReadError::Missing))
    }

    /// Whether the edits write a file below a directory.
    fn is_made(&self, directory: &str) -> bool {
        self.written_files()
            .any(|path| paths::is_inside(path, directory) && path != directory)
    }

    /// Where it is noted what is asked.
    pub(crate) fn notes(&self) -> &Arc<Notes> {
        &self.notes
    }

    fn note(&self, question: Question, path: &str, answer: impl FnOnce() -> u128) {
        match self.below.as_str() {
            "" => self.notes.path(question, path, answer),
            below => self.notes.path(question, &paths::join(below, path), answer),
        }
    }

    fn read(&self, path: &str) -> Result<Content, ReadError> {
        let read = self.read_now(path);
        match &read {
            Ok(content) => self.note(Question::Text, path, || hash_bytes(&content.bytes)),
            Err(ReadError::Missing) => self.note(Question::Text, path, || MISSING),
            Err(_) => self.notes.lose(),
        }
        read
    }

    fn read_at_most(&self, path: &str, longest: u64) -> Result<Vec<u8>, ReadError> {
        if let Some(edit) = self.edit(path) {
            return match edit? {
                bytes if bytes.len() as u64 > longest => {
                    Err(ReadError::TooLong(bytes.len() as u64))
                }
                bytes => Ok(bytes.to_vec()),
            };
        }
        let read = match self.leads_out(path) {
            true => Err(ReadError::Outside),
            false => read_file(self.root.join(path).as_std_path(), longest),
        };
        match &read {
            Ok((bytes, _)) => self.note(Question::Text, path, || hash_bytes(bytes)),
            Err(ReadError::Missing) => self.note(Question::Text, path, || MISSING),
            Err(ReadError::TooLong(_)) => drop(self.size(path)),
            Err(ReadError::Directory | ReadError::Special) => drop(self.kind(path)),
            Err(_) => self.notes.lose(),
        }
        read.map(|(bytes, _)| bytes)
    }

    fn size(&self, path: &str) -> Option<u64> {
        if let Some(edit) = self.edit(path) {
            return edit.ok().map(|bytes| bytes.len() as u64);
        }
        let data = || fs::metadata(self.root.join(path)).ok();
        let size = (!self.leads_out(path)).then(data).flatten();
        let size = size.map(|data| data.len());
        self.note(Question::Size, path, || size.map_or(MISSING, u128::from));
        size
    }

    /// The files that git tracks here, and those that it does not know yet and does not ignore.
    pub(crate) fn tracked(&self) -> Tracked {
        let tracked = self.git.tracked();
        self.note(Question::Tracked, "", || tracked.hash());
        tracked
    }

    /// The files that git's index holds here, or another one that is named.
    pub(crate) fn indexed(&self, index: Option<&str>) -> Tracked {
        let indexed = self.git.indexed(index);
        match index {
            None => self.note(Question::Indexed, "", || indexed.hash()),
            // It is gone when it is asked again.
            Some(_) => self.notes.lose(),
        }
        indexed
    }

    fn kind(&self, path: &str) -> Kind {
        if let Some(edit) = self.edit(path) {
            return edit.map_or(Kind::Missing, |_| Kind::File);
        }
        let data = match self.leads_out(path) {
            true => None,
            false => Some(fs::metadata(self.root.join(path))),
        };
        let kind = match data {
            None => Kind::Special,
            Some(data) => self.kind_of(path, data),
        };
        self.note(Question::Kind, path, || kind as u128);
        kind
    }

    fn kind_of(&self, path: &str, data: io::Result<fs::Metadata>) -> Kind {
        match data {
            Ok(data) if data.is_file() => Kind::File,
            Ok(data) if data.is_dir() => Kind::Directory,
            Ok(_) => Kind::Special,
            Err(_) if self.is_made(path) => Kind::Directory,
            Err(_) => Kind::Missing,
        }
    }

    fn is_link(&self, path: &str) -> bool {
        if self.edit(path).is_some() {
            return false;
        }
        let data = fs::symlink_metadata(self.root.join(path));
        let is_link = data.is_ok_and(|data| data.is_symlink());
        self.note(Question::Link, path, || u128::from(is_link));
        is_link
    }

    fn canonical(&self, path: &str) -> Option<String> {
        if let Some(edit) = self.edit(path) {
            return edit.ok().map(|_| path.to_owned());
        }
        let real = match self.leads_out(path) {
            true => None,
            false => self.root.join(path).canonicalize_utf8().ok(),
        };
        let real = real.map(|real| paths::relative(&slashes(&self.real), &slashes(&real)));
        if self.below.is_empty() {
            self.note(Question::Canonical, path, || hash_name(real.as_deref()));
        } else {
            // From the other directory it would be another path.
            self.notes.lose();
        }
        real.or_else(|| self.is_made(path).then(|| path.to_owned()))
    }

    fn list(&self, directory: &str) -> Vec<(String, Kind)> {
        let names = self.list_now(directory);
        self.note(Question::List, directory, || hash_list(&names));
        names
    }

    fn read_now(&self, path: &str) -> Result<Content, ReadError> {
        if let Some(edit) = self.edit(path) {
            return Ok(Content {
                bytes: edit?.to_vec(),
                identity: Identity::Path(path.to_owned()),
                stamp: None,
            });
        }
        if self.leads_out(path) {
            return Err(ReadError::Outside);
        }
        let longest = match self.confined {
            Some(_) => LONGEST_NOT_TRUSTED,
            None => LONGEST,
        };
        let (bytes, data) = read_file(self.root.join(path).as_std_path(), longest)?;
        let identity = match inode(&data) {
            Some((device, inode)) => Identity::Inode(device, inode),
            None => Identity::Path(self.canonical_or(path)),
        };
        Ok(Content {
            bytes,
            identity,
            stamp: Stamp::of(&data).filter(|it| inode(&data) == Some(it.inode())),
        })
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let is_here = self.edit(path).is_none() && self.confined.is_none();
        Stamp::of(&is_here.then(|| fs::metadata(self.root.join(path)).ok())??)
    }

    fn stamp_of_directory(&self, path: &str) -> Option<Stamp> {
        let is_here = !self.is_edited() && self.confined.is_none();
        Stamp::of_directory(&is_here.then(|| fs::metadata(self.root.join(path)).ok())??)
    }

    fn is_absent(&self, path: &str) -> bool {
        let data = fs::symlink_metadata(self.root.join(path));
        let is_here = !self.is_edited() && self.confined.is_none();
        is_here && data.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    fn canonical_or(&self, path: &str) -> String {
        match self.root.join(path).canonicalize_utf8() {
            Ok(real) => slashes(&real),
            Err(_) => path.to_owned(),
        }
    }

    fn list_now(&self, directory: &str) -> Vec<(String, Kind)> {
        let mut names = self.list_on_disk(directory);
        if !self.is_edited() {
            return names;
        }
        names.retain(|(name, _)| self.kind(&paths::join(directory, name)) != Kind::Missing);
        let made: BTreeMap<String, ()> = self
            .written_files()
            .map(|path| (path.clone(), ()))
            .collect();
        names.extend(list_sorted(&made, directory, |()| Kind::File));
        names.sort();
        names.dedup();
        names
    }

    fn list_on_disk(&self, directory: &str) -> Vec<(String, Kind)> {
        if self.leads_out(directory) {
            return Vec::new();
        }
        let Ok(entries) = fs::read_dir(self.root.join(directory)) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_file() => Kind::File,
                Ok(kind) if kind.is_dir() => Kind::Directory,
                Ok(kind) if kind.is_symlink() && self.leads_out(&paths::join(directory, &name)) => {
                    Kind::Special
                }
                // A link: what counts is what it leads to.
                _ => match fs::metadata(entry.path()) {
                    Ok(data) if data.is_file() => Kind::File,
                    Ok(data) if data.is_dir() => Kind::Directory,
                    Ok(_) => Kind::Special,
                    Err(_) => Kind::Missing,
                },
            };
            names.push((name, kind));
        }
        names.sort();
        names
    }
}

#[cfg(unix)]
fn inode(data: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn inode(_data: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// What nothing of a tree may lead out of, if it is not trusted.
pub(crate) fn confined(tree: &Tree) -> Option<&Confined> {
    match tree {
        Tree::Disk(disk) => disk.confined.as_deref(),
        Tree::Git(_) | Tree::Memory(_) => None,
    }
}

fn memory_kind<V>(files: &BTreeMap<String, V>, path: &str) -> Kind {
    if files.contains_key(path) {
        Kind::File
    } else if path.is_empty() || has_below(files, path) {
        Kind::Directory
    } else {
        Kind::Missing
    }
}
