//! A record of a decision.
//!
//! seed: testdata/ac/**/adr/*.md
//! seed: testdata/clean/docs/adr/*.md
//! longest: 4096

#![no_main]

govern_fuzz::target!("decision");
