//! Rust with wire types.
//!
//! seed: testdata/contract/field_*/*/src/*.rs
//! seed: testdata/contract/variant_*/*/src/*.rs
//! seed: testdata/clean/crates/orders-wire/src/*.rs
//! longest: 8192

#![no_main]

govern_fuzz::target!("wire_source");
