//! What orders have to do with others, over NATS.

use std::time::Duration;

use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{self, stream};
use async_nats::{Client, Error, HeaderMap};

/// What begins the subjects of the second version.
const SECOND: &str = "orders.v2";

fn main() {}

/// Announces orders in both versions, and writes an invoice for each.
pub async fn run(client: Client) -> Result<(), Error> {
    let context = jetstream::new(client.clone());
    let orders = context
        .get_or_create_stream(stream::Config {
            name: "ORDERS".to_owned(),
            subjects: vec![format!("{SECOND}.>")],
            max_age: Duration::from_secs(24 * 60 * 60),
            ..Default::default()
        })
        .await?;
    let mut headers = HeaderMap::new();
    headers.insert("Nats-Msg-Id", "1");
    context
        .publish_with_headers(format!("{SECOND}.placed"), headers, "{}".into())
        .await?
        .await?;
    orders
        .create_consumer(pull::Config {
            durable_name: Some("invoices".to_owned()),
            ack_wait: Duration::from_secs(30),
            max_deliver: 3,
            ..Default::default()
        })
        .await?;
    let mut requests = client
        .queue_subscribe("desk.place", "desk".to_owned())
        .await?;
    while let Some(request) = requests.next().await {
        client.publish("orders.v1.placed", request.payload).await?;
    }
    Ok(())
}
