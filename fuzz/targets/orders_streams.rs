//! The settings of streams.
//!
//! seed: sample-service/deploy/streams.json
//! longest: 8192

#![no_main]

govern_fuzz::target!("orders_streams");
