//! Many orders compete for few goods, and whoever brings orders and stock together dies.

use std::time::Duration;

use async_nats::{Client, jetstream};
use orders::application::{Desk, Fulfiller, Relay, Warehouse};
use orders::domain::{CommandId, OrderId, OrderKey, Quantity, Receive, Sku, StockKey};
use orders::port::{EventFeed, OrderDesk, Outbox, StockDesk, Store};
use orders_adapters::system::SystemClock;
use orders_testing::{Interruption, Manner, Moment, SequentialIds};
use orders_wire::v1::{CommandReply, Event, ReceiveReply, StockEvent, StockReply, subject, tenant};
use orders_wire::{decode, encode};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::kills::place;
use crate::world::{PATIENCE, Program, RETRY, connect, impatient, insist, quiet, server};

async fn receive(client: &Client, command: &str, quantity: u32) {
    let goods = encode(&json!({ "command_id": command, "sku": "tea", "quantity": quantity }));
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Ok(reply) = client.request(subject::RECEIVE, goods.clone().into()).await
            && let ReceiveReply::Accepted { .. } = decode(&reply.payload).unwrap()
        {
            return;
        }
        assert!(Instant::now() < deadline, "nobody counts");
        sleep(Duration::from_millis(20)).await;
    }
}

async fn stock(client: &Client) -> (u64, u64, u64) {
    let query = encode(&json!({ "sku": "tea" }));
    let reply = client.request(subject::STOCK, query.into()).await.unwrap();
    match decode(&reply.payload).unwrap() {
        StockReply::Found {
            received,
            reserved,
            issued,
            ..
        } => (received, reserved, issued),
        reply => panic!("{reply:?}"),
    }
}

/// 300 orders for two each compete for 150 on two nodes, while goods arrive and one node is killed: 75 orders get theirs, and each
/// other one is cancelled. Then all are shipped.
/// AC: AC-STK-003, AC-STK-005, AC-STK-009
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_orders_as_many_get_goods_as_there_are() {
    const ORDERS: usize = 300;
    let server = server();
    let (mut killed, _survivor) = (Program::start(&server), Program::start(&server));
    let client = connect(&server).await;
    for number in 0..15 {
        receive(&client, &format!("r-{number}"), 10).await;
    }
    let mut clients = JoinSet::new();
    for first in 0..8 {
        let client = client.clone();
        clients.spawn(async move {
            for number in (first..ORDERS).step_by(8) {
                let place = encode(&json!({
                    "command_id": "c-1",
                    "order_id": format!("o-{number}"),
                    "customer_id": "ann",
                    "lines": [{ "sku": "tea", "quantity": 2, "unit_price": { "minor": 1, "currency": "EUR" } }],
                }));
                let reply = insist(&client, subject::PLACE, place).await;
                assert!(matches!(reply, CommandReply::Accepted { .. }), "{reply:?}");
            }
        });
    }
    sleep(Duration::from_millis(300)).await;
    killed.kill();
    while let Some(ended) = clients.join_next().await {
        ended.unwrap();
    }
    all_quiet(&client).await;
    assert_eq!(stock(&client).await, (150, 150, 0));

    let mut shipped = 0;
    for number in 0..ORDERS {
        let ship = encode(&json!({
            "command_id": "c-2",
            "order_id": format!("o-{number}"),
            "parcel_id": "p-1",
        }));
        if let CommandReply::Accepted { .. } = insist(&client, subject::SHIP, ship).await {
            shipped += 1;
        }
    }
    assert_eq!(shipped, 75);
    all_quiet(&client).await;
    assert_eq!(stock(&client).await, (150, 0, 150));
    told(&client, ORDERS, 75).await;
}

/// What the logs say: each order once placed and once closed; at no time was more set aside than had arrived.
async fn told(client: &Client, orders: usize, served: usize) {
    let context = jetstream::new(client.clone());
    let stream = context.get_stream("STOCK_V1").await.unwrap();
    let (mut there, mut held, mut counts) = (0_i64, 0_i64, [0; 4]);
    for place in 1..=stream.cached_info().state.last_sequence {
        let message = stream.get_raw_message(place).await.unwrap();
        match StockEvent::decode(&message.subject, &message.payload).unwrap() {
            StockEvent::Received(event) => {
                (there, counts[0]) = (there + i64::from(event.quantity), counts[0] + 1)
            }
            StockEvent::Reserved(event) => {
                (held, counts[1]) = (held + i64::from(event.quantity), counts[1] + 1)
            }
            StockEvent::Released(event) => {
                (held, counts[2]) = (held - i64::from(event.quantity), counts[2] + 1)
            }
            StockEvent::Issued(event) => {
                held -= i64::from(event.quantity);
                there -= i64::from(event.quantity);
                counts[3] += 1;
            }
        }
    }
    assert_eq!((there, held, counts), (0, 0, [15, served, 0, served]));
    let stream = context.get_stream("ORDERS_V1").await.unwrap();
    let (mut cancelled, mut shipped) = (0, 0);
    for place in 1..=stream.cached_info().state.last_sequence {
        let message = stream.get_raw_message(place).await.unwrap();
        match Event::decode(&message.subject, &message.payload).unwrap() {
            Event::Placed(_) => {}
            Event::Cancelled(_) => cancelled += 1,
            Event::Shipped(_) => shipped += 1,
        }
    }
    assert_eq!((cancelled, shipped), (orders - served, served));
}

