//! Orders.

use async_nats::{Client, Error, Message};

fn main() {}

pub async fn serve() -> Result<(), Error> {
    let client = async_nats::connect("nats://localhost").await?;
    let mut orders = client.subscribe("orders.>").await?;
    while let Some(order) = orders.next().await {
        seen(&client, order).await?;
    }
    Ok(())
}

async fn seen(client: &Client, order: Message) -> Result<(), Error> {
    client.publish("orders.seen", order.payload).await?;
//         ^^^^^^^ event_loop: `orders.seen` is published by what deals with it
    Ok(())
}
