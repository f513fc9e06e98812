//! Waivers in comments.
//!
//! seed: testdata/clean/crates/orders-adapter/src/lib.rs
//! seed: testdata/clean/deploy/nats.conf
//! longest: 4096

#![no_main]

govern_fuzz::target!("waiver");
