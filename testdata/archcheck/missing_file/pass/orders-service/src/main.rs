//! The service.

mod domain;

fn main() {}
