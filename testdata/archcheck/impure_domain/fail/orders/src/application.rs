//! Use cases: they may do anything but look at the clock.

pub fn run() {
    println!("{:?}", std::time::Instant::now());
    //               ^^^^^^^^^^^^^^^^^^^^^^^ impure_domain: looks at the clock
}
