//! Which contracts there are.
//!
//! seed: testdata/**/contracts/manifest.toml
//! longest: 8192

#![no_main]

govern_fuzz::target!("contract_manifest");
