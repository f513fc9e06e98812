//! Orders on the disk.

use std::fs;

use super::failure::Failure;
use crate::port::Store;

/// A directory.
pub struct Disk(pub String);

impl Store for Disk {
    fn keep(&self, order: &str) {
        let kept = fs::write(&self.0, order).map_err(Failure::from);
        drop(kept);
    }
}
