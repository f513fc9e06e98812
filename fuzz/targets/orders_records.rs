//! What is stored.
//!
//! seed: sample-service/orders-wire/testdata/v1/record-*.json
//! longest: 8192

#![no_main]

govern_fuzz::target!("orders_records");
