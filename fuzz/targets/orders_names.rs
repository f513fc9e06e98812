//! Subjects, ids and names.
//!
//! longest: 256

#![no_main]

govern_fuzz::target!("orders_names");
