//! What the sentences about stock mean.

use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use orders_wire::encode;
use orders_wire::v1::{ReceiveGoods, ReceiveReply, StockEvent, StockReply, subject};
use serde_json::json;

use crate::world::World;

#[given(expr = "{int} of {string} have arrived")]
#[when(expr = "{int} of {string} arrive")]
async fn arrive(world: &mut World, many: u32, sku: String) {
    let command = world.command_id();
    let reply = receives(world, many, sku, command).await;
    let is_counted = matches!(reply, ReceiveReply::Accepted { .. });
    assert!(is_counted, "{reply:?}");
}

#[then(expr = "{int} of {string} with command {string} are counted as version {int}")]
async fn are_counted(world: &mut World, many: u32, sku: String, command: String, expected: u32) {
    let reply = receives(world, many, sku, command).await;
    let is_counted = matches!(reply, ReceiveReply::Accepted { version, .. } if version == expected);
    assert!(is_counted, "{reply:?}");
}

#[then(expr = "{int} of {string} with command {string} are rejected as {string}")]
async fn are_rejected(
    world: &mut World,
    many: u32,
    sku: String,
    command: String,
    expected: String,
) {
    let reply = receives(world, many, sku, command).await;
    let is_rejected = matches!(&reply, ReceiveReply::Rejected { code, .. } if *code == expected);
    assert!(is_rejected, "{reply:?}");
}

async fn receives(world: &World, many: u32, sku: String, command: String) -> ReceiveReply {
    let receive = ReceiveGoods {
        command_id: command,
        sku,
        quantity: many,
    };
    world.request(subject::RECEIVE, &encode(&receive)).await
}

#[given("all of this has taken its effect")]
async fn is_settled(world: &mut World) {
    world.backend().settle().await;
}

#[then(expr = "of {string} {int} are reserved, {int} issued and {int} available")]
async fn stock_is(world: &mut World, of: String, held: u64, left: u64, free: u64) {
    match stock(world, &of).await {
        StockReply::Found {
            sku,
            reserved,
            issued,
            available,
            ..
        } => assert_eq!((sku, reserved, issued, available), (of, held, left, free)),
        reply => panic!("{reply:?}"),
    }
}

#[then(expr = "{string} is not counted")]
async fn is_not_counted(world: &mut World, of: String) {
    let reply = stock(world, &of).await;
    assert_eq!(reply, StockReply::Uncounted { sku: of });
}

async fn stock(world: &World, of: &str) -> StockReply {
    world.backend().settle().await;
    let query = encode(&json!({ "sku": of }));
    world.request(subject::STOCK, &query).await
}

#[then("this was made known of stock:")]
async fn was_made_known(world: &mut World, step: &Step) {
    let events = world.backend().stock_events().await;
    let known: Vec<_> = events.iter().map(summary).collect();
    let table = step.table.as_ref().expect("the step has a table");
    let expected = table.rows.get(1..).expect("the table has a header");
    assert_eq!(known, expected);
}

fn summary((subject, event): &(String, StockEvent)) -> Vec<String> {
    let (sku, version, order) = match event {
        StockEvent::Received(event) => (&event.sku, event.version, ""),
        StockEvent::Reserved(event) | StockEvent::Released(event) | StockEvent::Issued(event) => {
            (&event.sku, event.version, event.order_id.as_str())
        }
    };
    vec![
        subject.clone(),
        sku.clone(),
        version.to_string(),
        order.to_owned(),
    ]
}
