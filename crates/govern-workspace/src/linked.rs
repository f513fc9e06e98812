//! What was linked in another run: it counts as long as all that linking looks at is the same.
//!
//! Linking looks at the packages with their features and flags, at which file is which module, and of each file at what stands
//! outside of the bodies of functions that declare nothing. So what a body says can change, and the module tree stays.

use std::{collections::BTreeMap, env, hash::Hash as _, sync::Arc};

use bitcode::{Decode, Encode};
use camino::{Utf8Path, Utf8PathBuf};
use govern_diagnostics::FileId;
use govern_facts::{Edition, FileFacts, outside_bodies};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::{
    Workspace,
    cargo::stamp,
    sealed::{Body, Part, Sealed},
    tree::Tree,
    workspace::Source,
};

/// There is a file for each workspace, and for what is asked for of it.
const LINKINGS: Sealed = Sealed {
    magic: *b"gvlink\0\x02",
    name: "linked-",
    most: 4,
};
/// What follows from a linking.
const FOLLOWING: Sealed = Sealed {
    magic: *b"gvfollo\x01",
    name: "follows-",
    most: 32,
};

/// What is kept of a linking. Behind it are the names, and then the facts of files with what macro calls expand to: bytes that are
/// left where they are until somebody asks.
#[derive(Debug, Encode, Decode)]
pub(crate) struct Kept {
    environment: u128,
    /// In the order of [`Workspace::files`].
    files: Vec<KeptFile>,
    /// How long the names are.
    names: u64,
    /// The rows of files with expanded macro calls, and how long their facts are.
    expanded: Vec<(u32, u64)>,
}

/// What a file of the cache with a linking holds.
#[derive(Debug)]
pub(crate) struct Opened {
    kept: Kept,
    names: Part,
    expanded: Vec<(u32, Part)>,
}

/// A file as it was when it was linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
struct KeptFile {
    hash: u128,
    edition: Edition,
    /// The hash of what it declares; none if there is no telling.
    declares: Option<u128>,
}

/// A linking of another run that is one of this workspace, too.
#[derive(Debug)]
pub struct LinkedBefore {
    names: Part,
    /// The files that have other bodies of functions now.
    pub changed: FxHashSet<FileId>,
    expanded: Vec<(FileId, Part)>,
    files: Vec<KeptFile>,
}

impl LinkedBefore {
    /// The names, as they were kept.
    pub fn names(&self) -> &[u8] {
        self.names.bytes()
    }
}

impl Workspace {
    /// The linking that was kept, if it is one of this workspace.
    pub fn linked_before(&self) -> Option<LinkedBefore> {
        let environment = self.environment()?;
        let Opened {
            kept,
            names,
            expanded,
        } = Opened::read(&self.linking()?).filter(|it| it.kept.environment == environment)?;
        if kept.files.len() != self.rust_files.len() {
            return None;
        }
        let mut changed = FxHashSet::default();
        let mut files = Vec::with_capacity(kept.files.len());
        for (row, before) in kept.files.iter().enumerate() {
            let file = self.rust_files[row];
            let source = self.source(file)?;
            if (before.hash, before.edition) == (source.hash, source.edition) {
                files.push(*before);
                continue;
            }
            let now = self.as_declared(file, source);
            let is_same = before.edition == now.edition
                && now.declares.is_some()
                && now.declares == before.declares;
            if !is_same {
                return None;
            }
            changed.insert(file);
            files.push(now);
        }
        let expanded = expanded.into_iter();
        let expanded = expanded.map(|(row, facts)| Some((self.file_of_row(row)?, facts)));
        Some(LinkedBefore {
            expanded: expanded.collect::<Option<_>>()?,
            changed,
            names,
            files,
        })
    }

    /// Takes a linking of another run for that of this workspace, with the facts of changed files in which macro calls were
    /// expanded.
    pub fn take_linked(&self, before: LinkedBefore, expanded: BTreeMap<FileId, FileFacts>) {
        self.keep_expanded(expanded);
        for (file, facts) in before.expanded {
            let source = self
                .source(file)
                .filter(|_| !before.changed.contains(&file));
            if let Some(source) = source {
                let _ = source.kept_expanded.set(facts);
            }
        }
        let _ = self.linked.set(self.following(&before.files));
    }

    /// Keeps a linking of this workspace for other runs, as bytes in which files are rows of [`Self::files`]. Failing to is no
    /// error.
    pub fn keep_linked(
        &self,
        names: impl FnOnce(&dyn Fn(FileId) -> Option<u32>) -> Option<Vec<u8>>,
    ) {
        let (Some(environment), Some(path)) = (self.environment(), self.linking()) else {
            return;
        };
        // What they declare is known of most files.
        let before = Opened::read(&path).map(|it| it.kept.files);
        let before = before.unwrap_or_default();
        let before: FxHashMap<(u128, Edition), KeptFile> = before
            .into_iter()
            .map(|file| ((file.hash, file.edition), file))
            .collect();
        let files = self.rust_files.par_iter().map(|&file| {
            let source = self.source(file)?;
            let known = before.get(&(source.hash, source.edition)).copied();
            Some(known.unwrap_or_else(|| self.as_declared(file, source)))
        });
        let Some(files) = files.collect::<Option<Vec<KeptFile>>>() else {
            return;
        };
        let Some(names) = names(&|file| self.row_of(file)) else {
            return;
        };
        let expanded = (0_u32..).zip(&self.rust_files);
        let expanded = expanded.filter_map(|(row, &file)| {
            let facts = self.source(file)?.expanded.get()?;
            Some((row, bitcode::encode(facts)))
        });
        let expanded: Vec<(u32, Vec<u8>)> = expanded.collect();
        let lengths = expanded
            .iter()
            .map(|(row, facts)| (*row, facts.len() as u64));
        let kept = Kept {
            environment,
            files,
            names: names.len() as u64,
            expanded: lengths.collect(),
        };
        let _ = self.linked.set(self.following(&kept.files));
        let head = bitcode::encode(&kept);
        let mut body = (head.len() as u64).to_le_bytes().to_vec();
        body.extend(head);
        body.extend(names);
        body.extend(expanded.into_iter().flat_map(|(_, facts)| facts));
        LINKINGS.write(&path, &body);
    }

