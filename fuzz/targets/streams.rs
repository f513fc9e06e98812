//! The streams that there are.
//!
//! seed: sample-service/deploy/streams.json
//! longest: 8192

#![no_main]

govern_fuzz::target!("streams");
