//! A ledger, by the gate.
//!
//! seed: testdata/ac/**/*.yaml
//! seed: testdata/clean/specs/*.yaml
//! longest: 8192

#![no_main]

govern_fuzz::target!("ledger_file");
