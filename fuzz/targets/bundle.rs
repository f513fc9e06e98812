//! What a bundle may hold.
//!
//! seed: testdata/**/contextpack.yaml
//! longest: 4096

#![no_main]

govern_fuzz::target!("bundle");
