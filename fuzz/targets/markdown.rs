//! A document with links and commands.
//!
//! seed: *.md
//! seed: docs/*.md
//! seed: testdata/repository/**/*.md
//! longest: 16384

#![no_main]

govern_fuzz::target!("markdown");
