//! Requests and replies as CBOR.
//!
//! seed: sample-service/orders-wire/testdata/v1-cbor/*.hex
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_cbor");
