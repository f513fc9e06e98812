#[path = "b.rs"]
mod b;
