//! Orders.

use async_nats::jetstream::kv;

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.publish("orders.v1.placed", "{}".into()).await?;
    client.publish("orders.v2.placed", "{}".into()).await?;
//         ^^^^^^^ permission_missing: `orders` may not publish to `orders.v2.placed` as `desk`
    client.subscribe("orders.v1.place").await?;
    let context = async_nats::jetstream::new(client);
    let boards = context
        .create_key_value(kv::Config {
            bucket: "boards_v2".to_owned(),
            ..Default::default()
        })
        .await?;
    boards.put("o-1", "{}".into()).await?;
//         ^^^ permission_missing: `orders` may not publish to `$KV.boards_v2.>` as `desk`
    Ok(())
}
