//! A script.
//!
//! seed: scripts/*.sh
//! seed: testdata/**/scripts/*
//! longest: 8192

#![no_main]

govern_fuzz::target!("shell");
