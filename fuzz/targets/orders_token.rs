//! What a sender proves to be with.
//!
//! longest: 512

#![no_main]

govern_fuzz::target!("orders_token");
