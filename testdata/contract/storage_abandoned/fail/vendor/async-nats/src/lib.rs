//! Stands for the crate of this name: nothing of it is built.
