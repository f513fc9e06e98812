//! Files of others that say what a change needs.
//!
//! longest: 8192

#![no_main]

govern_fuzz::target!("agent_files");
