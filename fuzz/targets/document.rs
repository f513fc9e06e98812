//! Markdown, by the gate.
//!
//! seed: testdata/repository/**/*.md
//! seed: testdata/clean/*.md
//! longest: 8192

#![no_main]

govern_fuzz::target!("document");
