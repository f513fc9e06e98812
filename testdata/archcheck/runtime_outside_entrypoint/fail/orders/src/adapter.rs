//! The broker.

use rt::runtime::Runtime;
//  ^^^^^^^^^^^^^^^^^^^^ runtime_outside_entrypoint: but `orders::adapter` uses `tokio::runtime::Runtime`

pub fn flush() {
    Runtime::start();
}

pub fn fail() {
    std::process::exit(1);
    // <- runtime_outside_entrypoint: only the entrypoint starts and ends the program
}
