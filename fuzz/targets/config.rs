//! `govern.toml`.
//!
//! seed: testdata/**/govern.toml
//! seed: govern.toml
//! longest: 8192

#![no_main]

govern_fuzz::target!("config");
