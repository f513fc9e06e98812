//! A JSON Schema.
//!
//! seed: testdata/contract/schema_*/**/*.json
//! seed: testdata/clean/contracts/*.json
//! longest: 8192

#![no_main]

govern_fuzz::target!("json_schema");
