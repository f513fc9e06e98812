//! Orders.

use async_nats::jetstream::consumer::pull;

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    let context = async_nats::jetstream::new(client);
    let orders = context.get_stream("ORDERS").await?;
    let config = pull::Config {
        durable_name: Some("boards".to_owned()),
        filter_subject: "orders.v1.placed".to_owned(),
        ..Default::default()
    };
    orders.create_consumer(config).await?;
//         ^^^^^^^^^^^^^^^ durable_renamed: the consumer `projector` of the stream `ORDERS` is called `boards` now
    Ok(())
}
