//! JSON, TOML and YAML that policies look at.
//!
//! seed: testdata/policy/**/*.toml
//! seed: testdata/policy/**/*.json
//! seed: testdata/policy/**/*.yaml
//! longest: 8192

#![no_main]

govern_fuzz::target!("documents");
