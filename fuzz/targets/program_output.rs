//! What programs that were asked wrote.
//!
//! longest: 8192

#![no_main]

govern_fuzz::target!("program_output");
