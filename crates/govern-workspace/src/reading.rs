//! Reads and parses the files that are reachable through `mod` and `include!`, in parallel: a file is parsed, then those
//! that it leads to are.
//!
//! What is known afterwards depends on the files alone, not on who was first: for each path whether there is a file, and
//! its facts. Which module is which file is decided after that, in order ([`crate::routing`]).

mod recall;

use std::{
    collections::{BTreeSet, hash_map::Entry},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use govern_facts::{Edition, ModuleFile, extract, included_files, module_files};
use rayon::Scope;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    Error, Timings,
    entry::{Content, Identity, ReadError},
    facts_cache::{FactsCache, Key},
    known::{Kept, Known},
    paths,
    pool::Pool,
    stamps::Stamps,
    tree::Tree,
    unwritten::OfText,
};

/// Everything that is needed to read files, and what was read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) tree: &'a Tree,
    cache: Option<&'a FactsCache>,
    shared: Option<&'a Shared>,
    pub(crate) stamps: Option<&'a Stamps>,
    /// What is to be kept when there is a core to spare; without it, all is kept at once.
    later: Option<Mutex<Vec<OfText>>>,
    /// Directories of which it was asked where they are without symbolic links.
    links: Mutex<BTreeSet<String>>,
    state: Mutex<State>,
    pub(crate) counts: Counts,
}

/// Facts of another workspace, which files with the same content share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) by_content: FxHashMap<Key, Arc<Known>>,
    /// The same by git's name for the content, for blobs that then need not be read.
    pub(crate) by_object: FxHashMap<String, u128>,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) path: String,
    pub(crate) edition: Edition,
    pub(crate) hash: u128,
    pub(crate) known: Result<Arc<Known>, Fault>,
    /// Whether `modules` were looked for as of a file that owns its directory.
    pub(crate) owns_directory: bool,
    pub(crate) modules: Vec<ModuleFile>,
}

/// Why a file has no facts.
#[derive(Debug)]
pub(crate) enum Fault {
    Unreadable(ReadError),
    /// The first byte that is no UTF-8 is at this offset.
    NotUtf8(u32),
    /// The parser gave up on it.
    Parser,
}

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Job {
    pub(crate) path: String,
    pub(crate) edition: Edition,
    pub(crate) owns_directory: bool,
}

/// How much was done. Times are sums over all threads, in nanoseconds.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) parsed: AtomicUsize,
    pub(crate) cached: AtomicUsize,
    pub(crate) shared: AtomicUsize,
    pub(crate) bytes: AtomicU64,
    pub(crate) reading: AtomicU64,
    pub(crate) decoding: AtomicU64,
    pub(crate) parsing: AtomicU64,
    pub(crate) encoding: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    slots: FxHashMap<(String, Edition), Slot>,
    identities: FxHashMap<(Identity, Edition), usize>,
    files: Vec<Option<Loaded>>,
    /// Under which path each row was first reached.
    paths: Vec<String>,
}

/// What was read so far.
pub(crate) struct View<'a>(MutexGuard<'a, State>);

