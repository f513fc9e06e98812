//! Orders.

use async_nats::HeaderMap;
use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{self, stream};
use std::time::Duration;

/// How often a message comes again.
const DELIVERIES: i64 = 5;

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    let context = jetstream::new(client);
    let invoices = stream::Config {
        name: "INVOICES".to_owned(),
        subjects: vec!["invoices.>".to_owned()],
        max_age: Duration::from_secs(3600),
        duplicate_window: Duration::from_secs(60),
        ..Default::default()
    };
    context.create_stream(invoices).await?;
//          ^^^^^^^^^^^^^ dedup_window_too_short: the stream `INVOICES` knows ids for 60 s, and `billing` gets messages again for 150 s
    let orders = context.get_stream("ORDERS").await?;
    let consumer = orders
        .get_or_create_consumer(
            "billing",
            pull::Config {
                durable_name: Some("billing".to_owned()),
                filter_subject: "orders.v1.placed".to_owned(),
                ack_wait: Duration::from_secs(30),
                max_deliver: DELIVERIES,
                ..Default::default()
            },
        )
        .await?;
    let mut headers = HeaderMap::new();
    headers.insert("Nats-Msg-Id", "1");
    for _ in consumer.fetch().messages().await? {
        context
            .publish_with_headers("invoices.v1.written", headers.clone(), "{}".into())
            .await?;
    }
    Ok(())
}
