//! The manifest of a module.
//!
//! seed: sample-service/orders-guest/manifest.toml
//! longest: 4096

#![no_main]

govern_fuzz::target!("orders_manifest");
