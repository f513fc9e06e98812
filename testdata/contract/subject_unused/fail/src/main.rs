//! Orders.

use async_nats::{Client, Error};

const PREFIX: &str = "orders.v1";

fn main() {}

pub async fn serve() -> Result<(), Error> {
    let client = async_nats::connect("nats://localhost").await?;
    announce(&client, "placed").await?;
    Ok(())
}

async fn announce(client: &Client, what: &str) -> Result<(), Error> {
    client.publish(format!("{PREFIX}.{what}"), "{}".into()).await?;
    Ok(())
}
