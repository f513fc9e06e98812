//! `Cargo.lock`.
//!
//! seed: testdata/**/Cargo.lock
//! longest: 8192

#![no_main]

govern_fuzz::target!("lock_file");
