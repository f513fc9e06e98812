//! What orders need of the world.

use crate::domain::Line;

/// Where orders are kept.
pub trait Store: Send + Sync {
    /// Keeps the lines of an order.
    fn keep(&mut self, lines: Vec<Line>);

    /// How many orders are kept.
    fn count(&self) -> usize;
}
