//! What all layers use.

#[derive(Default)]
pub struct Id(pub u64);

pub mod prelude {
    pub use super::Id;
}
