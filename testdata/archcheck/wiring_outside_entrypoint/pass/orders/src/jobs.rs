//! In no layer.

use crate::adapter::Store as Disk;

pub fn nightly(_: &Disk) {}

pub fn hourly(disk: &Disk) -> usize {
    nightly(disk);
    Disk::longest_name()
}

#[cfg(test)]
mod tests {
    use super::{Disk, nightly};

    #[test]
    fn a_test_makes_its_own() {
        nightly(&Disk::open());
    }
}
