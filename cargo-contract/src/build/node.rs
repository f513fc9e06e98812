//! What the form of a type on the wire may depend on: texts, and what they name.

use govern_facts::Extent;
use govern_names::{InstanceId, ItemDef};

/// A text that something may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    /// An item of the workspace.
    Item(ItemDef),
    /// A call of a macro among items.
    Call(InstanceId, Extent),
    /// All files.
    Everything,
}

/// A part of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Node(Node),
}
