//! Orders.

use async_nats::jetstream::Context;
use async_nats::jetstream::kv;

mod store {
    //! What is kept, in a module of its own.

    /// The same bucket, by parts of its name.
    pub const ORDERS: &str = concat!("or", "ders");
}

fn main() {}

pub async fn keep(context: &Context) -> Result<(), async_nats::Error> {
    let orders = context
        .create_key_value(kv::Config {
            bucket: store::ORDERS.to_owned(),
            ..Default::default()
        })
        .await?;
    orders.put("o-1", "{}".into()).await?;
    let tokens = context
        .create_key_value(kv::Config {
            bucket: "tokens".to_owned(),
            ..Default::default()
        })
        .await?;
    tokens.put("t-1", "{}".into()).await?;
    // What is not needed any more is not left there.
    context.delete_key_value("sessions").await?;
    Ok(())
}

pub async fn announce(context: &Context) -> Result<(), async_nats::Error> {
    // Who runs the server makes the stream now, and deletes the consumer of nobody.
    let client = context.client();
    client.publish("events.placed", "{}".into()).await?;
    context
        .delete_consumer_from_stream("notes", "EVENTS")
        .await?;
    Ok(())
}
