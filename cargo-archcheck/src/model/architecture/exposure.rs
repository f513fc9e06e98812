//! What adapters show although nobody needs it.

use govern_diagnostics::Span;

use super::ModuleRow;

/// What is shown without need.
#[derive(Debug, Default)]
pub struct Exposure {
    /// How many items were looked at.
    pub looked_at: usize,
    /// Those that nobody outside of their crate uses, sorted by place.
    pub items: Vec<Exposed>,
    /// Crates that are not looked at, because not all that uses them can be seen.
    pub unseen: Vec<Unseen>,
}

/// An item that nobody outside of its crate uses.
#[derive(Debug)]
pub struct Exposed {
    /// The module it stands in.
    pub module: ModuleRow,
    /// Its name.
    pub name: String,
    /// Where that stands.
    pub span: Span,
    /// The re-exports of the crate that name it.
    pub exports: Vec<Span>,
}

/// A crate that is not looked at.
#[derive(Debug)]
pub struct Unseen {
    /// Its root.
    pub module: ModuleRow,
    /// Why.
    pub why: &'static str,
    /// Where that is seen.
    pub span: Span,
}