const FINISHED: &str = "a row is looked at after its file was read";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Busy,
    Missing,
    File(usize),
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        tree: &'a Tree,
        cache: Option<&'a FactsCache>,
        shared: Option<&'a Shared>,
        stamps: Option<&'a Stamps>,
    ) -> Self {
        Reading {
            tree,
            cache,
            shared,
            stamps,
            later: None,
            links: Mutex::default(),
            state: Mutex::default(),
            counts: Counts::default(),
        }
    }

    /// The same, which leaves what is to be kept to [others](Reading::take_later).
    pub(crate) fn keeping_later(self) -> Self {
        Reading {
            later: Some(Mutex::default()),
            ..self
        }
    }

    /// What is still to be kept.
    pub(crate) fn take_later(&self) -> Vec<OfText> {
        let later = self.later.iter();
        let later = later.map(|it| it.lock().unwrap_or_else(PoisonError::into_inner));
        later.flat_map(|mut it| std::mem::take(&mut *it)).collect()
    }

    /// Reads these files and those their modules lead to.
    pub(crate) fn run(&self, pool: &Pool, jobs: Vec<Job>) -> Result<(), Error> {
        let jobs = self.recall(jobs);
        if jobs.is_empty() {
            return Ok(());
        }
        pool.threads()?.in_place_scope(|scope| {
            for job in jobs {
                scope.spawn(move |scope| self.visit(scope, job));
            }
        });
        Ok(())
    }

    /// The files that were read.
    pub(crate) fn into_files(self) -> Vec<Loaded> {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        state
            .files
            .into_iter()
            .map(|file| file.expect(FINISHED))
            .collect()
    }

    /// What was read so far. Nothing can be read while somebody looks.
    pub(crate) fn view(&self) -> View<'_> {
        View(self.state())
    }

    /// What is known of a file, and in which edition; none if it could not be read.
    pub(crate) fn facts(&self, row: usize) -> Option<(Arc<Known>, Edition)> {
        let view = self.view();
        let file = view.file(row);
        Some((file.known.as_ref().ok()?.clone(), file.edition))
    }

    /// The text of a file, read again: texts are not kept. None if it is another one by now.
    pub(crate) fn text(&self, row: usize) -> Option<Arc<str>> {
        let (path, hash) = {
            let view = self.view();
            let file = view.file(row);
            (file.path.clone(), file.hash)
        };
        let bytes = self.tree.read(&path).ok()?.bytes;
        let is_same = xxh3_128(&bytes) == hash;
        let text = is_same.then(|| String::from_utf8(bytes).ok());
        Some(text.flatten()?.into())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a file and spawns its modules, unless somebody has begun to: as far as its modules differ by how it is
    /// reached, they are read afterwards.
    fn visit<'s>(&'s self, scope: &Scope<'s>, job: Job) {
        let key = (job.path.clone(), job.edition);
        match self.state().slots.entry(key.clone()) {
            Entry::Occupied(_) => return,
            Entry::Vacant(free) => {
                free.insert(Slot::Busy);
            }
        }
        let (slot, new) = self.read(&job);
        self.state().slots.insert(key, slot);
        if let (Slot::File(row), true) = (slot, new) {
            for job in self.led_to(&job, row) {
                scope.spawn(move |scope| self.visit(scope, job));
            }
        }
    }

    /// The files that modules of a file may be in, and those that it includes.
    fn led_to(&self, job: &Job, row: usize) -> Vec<Job> {
        let mut jobs = Vec::new();
        let known = self.view().file(row).known.as_ref().ok().cloned();
        let Some(known) = known.filter(|it| it.outline().leads_on) else {
            return jobs;
        };
        let modules = module_files(known.leading(), paths::stem(&job.path), job.owns_directory);
        let directory = paths::parent(&job.path);
        for module in &modules {
            for candidate in &module.candidates {
                jobs.push(Job {
                    path: self.join(directory, &candidate.path),
                    edition: job.edition,
                    owns_directory: candidate.owns_directory,
                });
            }
        }
        for included in included_files(known.leading()) {
            jobs.push(Job {
                path: self.join(directory, &included.path),
                edition: job.edition,
                owns_directory: true,
            });
        }
        self.state().files[row].as_mut().expect(FINISHED).modules = modules;
        jobs
    }

    /// Reads and parses one file. The flag tells whether it is new: an alias has no modules of its own to look for yet.
    fn read(&self, job: &Job) -> (Slot, bool) {
        let object = match self.tree {
            Tree::Git(git) => git
                .object(&job.path)
                .and_then(|object| self.shared?.by_object.get(object)),
            _ => None,
        };
        if let (Some(hash), Some(shared)) = (object, self.shared)
            && let Some(known) = shared.by_content.get(&(*hash, job.edition))
        {
            let identity = Identity::Path(
                self.tree
                    .canonical(&job.path)
                    .unwrap_or_else(|| job.path.clone()),
            );
            self.counts.shared.fetch_add(1, Ordering::Relaxed);
            return self.keep(job, identity, |_| (*hash, Ok(known.clone())));
        }
        if let Some((hash, known, identity)) = self.unchanged(job) {
            return self.keep(job, identity, |_| (hash, Ok(known)));
        }
        let started = Instant::now();
        let content = self.tree.read(&job.path);
        add_time(&self.counts.reading, started);
        match content {
            Ok(Content {
                bytes,
                identity,
                stamp,
            }) => self.keep(job, identity, |counts| {
                counts
                    .bytes
                    .fetch_add(bytes.len() as u64, Ordering::Relaxed);
                let (hash, known) = self.understand(bytes, job);
                if let (Some(stamps), Some(stamp)) = (self.stamps, stamp) {
                    stamps.put(&job.path, stamp, hash);
                }
                (hash, known)
            }),
            Err(ReadError::Missing) => {
                if let Some(stamps) = self.stamps {
                    stamps.put_absent(self.tree, &job.path);
                }
                (Slot::Missing, false)
            }
            Err(error) => {
                let identity = Identity::Path(job.path.clone());
                self.keep(job, identity, |_| (0, Err(Fault::Unreadable(error))))
            }
        }
    }

    /// What is known of a text already.
    fn known(&self, hash: u128, job: &Job) -> Option<Arc<Known>> {
        let key = (hash, job.edition);
        if let Some(known) = self.shared.and_then(|shared| shared.by_content.get(&key)) {
            self.counts.shared.fetch_add(1, Ordering::Relaxed);
            return Some(known.clone());
        }
        let cache = self.cache?;
        let started = Instant::now();
        let known = match (cache.find(key), self.tree) {
            (Some((outline, entry)), Tree::Disk(disk)) => Known::kept(
                outline,
                Kept {
                    entry,
                    path: disk.root.join(&job.path),
                    hash,
                    edition: job.edition,
                    notes: disk.notes().clone(),
                },
            ),
            _ => {
                let (facts, errors) = cache.get(key)?;
                Known::new(facts, errors)
            }
        };
        add_time(&self.counts.decoding, started);
        self.counts.cached.fetch_add(1, Ordering::Relaxed);
        Some(Arc::new(known))
    }

    /// Gives the file a row, or finds that it has one under another path.
    fn keep(
        &self,
        job: &Job,
        identity: Identity,
        understand: impl FnOnce(&Counts) -> (u128, Result<Arc<Known>, Fault>),
    ) -> (Slot, bool) {
        let row = match self.reserve(job, identity) {
            Ok(row) => row,
            Err(row) => return (Slot::File(row), false),
        };
        let (hash, known) = understand(&self.counts);
        self.state().files[row] = Some(Loaded {
            path: job.path.clone(),
            edition: job.edition,
            hash,
            known,
            owns_directory: job.owns_directory,
            modules: Vec::new(),
        });
        (Slot::File(row), true)
    }

    /// A new row, or the row that the file has already.
    fn reserve(&self, job: &Job, identity: Identity) -> Result<usize, usize> {
        let mut state = self.state();
        let Some(&same) = state.identities.get(&(identity.clone(), job.edition)) else {
            return Ok(state.add(job, identity));
        };
        if let Identity::Path(_) = identity {
            return Err(same);
        }
        // Another path to the same file, or a hard link: that is a file of its own.
        let other = state.paths[same].clone();
        drop(state);
        let real = self.tree.canonical(&job.path);
        if real == self.tree.canonical(&other) {
            return Err(same);
        }
        let identity = Identity::Path(real.unwrap_or_else(|| job.path.clone()));
        let mut state = self.state();
        match state.identities.get(&(identity.clone(), job.edition)) {
            Some(&row) => Err(row),
            None => Ok(state.add(job, identity)),
        }
    }

    /// The facts of a text: known already, from the cache, or parsed.
    fn understand(&self, bytes: Vec<u8>, job: &Job) -> (u128, Result<Arc<Known>, Fault>) {
        let (hash, edition) = (xxh3_128(&bytes), job.edition);
        let key = (hash, edition);
        if let Some(known) = self.known(hash, job) {
            return (hash, Ok(known));
        }
        let mut text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                return (
                    hash,
                    Err(Fault::NotUtf8(error.utf8_error().valid_up_to() as u32)),
                );
            }
        };
        // The compiler leaves a byte order mark out; so do we, without moving what follows.
        if text.starts_with('\u{feff}') {
            text.replace_range(..3, "   ");
        }
        self.counts.parsed.fetch_add(1, Ordering::Relaxed);
        let started = Instant::now();
        // A mistake in the parser must cost one file, and be said, not the run.
        let extracted = catch_unwind(AssertUnwindSafe(|| extract(&text, edition)));
        add_time(&self.counts.parsing, started);
        let Ok((facts, errors)) = extracted else {
            return (hash, Err(Fault::Parser));
        };
        drop(text);
        let known = Arc::new(Known::new(facts, errors));
        if let Some(later) = &self.later {
            let mut later = later.lock().unwrap_or_else(PoisonError::into_inner);
            later.push((key, known.clone()));
        } else if let Some(cache) = self.cache {
            let started = Instant::now();
            cache.put(key, known.facts(), &known.errors);
            add_time(&self.counts.encoding, started);
        }
        (hash, Ok(known))
    }

    /// As [`Tree::join`].
    pub(crate) fn join(&self, directory: &str, path: &str) -> String {
        if path.contains("..") {
            let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
            links.insert(directory.to_owned());
        }
        self.tree.join(directory, path)
    }
}

