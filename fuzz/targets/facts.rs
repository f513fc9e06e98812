//! Facts of a Rust file.
//!
//! seed: testdata/**/*.rs
//! seed: crates/govern-facts/src/extract/**/*.rs
//! longest: 65536

#![no_main]

govern_fuzz::target!("facts");
