//! Orders on the disk.

use crate::port::Store;

/// A directory.
pub struct Disk;

impl Store for Disk {
    fn keep(&self, _: &str) {}
}

/// No directory.
pub struct FakeDisk;

impl Store for FakeDisk {
    fn keep(&self, _: &str) {}
}
