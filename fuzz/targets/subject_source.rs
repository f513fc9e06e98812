//! Rust that says and hears things on subjects.
//!
//! seed: testdata/contract/subject_*/**/*.rs
//! seed: testdata/contract/stream*/**/*.rs
//! seed: testdata/clean/crates/orders-bus/src/*.rs
//! longest: 8192

#![no_main]

govern_fuzz::target!("subject_source");
