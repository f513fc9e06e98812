//! Orders.

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.publish("orders.v1.placed", "{}".into()).await?;
    client.publish("orders.v2.placed", "{}".into()).await?;
//         ^^^^^^^ permission_missing: `orders` may not publish to `orders.v2.placed` as `desk`
    client.subscribe("orders.v1.place").await?;
    Ok(())
}
