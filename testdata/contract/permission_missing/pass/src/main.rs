//! Orders.

use async_nats::jetstream::kv;

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.publish("orders.v1.placed", "{}".into()).await?;
    client.subscribe("orders.v1.place").await?;
    let context = async_nats::jetstream::new(client);
    let boards = context
        .create_key_value(kv::Config {
            bucket: "boards".to_owned(),
            ..Default::default()
        })
        .await?;
    boards.put("o-1", "{}".into()).await?;
    // Others make it: it may stand for another one.
    let stock = context.get_key_value("stock").await?;
    stock.put("s-1", "{}".into()).await?;
    Ok(())
}
