//! An AsyncAPI document.
//!
//! seed: testdata/contract/asyncapi_*/**/*.yaml
//! seed: testdata/clean/contracts/*.asyncapi.yaml
//! longest: 8192

#![no_main]

govern_fuzz::target!("asyncapi");
