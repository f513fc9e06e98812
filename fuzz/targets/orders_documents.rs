//! Documents between desk and module.
//!
//! seed: sample-service/orders-wire/testdata/guest-v1/*.json
//! longest: 8192

#![no_main]

govern_fuzz::target!("orders_documents");
