//! Orders.

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.publish("orders.v1.placed", "{}".into()).await?;
    client.subscribe("orders.v1.place").await?;
    Ok(())
}
