//! The program.

use orders::adapter::Kept;
//  ^^^^^^^^^^^^^^^^^^^^^ test_double_in_production: `orders::adapter::in_memory::Kept` is for tests, but `orders` uses it in production
use orders::port::Store;

fn main() {
    Kept.keep("one");
    orders::adapter::disk::FakeDisk.keep("one");
    // <- test_double_in_production: `orders::adapter::disk::FakeDisk` is for tests
}
