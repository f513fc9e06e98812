//! Orders.

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.queue_subscribe("orders.v1.place", "desk".to_owned()).await?;
//         ^^^^^^^^^^^^^^^ queue_group_changed: `orders.v1.place` was heard as `orders`, and is heard as `desk` now
    Ok(())
}
