//! Orders.

use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{Context, kv, stream};

fn main() {}

pub async fn serve(context: &Context) -> Result<(), async_nats::Error> {
    let orders = context
        .create_key_value(kv::Config {
            bucket: "orders".to_owned(),
            ..Default::default()
        })
        .await?;
    orders.put("o-1", "{}".into()).await?;
    let old = context.get_key_value("sessions").await?;
    old.put("s-1", "{}".into()).await?;
    Ok(())
}

pub async fn announce(context: &Context) -> Result<(), async_nats::Error> {
    let events = context
        .create_stream(stream::Config {
            name: "EVENTS".to_owned(),
            subjects: vec!["events.>".to_owned()],
            max_messages: 1_000,
            ..Default::default()
        })
        .await?;
    context.publish("events.placed", "{}".into()).await?;
    events
        .create_consumer(pull::Config {
            durable_name: Some("notes".to_owned()),
            ..Default::default()
        })
        .await?;
    let stock = context.get_stream("STOCK").await?;
    stock.info().await?;
    Ok(())
}
