//! Under which subject what is said.

/// Command: place an order.
pub const PLACE: &str = "orders.v1.place";
/// Command: cancel an order.
pub const CANCEL: &str = "orders.v1.cancel";
/// Command: ship an order.
pub const SHIP: &str = "orders.v1.ship";
/// Question: what is open for a customer.
pub const BOARD: &str = "orders.v1.board";

/// Event: an order was placed.
pub const PLACED: &str = "orders.v1.placed";
/// Event: an order was cancelled.
pub const CANCELLED: &str = "orders.v1.cancelled";
/// Event: an order was shipped.
pub const SHIPPED: &str = "orders.v1.shipped";

/// Question: how a node is. Each node answers.
pub const HEALTH: &str = "orders.v1.health";
/// Record: an announcement that was given up.
pub const DEAD_LETTERS: &str = "orders.v1.dead_letters";

/// What the desk answers to.
pub const REQUESTS: [&str; 4] = [PLACE, CANCEL, SHIP, BOARD];
/// What the desk makes known.
pub const EVENTS: [&str; 3] = [PLACED, CANCELLED, SHIPPED];
