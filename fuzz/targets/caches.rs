//! What caches hold, behind their checksums.
//!
//! longest: 4096

#![no_main]

govern_fuzz::target!("caches");
