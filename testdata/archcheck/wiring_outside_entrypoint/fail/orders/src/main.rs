//! The program.

fn main() {
    orders::jobs::nightly(&orders::adapter::Store::open());
}
