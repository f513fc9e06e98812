//! A module.
//!
//! seed: testdata/**/*.wasm
//! longest: 8192

#![no_main]

govern_fuzz::target!("wasm");
