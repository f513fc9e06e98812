//! What an order costs.

/// What two of them cost.
pub fn twice(price: u32) -> u32 {
    2 * price
}
