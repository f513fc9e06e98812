//! Orders.

use async_nats::jetstream::{self, stream};
use std::time::Duration;

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    let context = jetstream::new(client);
    context
        .get_or_create_stream(stream::Config {
//       ^^^^^^^^^^^^^^^^^^^^ streams_overlap: the streams `AUDIT` and `ORDERS` both keep `orders.v1.placed`
            name: "ORDERS".to_owned(),
            subjects: vec!["orders.v1.>".to_owned()],
            max_age: Duration::from_secs(7 * 24 * 60 * 60),
            ..Default::default()
        })
        .await?;
    let audit = stream::Config {
        name: "AUDIT".to_owned(),
        subjects: vec!["*.v1.placed".to_owned()],
        max_bytes: 1024 * 1024,
        ..Default::default()
    };
    context.create_stream(audit).await?;
    Ok(())
}
