//! A shop of features that know nothing of each other.

pub mod adapter;
pub mod features;
pub mod money;
pub mod port;
pub mod template;
