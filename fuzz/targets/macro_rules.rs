//! A `macro_rules!`, and arguments behind a line of `---`.
//!
//! longest: 4096

#![no_main]

govern_fuzz::target!("macro_rules");
