//! Somebody dies: a node, the server, or whoever makes a call.

use std::time::Duration;

use orders::application::{Desk, Projector, Relay};
use orders::domain::{
    Action, Command, CommandId, Currency, CustomerId, CustomerKey, Line, Lines, Money, OrderId,
    OrderKey, Quantity, Sku,
};
use orders::port::{BoardStore, EventArchive, OrderDesk, Store};
use orders_adapters::system::SystemClock;
use orders_service::{Node, NodeConfig};
use orders_testing::{Interruption, Manner, Moment, SequentialIds};
use orders_wire::v1::tenant;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout};

use crate::world::{Load, PATIENCE, Program, RETRY, config, connect, impatient, server};

/// Two processes share the work of 100,000 orders. One of them is killed in the middle, and a new one takes its place: what the one
/// that died had begun, one of the others ends.
/// AC: AC-RUN-007, AC-FLT-003
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_node_accepted_is_not_lost() {
    let server = server();
    let (mut killed, _survivor) = (Program::start(&server), Program::start(&server));
    let client = connect(&server).await;
    let load = Load {
        orders: 100_000,
        clients: 64,
        customers: 2_000,
    };
    let mut successor = None;
    let halfway = async || {
        killed.kill();
        successor = Some(Program::start(&server));
    };
    load.place(&client, halfway).await;
    load.holds(&client).await;
}

/// The server is killed under load and comes back with its store; node and clients stay.
/// AC: AC-EVT-004, AC-FLT-001
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_and_comes_back_under_load_loses_nothing() {
    let server = server();
    let config = NodeConfig::new(config(&server, Duration::from_secs(1)));
    let node = Node::start(config).await.unwrap();
    let (stop, stopped) = oneshot::channel();
    let node = tokio::spawn(node.run(async {
        let _ = stopped.await;
    }));
    let client = connect(&server).await;
    let load = Load {
        orders: 400,
        clients: 16,
        customers: 10,
    };
    let mut server = Some(server);
    load.place(&client, async || {
        let again = server.take().unwrap().restart().unwrap();
        server = Some(again);
    })
    .await;
    load.holds(&client).await;
    stop.send(()).unwrap();
    let ended = timeout(PATIENCE, node).await.expect("the node stops");
    ended.unwrap().unwrap();
}

pub(crate) fn place(number: usize) -> Command {
    Command {
        id: CommandId::parse("c-1").unwrap(),
        order: OrderKey::new(
            tenant::main(),
            OrderId::parse(&format!("o-{number}")).unwrap(),
        ),
        action: Action::Place {
            customer: ann().id,
            lines: Lines::new(vec![Line {
                sku: Sku::parse("tea").unwrap(),
                quantity: Quantity::new(1).unwrap(),
                unit_price: Money::new(1, Currency::parse("EUR").unwrap()),
            }])
            .unwrap(),
        },
    }
}

fn ann() -> CustomerKey {
    CustomerKey::new(tenant::main(), CustomerId::parse("ann").unwrap())
}

/// Whoever carries an order through the desk, the relay and the projector dies at each call in turn, before and after it took
/// effect. Whoever comes next finishes it.
/// AC: AC-EVT-003, AC-ONCE-001, AC-RUN-007
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dies_at_a_call_to_the_server_loses_and_doubles_nothing() {
    let server = server();
    let nats = impatient(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let (log, letters) = (
        nats.log().await.unwrap(),
        nats.dead_letters().await.unwrap(),
    );
    let feed = log.feed("projector").await.unwrap();
    let ids = SequentialIds::default();
    let mut placed = 0;
    for moment in [Moment::Before, Moment::After] {
        for at in 0.. {
            placed += 1;
            let command = place(placed);
            let strike = Interruption::new(at, moment, Manner::Dies);
            let desk = Desk::new(
                strike.of(&orders),
                strike.of(&boards),
                SystemClock,
                ids.clone(),
            );
            let store = strike.of(&orders);
            let relay = Relay::new(
                store.clone(),
                store,
                strike.of(&log),
                strike.of(&letters),
                RETRY,
            );
            let projector = Projector::new(strike.of(&feed), strike.of(&boards), RETRY);
            let deadline = Instant::now() + PATIENCE;
            let is_done = async || {
                let stored = orders.load(&command.order).await.unwrap();
                let board = boards.load(&ann()).await.unwrap();
                stored.is_some_and(|stored| stored.value.published() == 1)
                    && board.is_some_and(|board| board.value.open_orders() == placed)
            };
            while strike.until_death(desk.carry_out(&command)).await.is_none() {}
            while !is_done().await {
                let _ = strike.until_death(relay.run_once()).await;
                let _ = strike.until_death(projector.run_once()).await;
                assert!(Instant::now() < deadline, "{moment:?} call {at}");
            }
            if !strike.has_struck() {
                assert!(at > 8, "only {at} calls were tried");
                break;
            }
        }
    }
    // What comes again late changes nothing.
    sleep(Duration::from_millis(400)).await;
    let page = log.read(1, 1_000).await.unwrap();
    assert_eq!(page.events.len(), placed);
    let board = boards.load(&ann()).await.unwrap().unwrap().value;
    assert_eq!(board.open_orders(), placed);
    assert_eq!(
        board.open_totals().into_values().sum::<u128>(),
        placed as u128
    );
}
