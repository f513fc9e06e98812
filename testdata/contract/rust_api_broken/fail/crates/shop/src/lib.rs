//! What a shop is built with.

/// An order.
pub struct Order {
    /// Who ordered.
    pub customer: String,
    /// What somebody said about it.
    pub note: String,
//      ^^^^ rust_api_broken: struct exhaustively constructible through public API adds field: field Order.note
}

/// What becomes of it.
pub enum State {
    /// Nothing yet.
    Open,
    /// It is paid.
    Paid,
//  ^^^^ rust_api_broken: variant State:Paid
}

/// Places an order.
pub fn place(order: Order) -> Order {
    order
}

/// Counts orders.
pub fn count(orders: &[Order], paid: bool) -> usize {
//     ^^^^^ rust_api_broken: pub fn parameter count changed: shop::count now takes 2 parameters instead of 1
    if paid { orders.len() } else { 0 }
}
