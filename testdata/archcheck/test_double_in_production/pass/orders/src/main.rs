//! The program.

use orders::adapter::disk::Disk;
use orders::port::Store;

fn main() {
    Disk.keep("one");
}

#[cfg(test)]
mod tests {
    use orders::adapter::{Kept, disk::FakeDisk};
    use orders::port::Store;

    #[test]
    fn it_keeps() {
        Kept.keep("one");
        FakeDisk.keep("one");
    }
}
