//! A file of keys.
//!
//! seed: sample-service/examples/keys.json
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_keys");
