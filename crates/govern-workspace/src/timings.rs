//! Where the time went.

use std::time::Duration;

/// Where the time of loading a workspace went, and how much was done in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timings {
    /// All of it, as a clock on the wall shows it.
    pub total: Duration,
    /// Until the manifests were read.
    pub manifests: Duration,
    /// Until cargo had answered (or the cache for it), beside everything else.
    pub metadata: Duration,
    /// Whether cargo was asked; if not, the cache answered.
    pub cargo_ran: bool,
    /// Reading files, summed over all threads.
    pub read: Duration,
    /// Getting facts from the cache, summed over all threads.
    pub cache_read: Duration,
    /// Parsing, summed over all threads.
    pub parse: Duration,
    /// Writing to the cache, summed over all threads; not what is [left for later](crate::Workspace::keep_facts).
    pub cache_write: Duration,
    /// Deciding which `mod` leads to which file.
    pub modules: Duration,
    /// Files that were parsed.
    pub parsed: usize,
    /// Files whose facts came from the cache.
    pub cached: usize,
    /// Files whose facts are those of another workspace (the present one, for a revision).
    pub shared: usize,
    /// Bytes that were read.
    pub bytes: u64,
}
