//! Stands in for the crate of that name.
