//! YAML.
//!
//! seed: testdata/**/*.yaml
//! seed: testdata/**/*.yml
//! seed: specs/*.yaml
//! longest: 16384

#![no_main]

govern_fuzz::target!("yaml");
