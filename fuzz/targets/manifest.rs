//! `Cargo.toml`.
//!
//! seed: testdata/**/Cargo.toml
//! seed: Cargo.toml
//! longest: 8192

#![no_main]

govern_fuzz::target!("manifest");
