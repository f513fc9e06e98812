//! Technology.

pub mod disk;
pub mod in_memory;

pub use in_memory::Kept;
