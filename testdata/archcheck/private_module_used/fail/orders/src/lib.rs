//! Orders, with modules that have a face.

pub mod api;
pub mod billing;
pub mod features;