    /// What was kept under this key and follows from the linking alone; none if there is nothing, or if the linking is none that
    /// is kept.
    pub fn followed(&self, what: &str) -> Option<Vec<u8>> {
        let body = FOLLOWING.read(&self.follows(what)?)?;
        Some(body.bytes().to_vec())
    }

    /// Keeps what follows from the linking, whatever bodies of functions say. Failing to is no error.
    pub fn keep_followed(&self, what: &str, body: impl FnOnce() -> Vec<u8>) {
        if let Some(path) = self.follows(what) {
            FOLLOWING.write(&path, &body());
        }
    }

    fn follows(&self, what: &str) -> Option<Utf8PathBuf> {
        let directory = self.cache.as_deref()?;
        let linked = (*self.linked.get()?)?;
        let mut state = Xxh3::new();
        (linked, what).hash(&mut state);
        Some(FOLLOWING.place(directory, state.digest128()))
    }

    /// Where the linking is; none if nothing can be kept.
    fn linking(&self) -> Option<Utf8PathBuf> {
        let directory = self.cache.as_deref()?;
        let mut state = Xxh3::new();
        (&self.root, &self.features, self.machine.identity()).hash(&mut state);
        Some(LINKINGS.place(directory, state.digest128()))
    }

    /// All that linking looks at but what stands in files, and the program that does it.
    fn environment(&self) -> Option<u128> {
        *self.environment.get_or_init(|| self.find_environment())
    }

    fn find_environment(&self) -> Option<u128> {
        match &self.tree {
            Tree::Disk(disk) if !disk.is_edited() => {}
            _ => return None,
        }
        let program = Utf8PathBuf::from_path_buf(env::current_exe().ok()?).ok()?;
        let mut state = Xxh3::new();
        (stamp(&program), &self.root, &self.prefix).hash(&mut state);
        (&self.packages, &self.features, self.machine.identity()).hash(&mut state);
        for route in &self.routes {
            (self.path(route.file), route.owns_directory).hash(&mut state);
            // Rows of conditions and macro calls depend on what bodies say. What they are does not.
            route.modules.len().hash(&mut state);
            for link in &route.modules {
                link.item.hash(&mut state);
                let choices = link.choices.iter();
                let choices = choices.map(|it| (it.route, it.cfg.is_some()));
                choices.collect::<Vec<_>>().hash(&mut state);
            }
            route.called.len().hash(&mut state);
            for link in &route.called {
                link.name.hash(&mut state);
                let choices = link.choices.iter();
                let choices = choices.map(|it| (it.route, it.cfg.is_some()));
                choices.collect::<Vec<_>>().hash(&mut state);
            }
            let included = route.included.iter().map(|it| it.choice.route);
            included.collect::<Vec<_>>().hash(&mut state);
        }
        for &file in &self.rust_files {
            let source = self.source(file)?;
            (self.path(file), &source.packages, source.known.is_some()).hash(&mut state);
        }
        Some(state.digest128())
    }

    /// What a file is, with what it declares.
    fn as_declared(&self, file: FileId, source: &Source) -> KeptFile {
        KeptFile {
            hash: source.hash,
            edition: source.edition,
            declares: self.declares(file, source),
        }
    }

    fn declares(&self, file: FileId, source: &Source) -> Option<u128> {
        let known = source.known.as_ref().filter(|it| it.errors.is_empty())?;
        let bytes = self.bytes(self.path(file)).ok()?;
        // It may have changed since.
        let text = (xxh3_128(&bytes) == source.hash).then_some(bytes)?;
        let text = String::from_utf8(text).ok()?;
        let mut state = Xxh3::new();
        outside_bodies(&text, source.edition, known.facts(), &mut state);
        Some(state.digest128())
    }

    /// A number for all that linking looks at.
    fn following(&self, files: &[KeptFile]) -> Option<u128> {
        let mut state = Xxh3::new();
        self.environment()?.hash(&mut state);
        for file in files {
            match file.declares {
                Some(declares) => (0_u8, declares, file.edition).hash(&mut state),
                None => (1_u8, file.hash, file.edition).hash(&mut state),
            }
        }
        Some(state.digest128())
    }
}

impl Opened {
    /// What is kept; none if it is missing, damaged, or of another version.
    fn read(path: &Utf8Path) -> Option<Opened> {
        Opened::of(LINKINGS.read(path)?)
    }

    /// Takes apart what a file holds; none if it is not what a linking is kept as.
    pub(crate) fn of(body: Body) -> Option<Opened> {
        let (length, rest) = body.bytes().split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let kept: Kept = bitcode::decode(rest.get(..length)?).ok()?;
        let mut end = size_of::<u64>() + length;
        let body = Arc::new(body);
        let mut part = |length: u64| {
            let range = end..end.checked_add(usize::try_from(length).ok()?)?;
            end = range.end;
            Part::of(&body, range)
        };
        let names = part(kept.names)?;
        let expanded = kept.expanded.iter();
        let expanded = expanded.map(|(row, length)| Some((*row, part(*length)?)));
        Some(Opened {
            expanded: expanded.collect::<Option<_>>()?,
            names,
            kept,
        })
    }
}
