//! Stands for the crate of this name.

pub struct Client;

pub mod jetstream {
    pub struct Context;
}
