//! A contract as it was accepted.
//!
//! seed: testdata/**/contracts/accepted/**/*.json
//! seed: contracts/accepted/**/*.json
//! longest: 16384

#![no_main]

govern_fuzz::target!("accepted_contract");
