//! What a build script prints.
//!
//! seed: **/build.rs
//! seed: testdata/archcheck/**/*.rs
//! longest: 16384

#![no_main]

govern_fuzz::target!("build_script");
