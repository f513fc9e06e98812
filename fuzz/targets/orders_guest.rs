//! What a module is told.
//!
//! seed: sample-service/orders-wire/testdata/guest-v1/request-*.json
//! longest: 8192

#![no_main]

govern_fuzz::target!("orders_guest");
