//! Orders for tests.

pub fn order() -> shop::Order {
    shop::Order::default()
}
