//! The service.

pub mod local;

/// Runs it.
#[tokio::main]
//^^^^^^^^^^^ library_with_entry: the package `orders-service` is a library, but it starts a program in `orders_service`, by `tokio::main`
pub async fn run() {
    orders_domain::twice(1);
}
