//! Requests and replies as JSON.
//!
//! seed: sample-service/orders-wire/testdata/v1/*.json
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_json");
