//! The service on a desk.

/// Runs it.
pub fn main() {
//     ^^^^ library_with_entry: the package `orders-service` is a library, but it has `orders_service::local::main`
}
