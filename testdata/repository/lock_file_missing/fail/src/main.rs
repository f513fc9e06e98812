//! Orders.

fn main() {}
