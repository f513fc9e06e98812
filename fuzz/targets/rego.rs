//! A policy.
//!
//! seed: testdata/**/*.rego
//! seed: policy/**/*.rego
//! longest: 8192

#![no_main]

govern_fuzz::target!("rego");
