//! Nobody dies, but what arrives is too much, twice, in disorder, or junk.

use std::sync::Arc;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream;
use orders::domain::{CustomerBoard, CustomerId, CustomerKey, OrderEvent};
use orders::port::{BoardStore, Expected, StoreError};
use orders_adapters::meters::Meters;
use orders_adapters::nats::Nats;
use orders_service::{Node, NodeConfig, Repair, Role};
use orders_testing::NatsServer;
use orders_wire::v1::{
    CommandReply, Event, FailureCode, OrderPlaced, OrderShipped, subject, tenant,
};
use orders_wire::{decode, encode};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use crate::world::{Load, config, connect, quiet, server};

/// A node in this process, and how to stop it.
struct Running {
    stop: oneshot::Sender<()>,
    node: JoinHandle<()>,
}

impl Running {
    async fn start(server: &NatsServer, roles: &[Role]) -> Self {
        let config = NodeConfig {
            roles: roles.to_vec(),
            ..NodeConfig::new(config(server, Duration::from_secs(1)))
        };
        let node = Node::start(config).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let node = tokio::spawn(async {
            let stopped = async {
                let _ = stopped.await;
            };
            node.run(stopped).await.unwrap();
        });
        Self { stop, node }
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.node.await.unwrap();
    }
}

fn placed(number: u32, event: &str) -> Event {
    let price = json!({ "minor": 3, "currency": "EUR" });
    let placed: OrderPlaced = serde_json::from_value(json!({
        "event_id": event, "order_id": format!("o-{number}"), "customer_id": "ann", "version": 1,
        "occurred_at_ms": 1, "lines": [{ "sku": "tea", "quantity": 1, "unit_price": price }], "total": price,
    }))
    .unwrap();
    Event::Placed(placed)
}

fn shipped(number: u32, event: &str) -> Event {
    let shipped: OrderShipped = serde_json::from_value(json!({
        "event_id": event, "order_id": format!("o-{number}"), "customer_id": "ann", "version": 2,
        "occurred_at_ms": 2, "parcel_id": "p-1",
    }))
    .unwrap();
    Event::Shipped(shipped)
}

/// Events that come twice, under ids of their own and again under the same, and the last first: the board is what it would be,
/// and what is made anew from the log is the same.
/// AC: AC-BRD-002, AC-PRJ-001
#[tokio::test]
async fn events_that_come_twice_and_in_disorder_leave_a_board_as_it_is() {
    let server = server();
    let running = Running::start(&server, &[Role::Projector]).await;
    let context = jetstream::new(connect(&server).await);
    for number in 1..=20 {
        for round in 0..2 {
            let mut events = vec![(
                subject::PLACED,
                placed(number, &format!("a-{number}-{round}")),
            )];
            if number % 2 == 0 {
                let shipped = shipped(number, &format!("b-{number}-{round}"));
                events.insert(0, (subject::SHIPPED, shipped));
            }
            for (subject, event) in events.iter().chain(&events) {
                let mut headers = HeaderMap::new();
                let id = OrderEvent::try_from(event.clone()).unwrap().id;
                headers.insert(NATS_MESSAGE_ID, id.as_str());
                let sent = context
                    .publish_with_headers(*subject, headers, event.encode().into())
                    .await
                    .unwrap();
                sent.await.unwrap();
            }
        }
    }
    let mut log = context.get_stream("ORDERS_V1").await.unwrap();
    assert_eq!(
        log.info().await.unwrap().state.messages,
        60,
        "a known id is kept once"
    );
    quiet(&context, "ORDERS_V1", "projector").await;
    let boards = context.get_key_value("order_boards_v1").await.unwrap();
    let live = boards.get("ann").await.unwrap().unwrap();
    let board: orders_wire::v1::BoardRecord = decode(&live).unwrap();
    let board = CustomerBoard::try_from(board).unwrap();
    assert_eq!((board.orders().len(), board.open_orders()), (20, 10));
    assert_eq!(board.open_totals().into_values().sum::<u128>(), 30);

    boards.put("ann", "junk".into()).await.unwrap();
    let repair = Repair::connect(config(&server, Duration::from_secs(1)));
    assert_eq!(repair.await.unwrap().rebuild().await.unwrap().events, 60);
    assert_eq!(boards.get("ann").await.unwrap().unwrap(), live);
    running.stop().await;
}

/// Where the server lets two megabytes through, the desk refuses them unread and the projector discards them; both go on.
/// AC: AC-FLT-002
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_megabytes_of_junk_hold_nothing_up() {
    let server =
        NatsServer::configured("max_payload: 4MB").unwrap_or_else(|error| panic!("{error}"));
    let running = Running::start(&server, &Role::ALL).await;
    let client = connect(&server).await;
    let junk = vec![b'{'; 2 * 1024 * 1024];
    let context = jetstream::new(client.clone());
    for subject in subject::REQUESTS {
        let reply = client.request(subject, junk.clone().into()).await.unwrap();
        let reply: CommandReply = decode(&reply.payload).unwrap();
        let is_malformed = matches!(
            reply,
            CommandReply::Failed {
                code: FailureCode::Malformed,
                ..
            }
        );
        assert!(is_malformed, "{reply:?}");
    }
    let sent = context.publish(subject::PLACED, junk.into()).await.unwrap();
    sent.await.unwrap();
    quiet(&context, "ORDERS_V1", "projector").await;
    let log = context.get_stream("ORDERS_V1").await.unwrap();
    assert_eq!(log.cached_info().state.messages, 1);
    let query = encode(&json!({ "customer_id": "ann" }));
    let reply = client.request(subject::BOARD, query.into()).await.unwrap();
    assert!(reply.payload.starts_with(b"{"), "{reply:?}");
    let load = Load {
        orders: 10,
        clients: 2,
        customers: 1,
    };
    load.place(&client, async || {}).await;
    running.stop().await;
}

/// Fifty who change one board at once, each what the present one says and one order more: none of them is overwritten.
/// AC: AC-ONCE-003
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_writers_on_one_key_none_is_lost() {
    let server = server();
    let nats = Nats::connect(
        config(&server, Duration::from_secs(1)),
        Arc::new(Meters::default()),
    );
    let boards = nats.await.unwrap().boards().await.unwrap();
    let ann = CustomerKey::new(tenant::main(), CustomerId::parse("ann").unwrap());
    let mut writers = JoinSet::new();
    for number in 0..50 {
        let (boards, ann) = (boards.clone(), ann.clone());
        writers.spawn(async move {
            let event = OrderEvent::try_from(placed(number, "e")).unwrap();
            let mut conflicts = 0_u32;
            loop {
                let (mut board, expected) = match boards.load(&ann).await.unwrap() {
                    Some(stored) => (stored.value, Expected::At(stored.revision)),
                    None => (CustomerBoard::new(ann.clone()), Expected::Absent),
                };
                assert!(board.take_in(&event));
                match boards.commit(&board, expected).await {
                    Ok(_) => return conflicts,
                    Err(StoreError::Conflict) => conflicts += 1,
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    let conflicts: u32 = writers.join_all().await.into_iter().sum();
    assert!(conflicts > 0, "they did not get in each other's way");
    let board = boards.load(&ann).await.unwrap().unwrap().value;
    assert_eq!(board.open_orders(), 50);
    assert_eq!(board.open_totals().into_values().sum::<u128>(), 150);
}
