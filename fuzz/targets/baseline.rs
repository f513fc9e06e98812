//! Findings that were accepted.
//!
//! seed: testdata/**/govern-baseline.toml
//! longest: 4096

#![no_main]

govern_fuzz::target!("baseline");
