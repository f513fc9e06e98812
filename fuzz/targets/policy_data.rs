//! What policies are given.
//!
//! seed: testdata/policy/**/*.toml
//! seed: testdata/policy/**/*.yaml
//! seed: testdata/clean/policy/**/*.toml
//! seed: testdata/clean/policy/**/*.yaml
//! longest: 4096

#![no_main]

govern_fuzz::target!("policy_data");
