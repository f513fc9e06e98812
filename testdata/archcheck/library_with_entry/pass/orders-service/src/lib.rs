//! The service.

/// Runs it.
pub async fn run() {
    orders_domain::twice(1);
}
