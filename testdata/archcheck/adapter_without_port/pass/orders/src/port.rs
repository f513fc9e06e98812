//! What orders need.

/// Where they are kept.
pub trait Store {
    /// Keeps one.
    fn keep(&self, order: &str);
}

/// Who is told.
pub trait Notify {
    /// Tells.
    fn notify(&self, text: &str);
}
