//! The domain: everything that it must not do.

use std::fs;
//  ^^^^^^^ forbidden_dependency: `std::fs` is forbidden in `domain`

use crate::shared::later;
//  ^^^^^^^^^^^^^^^^^^^^ forbidden_dependency: `tokio` is forbidden in `domain`: `orders::domain` reaches `tokio::spawn` through `orders::shared`

pub fn load() -> usize {
    later();
    fs::read("orders").map_or(0, |text| text.len())
}

pub fn close(_: nats::Client) {}
//              ^^^^^^^^^^^^ forbidden_dependency: `async-nats` is forbidden outside of `adapter`

pub fn stream(_: orders_shared::bus::jetstream::Context) {}
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ forbidden_dependency: `async-nats` is forbidden outside of `adapter`

pub fn variable() -> Option<String> {
    std::env::var("HOME").ok()
    // <- forbidden_dependency: `std::env` is forbidden in `domain`
}

pub fn now() -> bool {
    println!("{}", std::time::SystemTime::UNIX_EPOCH.elapsed().is_ok());
    // <- forbidden_dependency: `std::print*!` is forbidden in `domain`
    //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ forbidden_dependency: `std::time::SystemTime` is forbidden in `domain`
    true
}
