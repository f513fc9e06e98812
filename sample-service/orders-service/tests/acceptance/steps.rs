//! What the sentences of the scenarios mean.

use std::collections::BTreeSet;

use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use futures_util::future::join_all;
use orders::domain::TenantId;
use orders_wire::encode;
use orders_wire::v1::{BoardReply, CommandReply, Event, FailureCode, subject};
use serde_json::{Value, json};

use crate::world::{World, order_worth};

/// The rows of the table below its header.
fn rows(step: &Step) -> &[Vec<String>] {
    let table = step.table.as_ref().expect("the step has a table");
    table.rows.get(1..).expect("the table has a header")
}

fn number(cell: &str) -> u64 {
    cell.parse().expect("the cell is a number")
}

#[when(expr = "the desk is asked for the tenant {string}")]
fn is_asked_for(world: &mut World, tenant: String) {
    world.tenant = Some(TenantId::parse(&tenant).expect("scenarios use good ids"));
}

#[given("the desk listens to those who sign")]
async fn listens_to_those_who_sign(world: &mut World) {
    world.start_with_keys().await;
}

#[given(expr = "the sender has the key {string}")]
#[when(expr = "the sender has the key {string}")]
fn has_the_key(world: &mut World, key: String) {
    world.key = Some(key);
}

#[when("the sender signs nothing")]
fn signs_nothing(world: &mut World) {
    world.key = None;
}

#[given(expr = "requests are sent as {string}")]
#[when(expr = "requests are sent as {string}")]
fn are_sent_as(world: &mut World, form: String) {
    world.form = Some(form);
}

#[given(expr = "{string} has placed order {string} worth {string}")]
async fn has_placed(world: &mut World, customer: String, order: String, worth: String) {
    let command = world.command_id();
    has_placed_with(world, customer, order, worth, command).await;
}

#[given(expr = "{string} has placed order {string} worth {string} with command {string}")]
async fn has_placed_with(
    world: &mut World,
    customer: String,
    order: String,
    worth: String,
    command: String,
) {
    places_with(world, customer, order, worth, command).await;
    is_accepted(world, 1);
}

#[when(expr = "{string} places order {string} worth {string} with command {string}")]
async fn places_with(
    world: &mut World,
    customer: String,
    order: String,
    worth: String,
    command: String,
) {
    let place = order_worth(command, customer, order, &worth);
    world.send(subject::PLACE, &encode(&place)).await;
}

#[when(expr = "{string} places order {string}:")]
async fn places(world: &mut World, customer: String, order: String, step: &Step) {
    let lines: Vec<Value> = rows(step)
        .iter()
        .map(|row| match row.as_slice() {
            [sku, quantity, minor, currency] => json!({
                "sku": sku,
                "quantity": number(quantity),
                "unit_price": { "minor": number(minor), "currency": currency },
            }),
            _ => panic!("a line has four cells: {row:?}"),
        })
        .collect();
    let place = json!({
        "command_id": world.command_id(),
        "order_id": order,
        "customer_id": customer,
        "lines": lines,
    });
    world.send(subject::PLACE, &encode(&place)).await;
}

#[given(expr = "order {string} was cancelled because of {string}")]
async fn was_cancelled(world: &mut World, order: String, reason: String) {
    cancels(world, order, reason).await;
    is_accepted(world, 2);
}

#[when(expr = "order {string} is cancelled because of {string}")]
async fn cancels(world: &mut World, order: String, reason: String) {
    let cancel = json!({ "command_id": world.command_id(), "order_id": order, "reason": reason });
    world.send(subject::CANCEL, &encode(&cancel)).await;
}

#[given(expr = "order {string} was shipped in parcel {string}")]
async fn was_shipped(world: &mut World, order: String, parcel: String) {
    ships(world, order, parcel).await;
    is_accepted(world, 2);
}

#[when(expr = "order {string} is shipped in parcel {string}")]
async fn ships(world: &mut World, order: String, parcel: String) {
    let ship = json!({ "command_id": world.command_id(), "order_id": order, "parcel_id": parcel });
    world.send(subject::SHIP, &encode(&ship)).await;
}

#[when(expr = "{string} is sent as {string}")]
async fn sends(world: &mut World, text: String, subject: String) {
    world.send(&subject, text.as_bytes()).await;
}

#[when(expr = "a request of {int} bytes is sent as {string}")]
async fn sends_long(world: &mut World, length: usize, subject: String) {
    world.send(&subject, &vec![b' '; length]).await;
}

#[when(expr = "this is sent {int} times as {string}:")]
async fn sends_again(world: &mut World, times: usize, subject: String, step: &Step) {
    let text = step.docstring.as_ref().expect("the step has a text");
    let mut replies = Vec::new();
    for _ in 0..times {
        world.send(&subject, text.as_bytes()).await;
        replies.append(&mut world.replies);
    }
    world.replies = replies;
}

#[when(expr = "{int} clerks cancel order {string} at once")]
async fn cancel_at_once(world: &mut World, clerks: usize, order: String) {
    let requests: Vec<_> = (0..clerks)
        .map(|_| {
            let id = world.command_id();
            encode(&json!({ "command_id": id, "order_id": order, "reason": "customer_request" }))
        })
        .collect();
    let desk = &*world;
    let sent = requests
        .iter()
        .map(|request| desk.request(subject::CANCEL, request));
    world.replies = join_all(sent).await;
}

