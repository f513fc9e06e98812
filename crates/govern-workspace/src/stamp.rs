//! What the system says of a file or a directory.

use std::{fs, time::Duration};

use bitcode::{Decode, Encode};

/// How long before it was read a file must have been written for the last time: longer than any clock of files ticks.
const SETTLED: Duration = Duration::from_secs(2);

/// What the system says of a file or a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Stamp {
    pub(crate) size: u64,
    /// Nanoseconds since 1970.
    modified: i128,
    /// The same of the inode.
    changed: i128,
    device: u64,
    pub(crate) inode: u64,
}

impl Stamp {
    /// The device and the inode.
    pub(crate) fn inode(self) -> (u64, u64) {
        (self.device, self.inode)
    }

    /// What it says of a file; none where it says too little.
    #[cfg(unix)]
    pub(crate) fn of(data: &fs::Metadata) -> Option<Stamp> {
        data.is_file().then(|| Stamp::of_any(data))
    }

    /// The same of a directory, whose names are the same as long as this is.
    #[cfg(unix)]
    pub(crate) fn of_directory(data: &fs::Metadata) -> Option<Stamp> {
        data.is_dir().then(|| Stamp::of_any(data))
    }

    #[cfg(unix)]
    fn of_any(data: &fs::Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt as _;
        let time = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Stamp {
            size: data.len(),
            modified: time(data.mtime(), data.mtime_nsec()),
            changed: time(data.ctime(), data.ctime_nsec()),
            device: data.dev(),
            inode: data.ino(),
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_data: &fs::Metadata) -> Option<Stamp> {
        None
    }

    #[cfg(not(unix))]
    pub(crate) fn of_directory(_data: &fs::Metadata) -> Option<Stamp> {
        None
    }

    /// Whether it was settled at a time, so that whatever is written later changes it.
    pub(crate) fn is_settled(self, at: i128) -> bool {
        let before = at - SETTLED.as_nanos() as i128;
        self.modified < before && self.changed < before
    }
}
