//! A file with secrets.
//!
//! seed: testdata/repository/secret_in_repository/**
//! longest: 8192

#![no_main]

govern_fuzz::target!("secrets");
