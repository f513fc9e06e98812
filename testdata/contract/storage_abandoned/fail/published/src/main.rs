//! Orders.

use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{Context, kv, object_store, stream};

fn main() {}

/// What is kept of orders.
const ORDERS: &str = "orders";

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
    orders.put("o-1", "{}".into()).await?;
    let sessions = context.get_key_value("sessions").await?;
//                         ^^^^^^^^^^^^^ storage_abandoned: nothing uses the bucket `sessions` any more
    sessions.put("s-1", "{}".into()).await?;
    context
        .create_object_store(object_store::Config {
            bucket: "invoices".to_owned(),
            ..Default::default()
        })
        .await?;
    Ok(())
}

pub async fn audit(context: &Context) -> Result<(), async_nats::Error> {
    let audit = context
        .create_stream(stream::Config {
            name: "AUDIT".to_owned(),
            subjects: vec!["audit.>".to_owned()],
            max_messages: 1_000,
            ..Default::default()
        })
        .await?;
    audit
        .create_consumer(pull::Config {
            durable_name: Some("auditor".to_owned()),
            ..Default::default()
        })
        .await?;
    Ok(())
}

pub async fn note(context: &Context) -> Result<(), async_nats::Error> {
    let events = context.get_stream("EVENTS").await?;
    events
        .create_consumer(pull::Config {
//       ^^^^^^^^^^^^^^^ storage_abandoned: nothing reads as the consumer `notes` of the stream `EVENTS` any more
            durable_name: Some("notes".to_owned()),
            filter_subject: "events.placed".to_owned(),
            ..Default::default()
        })
        .await?;
    context.publish("$KV.counts.placed", "1".into()).await?;
    Ok(())
}
