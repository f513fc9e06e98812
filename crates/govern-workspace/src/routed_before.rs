//! Which files the modules of a workspace were in another run. As long as all that were looked for are there or not there as they
//! were, and lead to the same files, so does the whole: no module has to be followed again.
//!
//! Kept is only what is plain: nothing that depends on what macros declare, or where several paths lead to one file.

use bitcode::{Decode, Encode};
use camino::{Utf8Path, Utf8PathBuf};
use govern_facts::Edition;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    entry::ReadError,
    reading::{Job, Loaded, Reading},
    routing::{Node, Root, Routing},
    sealed::Sealed,
};

/// There is a file for each workspace that is built in the same place.
const FILES: Sealed = Sealed {
    magic: *b"gvroute\x01",
    name: "routed-",
    most: 16,
};
/// If more files have another text that nobody has read yet, they are better read by many threads.
const READ: usize = 8;

/// Which files there were, and what led to them.
#[derive(Debug, Encode, Decode)]
pub(crate) struct RoutedBefore {
    roots: Vec<(String, Edition)>,
    /// By row.
    files: Vec<File>,
    /// Paths at which nothing was.
    absent: Vec<String>,
    /// Directories, and where they were without symbolic links: paths with `..` are relative to that.
    real: Vec<(String, Option<String>)>,
    nodes: Vec<Node>,
    /// Nodes of the roots.
    root_nodes: Vec<Option<usize>>,
}

#[derive(Debug, Encode, Decode)]
struct File {
    path: String,
    edition: Edition,
    owns_directory: bool,
    hash: u128,
}

/// The files of a workspace that are reached as they were.
#[derive(Debug)]
pub(crate) struct Recalled {
    pub(crate) roots: Vec<Root>,
    pub(crate) files: Vec<Loaded>,
    pub(crate) routing: Routing,
}

impl RoutedBefore {
    /// What is kept in a directory for a workspace.
    pub(crate) fn read(directory: &Utf8Path, root: &Utf8Path) -> Option<RoutedBefore> {
        decode(FILES.read(&place(directory, root))?.bytes())
    }

    /// Keeps which files there are, if it is plain. Failing to is no error.
    pub(crate) fn keep(
        directory: &Utf8Path,
        root: &Utf8Path,
        reading: &Reading<'_>,
        roots: &[Root],
        routing: &Routing,
    ) {
        let Some((files, absent)) = reading.plain().filter(|_| routing.is_plain()) else {
            return;
        };
        let file = |job: Job, hash: u128| File {
            path: job.path,
            edition: job.edition,
            owns_directory: job.owns_directory,
            hash,
        };
        let roots = roots.iter();
        let before = RoutedBefore {
            roots: roots
                .map(|root| (root.path.clone(), root.edition))
                .collect(),
            files: files
                .into_iter()
                .map(|(job, hash)| file(job, hash))
                .collect(),
            absent,
            real: reading.real_directories(),
            nodes: routing.nodes.clone(),
            root_nodes: routing.roots.clone(),
        };
        FILES.write(&place(directory, root), &bitcode::encode(&before));
    }

    /// The files that are reached from these roots, if they are reached as they were. If not, it is as if nothing had been read.
    pub(crate) fn recall(self, reading: &Reading<'_>, roots: &[Root]) -> Option<Recalled> {
        let recalled = self.look(reading, roots);
        if recalled.is_none() {
            reading.counts.begin_again();
        }
        recalled
    }

    fn look(self, reading: &Reading<'_>, roots: &[Root]) -> Option<Recalled> {
        let same_root = |(before, root): (&(String, Edition), &Root)| {
            (before.0.as_str(), before.1) == (root.path.as_str(), root.edition)
        };
        let is_same = self.roots.len() == roots.len()
            && self.roots.iter().zip(roots).all(same_root)
            && self
                .real
                .iter()
                .all(|(directory, real)| reading.tree.canonical(directory) == *real);
        if !is_same {
            return None;
        }
        let mut routing = Routing {
            nodes: self.nodes,
            roots: self.root_nodes,
            ..Routing::default()
        };
        let jobs = self.files.into_iter().map(|before| {
            let job = Job {
                path: before.path,
                edition: before.edition,
                owns_directory: before.owns_directory,
            };
            (job, before.hash)
        });
        let jobs: Vec<(Job, u128)> = jobs.collect();
        let mut said = Vec::with_capacity(jobs.len());
        let mut read = 0;
        for (job, _) in &jobs {
            let unchanged = reading.unchanged(job);
            read += usize::from(unchanged.is_none());
            if read > READ {
                return None;
            }
            said.push(unchanged);
        }
        if !self.absent.iter().all(|path| reading.is_still_absent(path)) {
            return None;
        }
        let mut inodes = FxHashSet::default();
        let mut files = Vec::with_capacity(jobs.len());
        let mut changed = Vec::new();
        for ((job, before), said) in jobs.into_iter().zip(said) {
            let (hash, known, identity) = match said {
                Some(unchanged) => unchanged,
                None => reading.read_again(&job)?,
            };
            // Of two paths to one file, one is no file of its own.
            if !inodes.insert((identity, job.edition)) {
                return None;
            }
            if hash != before {
                changed.push(files.len());
            }
            files.push(Loaded {
                path: job.path,
                edition: job.edition,
                hash,
                known: Ok(known),
                owns_directory: job.owns_directory,
                modules: Vec::new(),
            });
        }
        for row in changed {
            let known = files[row].known.as_ref().ok()?;
            if !routing.leads_on_again(reading, row, known) {
                return None;
            }
        }
        Some(Recalled {
            roots: roots.to_vec(),
            files,
            routing,
        })
    }
}

/// What is kept of bytes; none if they are something else.
pub(crate) fn decode(bytes: &[u8]) -> Option<RoutedBefore> {
    let before: RoutedBefore = bitcode::decode(bytes).ok()?;
    let (files, nodes) = (before.files.len(), before.nodes.len());
    let is_sound = before.root_nodes.len() == before.roots.len()
        && before.root_nodes.iter().flatten().all(|node| *node < nodes)
        && before.nodes.iter().all(|node| node.is_sound(files, nodes));
    is_sound.then_some(before)
}

fn place(directory: &Utf8Path, root: &Utf8Path) -> Utf8PathBuf {
    FILES.place(directory, xxh3_128(root.as_str().as_bytes()))
}

impl Reading<'_> {
    /// Whether there is still nothing at a path.
    fn is_still_absent(&self, path: &str) -> bool {
        let Some(stamps) = self.stamps else {
            return false;
        };
        if stamps.lacks(self.tree, path) {
            return true;
        }
        let is_absent = matches!(self.tree.read(path), Err(ReadError::Missing));
        if is_absent {
            stamps.put_absent(self.tree, path);
        }
        is_absent
    }
}
