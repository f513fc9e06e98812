//! Codes of errors.
//!
//! seed: testdata/**/errors.toml
//! longest: 4096

#![no_main]

govern_fuzz::target!("error_codes");
