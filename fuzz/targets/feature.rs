//! Gherkin.
//!
//! seed: testdata/**/*.feature
//! seed: sample-service/**/*.feature
//! seed: cargo-ac/tests/gherkin/**/*.feature
//! longest: 8192

#![no_main]

govern_fuzz::target!("feature");
