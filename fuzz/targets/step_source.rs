//! Rust with steps of scenarios.
//!
//! seed: testdata/ac/step_*/**/tests/*.rs
//! seed: testdata/clean/crates/orders/tests/*.rs
//! longest: 8192

#![no_main]

govern_fuzz::target!("step_source");
