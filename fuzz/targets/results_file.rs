//! Results of tests, by the gate.
//!
//! seed: testdata/ac/**/*.xml
//! seed: testdata/ac/**/*.json
//! seed: testdata/clean/results/*
//! longest: 8192

#![no_main]

govern_fuzz::target!("results_file");
