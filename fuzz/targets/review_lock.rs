//! What was reviewed.
//!
//! seed: testdata/**/ac.lock
//! longest: 4096

#![no_main]

govern_fuzz::target!("review_lock");
