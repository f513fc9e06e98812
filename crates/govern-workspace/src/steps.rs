//! The steps that loading with cargo and without it share.

use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use camino::Utf8Path;

use crate::{
    Error, Timings,
    facts_cache::FactsCache,
    notes::Notes,
    reading::{Loaded, Reading},
    stamps::Stamps,
    tree::{Disk, Tree},
};

/// Brackets in source nest as deep as their author likes; only what is used of it takes memory.
const STACK: usize = 64 << 20;

/// The tree of a directory.
pub(crate) fn disk(root: &Utf8Path) -> Result<Tree, Error> {
    disk_beside(root, String::new(), Arc::default())
}

/// The tree of a directory that is looked at together with another one, [beside](Disk::beside) it.
pub(crate) fn disk_beside(
    root: &Utf8Path,
    below: String,
    notes: Arc<Notes>,
) -> Result<Tree, Error> {
    let disk = Disk::beside(root.to_owned(), below, notes);
    disk.map(Tree::Disk).map_err(|error| Error::Read {
        path: root.to_string(),
        message: error.to_string(),
    })
}

/// Threads with room for deep nesting, started when there is something to do for them.
#[derive(Debug)]
pub(crate) struct Pool {
    /// How many of them; none is one per core.
    number: Option<usize>,
    started: OnceLock<rayon::ThreadPool>,
}

impl Pool {
    pub(crate) fn new(number: Option<usize>) -> Pool {
        Pool {
            number,
            started: OnceLock::new(),
        }
    }

    pub(crate) fn threads(&self) -> Result<&rayon::ThreadPool, Error> {
        if let Some(pool) = self.started.get() {
            return Ok(pool);
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.number.unwrap_or(0))
            .stack_size(STACK)
            .thread_name(|number| format!("govern-{number}"))
            .build()
            .map_err(|error| Error::Threads {
                message: error.to_string(),
            })?;
        Ok(self.started.get_or_init(|| pool))
    }
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}

/// Ends reading: what was read, and how long it took. The cache is written.
pub(crate) fn finish(
    reading: Reading<'_>,
    cache: Option<&FactsCache>,
    stamps: Option<&Stamps>,
    timings: Timings,
) -> (Timings, Vec<Loaded>) {
    let mut timings = reading.counts.timings(timings);
    let files = reading.into_files();
    let ((), took) = timed(|| {
        cache.map(FactsCache::finish).unwrap_or_default();
        stamps.map(Stamps::finish).unwrap_or_default();
    });
    timings.cache_write += took;
    (timings, files)
}
