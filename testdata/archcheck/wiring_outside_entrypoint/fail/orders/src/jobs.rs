//! In no layer.

use crate::adapter::Store as Disk;

pub fn nightly(_: &Disk) {}

pub fn hourly() -> usize {
    nightly(&Disk::open());
    //       ^^^^^^^^^^ wiring_outside_entrypoint: only the entrypoint makes adapters, but `orders::jobs` makes `orders::adapter::Store`
    nightly(&Disk { name: String::new() });
    Disk::longest_name()
}