#[then(expr = "it is accepted as version {int}")]
fn is_accepted(world: &mut World, expected: u32) {
    let reply = world.reply();
    assert!(
        matches!(reply, CommandReply::Accepted { version, .. } if *version == expected),
        "{reply:?}"
    );
}

#[then(expr = "each is accepted as version {int}")]
fn each_is_accepted(world: &mut World, expected: u32) {
    assert!(world.replies.len() > 1, "{:?}", world.replies);
    for reply in std::mem::take(&mut world.replies) {
        world.replies = vec![reply];
        is_accepted(world, expected);
    }
}

#[then(expr = "it is rejected as {string}")]
fn is_rejected(world: &mut World, expected: String) {
    let reply = world.reply();
    assert!(
        matches!(reply, CommandReply::Rejected { code, .. } if *code == expected),
        "{reply:?}"
    );
}

#[then(expr = "it fails as {string}")]
fn fails(world: &mut World, expected: String) {
    let reply = world.reply();
    let expected: FailureCode =
        serde_json::from_value(Value::from(expected)).expect("there is such a code");
    assert!(
        matches!(reply, CommandReply::Failed { code, .. } if *code == expected),
        "{reply:?}"
    );
}

#[then(expr = "{int} of them is/are accepted")]
fn so_many_are_accepted(world: &mut World, expected: usize) {
    let accepted = |reply: &&CommandReply| matches!(reply, CommandReply::Accepted { .. });
    assert_eq!(
        world.replies.iter().filter(accepted).count(),
        expected,
        "{:?}",
        world.replies
    );
}

#[then(expr = "the others are rejected as {string}")]
fn others_are_rejected(world: &mut World, expected: String) {
    let others: Vec<_> = world
        .replies
        .iter()
        .filter(|reply| !matches!(reply, CommandReply::Accepted { .. }))
        .collect();
    assert!(!others.is_empty());
    for reply in others {
        assert!(
            matches!(reply, CommandReply::Rejected { code, .. } if *code == expected),
            "{reply:?}"
        );
    }
}

#[then("nothing was made known")]
async fn nothing_was_made_known(world: &mut World) {
    assert_eq!(world.backend().events().await, []);
}

#[then("this was made known:")]
async fn was_made_known(world: &mut World, step: &Step) {
    let events = world.backend().events().await;
    let summaries: Vec<_> = events.iter().map(summary).collect();
    assert_eq!(by_order(&summaries), by_order(rows(step)));
}

/// Events of one order keep their order. Between orders there is none: relays may run side by side.
fn by_order(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut rows = rows.to_vec();
    let order = |row: &[String]| (row[1].clone(), row[0].rsplit_once('.').map(|it| it.0.len()));
    rows.sort_by_key(|row| order(row));
    rows
}

fn summary((subject, event): &(String, Event)) -> Vec<String> {
    let (order, version) = match event {
        Event::Placed(placed) => (&placed.order_id, placed.version),
        Event::Cancelled(cancelled) => (&cancelled.order_id, cancelled.version),
        Event::Shipped(shipped) => (&shipped.order_id, shipped.version),
    };
    vec![subject.clone(), order.clone(), version.to_string()]
}

#[then("each event has an id of its own")]
async fn ids_differ(world: &mut World) {
    let events = world.backend().events().await;
    let ids: BTreeSet<_> = events
        .iter()
        .map(|(_, event)| match event {
            Event::Placed(placed) => &placed.event_id,
            Event::Cancelled(cancelled) => &cancelled.event_id,
            Event::Shipped(shipped) => &shipped.event_id,
        })
        .collect();
    assert!(!ids.is_empty());
    assert_eq!(ids.len(), events.len());
}

#[then(expr = "the board of {string} shows {int} open order(s)")]
async fn board_shows(world: &mut World, customer: String, open: u64) {
    board_shows_worth(world, customer, open, String::new()).await;
}

#[then(expr = "the board of {string} shows {int} open order(s) worth {string}")]
async fn board_shows_worth(world: &mut World, customer: String, open: u64, worth: String) {
    world.backend().settle().await;
    let query = encode(&json!({ "customer_id": customer }));
    match world.request(subject::BOARD, &query).await {
        BoardReply::Found {
            customer_id,
            open_orders,
            open_totals,
        } => {
            let totals: Vec<_> = open_totals
                .iter()
                .map(|total| format!("{} {}", total.minor, total.currency))
                .collect();
            assert_eq!(
                (customer_id, open_orders, totals.join(", ")),
                (customer, open, worth)
            );
        }
        reply @ BoardReply::Failed { .. } => panic!("{reply:?}"),
    }
}

#[then(expr = "the board of {string} is refused as {string}")]
async fn board_is_refused(world: &mut World, customer: String, expected: String) {
    let query = encode(&json!({ "customer_id": customer }));
    let reply: BoardReply = world.request(subject::BOARD, &query).await;
    assert!(
        matches!(&reply, BoardReply::Failed { refusal: Some(refusal), .. } if *refusal == expected),
        "{reply:?}"
    );
}
