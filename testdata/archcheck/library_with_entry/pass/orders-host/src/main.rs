//! The host.

#[tokio::main]
async fn main() {
    orders_service::run().await;
}
