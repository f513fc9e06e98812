//! Events.
//!
//! seed: sample-service/orders-wire/testdata/v1/event-*.json
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_events");
