//! What test runners wrote.
//!
//! seed: cargo-ac/tests/results/**
//! seed: testdata/ac/**/*.xml
//! seed: testdata/ac/**/*.json
//! seed: testdata/clean/results/*
//! longest: 16384

#![no_main]

govern_fuzz::target!("results");
