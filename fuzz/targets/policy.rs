//! Policies in Rego, by the gate.
//!
//! seed: testdata/**/*.rego
//! seed: policy/**/*.rego
//! longest: 4096

#![no_main]

govern_fuzz::target!("policy");
