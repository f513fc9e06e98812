//! How nodes of a wire model are referred to.

/// A node of a [`Wire`](super::Wire).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(pub u32);

/// The node that a value is of, in the model that it comes from.
///
/// It is no part of the value: all are equal, so that values of two models can be compared.
#[derive(Debug, Clone, Copy)]
pub struct OfShape(pub ShapeId);

impl OfShape {
    /// That of values that no document holds, such as a `Result` on the way. No wire model has it.
    pub const NOWHERE: OfShape = OfShape(ShapeId(u32::MAX));

    /// The node, if the value may be in a document.
    pub fn somewhere(self) -> Option<ShapeId> {
        (self.0 != OfShape::NOWHERE.0).then_some(self.0)
    }
}

impl PartialEq for OfShape {
    fn eq(&self, _: &OfShape) -> bool {
        true
    }
}

impl Eq for OfShape {}
