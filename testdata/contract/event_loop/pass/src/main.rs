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
    client.publish("seen.orders", order.payload).await?;
    Ok(())
}

/// What both are called is configured: they need not be the same.
pub async fn follow(client: &Client, heard: &str, told: &str) -> Result<(), Error> {
    let mut all = client.subscribe(format!("{heard}.>")).await?;
    while let Some(message) = all.next().await {
        client
            .publish(format!("{told}.seen"), message.payload)
            .await?;
    }
    Ok(())
}
