//! Stands for the crate of that name.
