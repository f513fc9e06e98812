//! A ledger in YAML or Markdown.
//!
//! seed: testdata/ac/**/*.yaml
//! seed: testdata/ac/**/*.md
//! seed: testdata/clean/specs/*.yaml
//! longest: 16384

#![no_main]

govern_fuzz::target!("ledger");
