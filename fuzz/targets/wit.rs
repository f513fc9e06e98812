//! Interfaces of components.
//!
//! seed: testdata/**/*.wit
//! longest: 8192

#![no_main]

govern_fuzz::target!("wit");
