//! Orders.

use async_nats::jetstream::{self, stream};

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    let context = jetstream::new(client);
    context
        .get_or_create_stream(stream::Config {
//       ^^^^^^^^^^^^^^^^^^^^ stream_without_limits: nothing bounds the stream `ORDERS`
            name: "ORDERS".to_owned(),
            subjects: vec!["orders.v1.>".to_owned()],
            ..Default::default()
        })
        .await?;
    Ok(())
}
