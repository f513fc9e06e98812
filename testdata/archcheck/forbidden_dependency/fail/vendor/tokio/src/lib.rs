//! Stands for the crate of this name.

pub fn spawn() {}
