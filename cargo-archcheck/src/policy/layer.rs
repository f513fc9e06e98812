//! The number of a layer.

/// A layer: its row in [`Policy::layers`](crate::policy::Policy::layers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub u32);

impl LayerId {
    /// The row.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
