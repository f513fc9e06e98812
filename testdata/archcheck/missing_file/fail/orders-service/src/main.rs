//! The service.

mod domain;
mod utilities;

fn main() {}
