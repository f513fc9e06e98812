//! A pattern with metavariables, and where it is looked for behind a line of `---`.
//!
//! longest: 4096

#![no_main]

govern_fuzz::target!("pattern");
