//! What orders need.

/// Where they are kept.
pub trait Store {
    /// Keeps one.
    fn keep(&self, order: &str);
}
