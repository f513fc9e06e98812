//! What an order is.

use crate::adapter::Bus;

/// Places an order, and tells everybody.
pub fn place(order: &str, bus: &mut Bus) {
    bus.send(order);
}