/// Nothing moves any more: what one of them does may be news for another, but an order has two events.
async fn all_quiet(client: &Client) {
    let context = jetstream::new(client.clone());
    for _ in 0..3 {
        quiet(&context, "KV_orders_v1", "relay").await;
        quiet(&context, "ORDERS_V1", "fulfilment").await;
        quiet(&context, "KV_stock_v1", "relay").await;
    }
}

/// Whoever carries two orders, of which only one can have the goods, through the desk, the relays and the fulfiller dies at each
/// call to the server in turn, before and after it took effect. Whoever comes next finishes it.
/// AC: AC-STK-005, AC-STK-009
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dies_while_goods_are_set_aside_leaves_what_the_next_one_completes() {
    let server = server();
    let nats = impatient(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let (stock, fulfilments) = (
        nats.stock().await.unwrap(),
        nats.fulfilments().await.unwrap(),
    );
    let (log, letters) = (
        nats.log().await.unwrap(),
        nats.dead_letters().await.unwrap(),
    );
    let feed = log.feed("fulfilment").await.unwrap();
    let ids = SequentialIds::default();
    let article = StockKey::new(tenant::main(), Sku::parse("tea").unwrap());
    let warehouse = Warehouse::new(stock.clone(), SystemClock, ids.clone());
    let mut rounds = 0;
    for moment in [Moment::Before, Moment::After] {
        for at in 0.. {
            rounds += 1;
            let goods = Receive {
                id: CommandId::parse(&format!("r-{rounds}")).unwrap(),
                article: article.clone(),
                quantity: Quantity::new(1).unwrap(),
            };
            warehouse.receive(&goods).await.unwrap();
            let strike = Interruption::new(at, moment, Manner::Dies);
            let (store, stocks) = (strike.of(&orders), strike.of(&stock));
            let (publisher, letters) = (strike.of(&log), strike.of(&letters));
            let desk = Desk::new(store.clone(), strike.of(&boards), SystemClock, ids.clone());
            let relay = Relay::new(
                store.clone(),
                store.clone(),
                publisher.clone(),
                letters.clone(),
                RETRY,
            );
            let stock_relay = Relay::new(stocks.clone(), stocks.clone(), publisher, letters, RETRY);
            let fulfiller = Fulfiller::new(
                strike.of(&feed),
                desk.clone(),
                store,
                strike.of(&fulfilments),
                Warehouse::new(stocks, SystemClock, ids.clone()),
                RETRY,
            );
            for number in [2 * rounds, 2 * rounds + 1] {
                let command = place(number);
                while strike.until_death(desk.carry_out(&command)).await.is_none() {}
            }
            let deadline = Instant::now() + PATIENCE;
            let is_done = async || {
                let waiting = feed.waiting().await.unwrap()
                    + orders.waiting().await.unwrap()
                    + stock.waiting().await.unwrap();
                let stored = stock.load(&article).await.unwrap().unwrap().value;
                waiting == 0 && stored.reserved() == rounds as u64
            };
            while !is_done().await {
                let _ = strike.until_death(relay.run_once()).await;
                let _ = strike.until_death(fulfiller.run_once()).await;
                let _ = strike.until_death(stock_relay.run_once()).await;
                assert!(Instant::now() < deadline, "{moment:?} call {at}");
            }
            if !strike.has_struck() {
                assert!(at > 20, "only {at} calls were tried");
                break;
            }
        }
    }
    // What comes again late changes nothing; of two orders one has its goods, and the other one is cancelled.
    sleep(Duration::from_millis(400)).await;
    let stored = stock.load(&article).await.unwrap().unwrap().value;
    assert_eq!((stored.reserved(), stored.available()), (rounds as u64, 0));
    for round in 1..=rounds {
        let mut served = 0;
        for number in [2 * round, 2 * round + 1] {
            let id = OrderId::parse(&format!("o-{number}")).unwrap();
            let is_served = stored.has_reserved(&id);
            let order = OrderKey::new(tenant::main(), id);
            let entries = orders.load(&order).await.unwrap().unwrap().value;
            assert_eq!(entries.entries().len(), if is_served { 1 } else { 2 });
            served += usize::from(is_served);
        }
        assert_eq!(served, 1, "round {round}");
    }
}
