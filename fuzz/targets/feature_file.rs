//! Scenarios, by the gate.
//!
//! seed: testdata/ac/**/*.feature
//! seed: testdata/clean/**/*.feature
//! longest: 8192

#![no_main]

govern_fuzz::target!("feature_file");
