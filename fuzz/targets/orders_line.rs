//! Requests in lines.
//!
//! seed: sample-service/examples/session.jsonl
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_line");
