//! The steps that loading with cargo and without it share.

use std::{
    sync::Arc,
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
