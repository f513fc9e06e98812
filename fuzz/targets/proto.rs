//! Protocol Buffers.
//!
//! seed: testdata/**/*.proto
//! longest: 8192

#![no_main]

govern_fuzz::target!("proto");
