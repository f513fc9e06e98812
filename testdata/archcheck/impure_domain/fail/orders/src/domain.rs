//! Orders and their rules.

use std::fs;
//  ^^^^^^^ impure_domain: `domain` has to be pure, but `orders::domain` does input or output: `std::fs`
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::shared::Moment;

static NEXT: AtomicU64 = AtomicU64::new(1);
//     ^^^^ impure_domain: has state that all share

pub fn number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn is_late(due: Moment, grace: Duration) -> bool {
    due + grace < Moment::now()
    //            ^^^^^^^^^^^ impure_domain: `std::time::SystemTime::now`
}

pub fn toss() -> dice::ThreadRng {
    //           ^^^^^^^^^^^^^^^ impure_domain: draws random values: `rand::ThreadRng`
    dice::rng()
    // <- impure_domain: draws random values: `rand::rng`
}

pub fn load() -> Vec<u8> {
    fs::read("orders").unwrap_or_default()
}

pub fn greet() -> Option<String> {
    println!("{}", env!("PATH"));
    // <- impure_domain: `std::println!`
    //             ^^^^^^^^^^^^ impure_domain: reads the environment: `env! PATH`
    std::env::var("GREETING").ok()
    // <- impure_domain: `std::env::var`
}

pub fn later() {
    std::thread::spawn(|| ());
    // <- impure_domain: deals with threads
    std::process::exit(1);
    // <- impure_domain: deals with processes
}
