//! A golden document.
//!
//! seed: testdata/**/contracts/samples/**/*.json
//! longest: 4096

#![no_main]

govern_fuzz::target!("golden_sample");
