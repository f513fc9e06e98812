//! An OpenAPI document.
//!
//! seed: testdata/contract/openapi_*/**/*.yaml
//! seed: testdata/clean/contracts/*.openapi.yaml
//! longest: 8192

#![no_main]

govern_fuzz::target!("openapi");
