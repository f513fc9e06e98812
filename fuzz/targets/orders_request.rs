//! A request to a desk.
//!
//! seed: sample-service/orders-wire/testdata/v1/command-*.json
//! seed: sample-service/orders-wire/testdata/v1-cbor/command-*.hex
//! seed: sample-service/orders-wire/testdata/v1-msgpack/command-*.hex
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_request");
