//! What somebody else needs of a contract.
//!
//! seed: testdata/**/contracts/consumers/*.toml
//! longest: 4096

#![no_main]

govern_fuzz::target!("contract_consumer");
