//! Orders.

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.queue_subscribe("orders.v1.place", "orders".to_owned()).await?;
    Ok(())
}
