//! The configuration of a server.
//!
//! seed: testdata/**/*.conf
//! seed: sample-service/deploy/nats.conf
//! longest: 8192

#![no_main]

govern_fuzz::target!("nats_conf");
