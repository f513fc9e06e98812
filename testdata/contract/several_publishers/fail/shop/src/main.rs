//! One of two programs.

fn main() {}

pub async fn serve() -> Result<(), async_nats::Error> {
    let client = async_nats::connect("nats://localhost").await?;
    client.publish("orders.v1.placed", "{}".into()).await?;
//         ^^^^^^^ several_publishers: `importer` and `shop` both publish to `orders.v1.placed`
    Ok(())
}
