//! Requests and replies as MessagePack.
//!
//! seed: sample-service/orders-wire/testdata/v1-msgpack/*.hex
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_msgpack");
