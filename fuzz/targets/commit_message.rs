//! What a commit says.
//!
//! seed: testdata/ac/commit_*/**/*.txt
//! seed: testdata/clean/docs/commit.txt
//! longest: 4096

#![no_main]

govern_fuzz::target!("commit_message");
