//! The domain.

pub mod order {
    pub struct Order;
}
