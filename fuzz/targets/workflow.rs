//! A workflow of GitHub Actions, and a script.
//!
//! seed: testdata/repository/**/*.yml
//! seed: testdata/clean/.github/workflows/*.yml
//! seed: .github/workflows/*.yml
//! longest: 8192

#![no_main]

govern_fuzz::target!("workflow");
