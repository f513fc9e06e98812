//! Expressions of a Rust file.
//!
//! seed: testdata/**/*.rs
//! seed: sample-service/orders/src/**/*.rs
//! longest: 16384

#![no_main]

govern_fuzz::target!("expressions");