impl View<'_> {
    /// The row of the file at a path: outer `None` if nobody has looked yet, inner `None` if there is no file.
    pub(crate) fn file_at(&self, path: &str, edition: Edition) -> Option<Option<usize>> {
        match self.0.slots.get(&(path.to_owned(), edition))? {
            Slot::Missing => Some(None),
            Slot::File(row) => Some(Some(*row)),
            Slot::Busy => None,
        }
    }

    /// A file that was read.
    pub(crate) fn file(&self, row: usize) -> &Loaded {
        self.0.files[row].as_ref().expect(FINISHED)
    }
}

impl State {
    fn add(&mut self, job: &Job, identity: Identity) -> usize {
        let row = self.files.len();
        self.identities.insert((identity, job.edition), row);
        self.files.push(None);
        self.paths.push(job.path.clone());
        row
    }
}

impl Counts {
    /// Nothing was done.
    pub(crate) fn begin_again(&self) {
        for count in [&self.parsed, &self.cached, &self.shared] {
            count.store(0, Ordering::Relaxed);
        }
        for sum in [
            &self.bytes,
            &self.reading,
            &self.decoding,
            &self.parsing,
            &self.encoding,
        ] {
            sum.store(0, Ordering::Relaxed);
        }
    }

    pub(crate) fn timings(&self, timings: Timings) -> Timings {
        let time = |sum: &AtomicU64| Duration::from_nanos(sum.load(Ordering::Relaxed));
        Timings {
            read: time(&self.reading),
            cache_read: time(&self.decoding),
            parse: time(&self.parsing),
            cache_write: time(&self.encoding),
            parsed: self.parsed.load(Ordering::Relaxed),
            cached: self.cached.load(Ordering::Relaxed),
            shared: self.shared.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            ..timings
        }
    }
}

fn add_time(sum: &AtomicU64, since: Instant) {
    sum.fetch_add(since.elapsed().as_nanos() as u64, Ordering::Relaxed);
}
