//! What goes wrong on the disk.

use std::fs::File;

/// What goes wrong.
pub struct Failure(pub Option<File>);

impl From<std::io::Error> for Failure {
    fn from(_: std::io::Error) -> Self {
        Failure(None)
    }
}
