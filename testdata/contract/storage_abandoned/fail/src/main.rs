//! Orders.

use async_nats::jetstream::{Context, kv, object_store, stream};

fn main() {}

/// What is kept of orders.
const ORDERS: &str = "orders_v2";

async fn bucket(context: &Context, name: &str) -> Result<kv::Store, async_nats::Error> {
    let config = kv::Config {
        bucket: name.to_owned(),
        ..Default::default()
    };
    Ok(context.create_key_value(config).await?)
}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    let context = async_nats::jetstream::new(client);
    let orders = bucket(&context, ORDERS).await?;
//               ^^^^^^^^^^^^^^^^^^^^^^^^ storage_abandoned: the bucket `orders` is called `orders_v2` now
    orders.put("o-1", "{}".into()).await?;
    context
        .create_object_store(object_store::Config {
//       ^^^^^^^^^^^^^^^^^^^ storage_abandoned: the object store `invoices` is called `bills` now
            bucket: "bills".to_owned(),
            ..Default::default()
        })
        .await?;
    Ok(())
}

pub async fn audit(context: &Context) -> Result<(), async_nats::Error> {
    context
        .create_stream(stream::Config {
//       ^^^^^^^^^^^^^ storage_abandoned: the stream `AUDIT` is called `TRAIL` now
            name: "TRAIL".to_owned(),
            subjects: vec!["audit.>".to_owned()],
            max_messages: 1_000,
            ..Default::default()
        })
        .await?;
    Ok(())
}

pub async fn note(context: &Context) -> Result<(), async_nats::Error> {
    let events = context.get_stream("EVENTS").await?;
    events.info().await?;
    context.publish("$KV.tallies.placed", "1".into()).await?;
//          ^^^^^^^ storage_abandoned: the bucket `counts` is called `tallies` now
    Ok(())
}
