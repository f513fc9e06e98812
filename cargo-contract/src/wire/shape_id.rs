//! How nodes of a wire model are referred to.

/// A node of a [`Wire`](super::Wire).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(pub u32);
