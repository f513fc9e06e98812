//! The adapters over a real NATS server do what every adapter must, and survive what servers do.

mod conformance;

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream;
use conformance::{announced, cancel, customer, delivered, eventually, order, place, placed, ship};
use orders::application::{Desk, Projector, Relay};
use orders::port::{
    BoardStore, DeskError, EventPublisher, Expected, OrderDesk, OrderStore, Outbox, Published,
};
use orders_adapters::nats::{ConnectError, Nats, NatsConfig};
use orders_adapters::system::{RandomIds, SystemClock};
use orders_testing::NatsServer;
use orders_wire::v1::{CommandReply, FailureCode, subject};
use tokio::task::JoinSet;

const STREAM: &str = "ORDERS_V1";

async fn connect(server: &NatsServer) -> Nats {
    let config = NatsConfig {
        patience: Duration::from_millis(50),
        ack_wait: Duration::from_millis(400),
        ..NatsConfig::new(server.url())
    };
    Nats::connect(config).await.expect("the server listens")
}

fn server() -> NatsServer {
    NatsServer::start().unwrap_or_else(|error| panic!("{error}"))
}

async fn raw(server: &NatsServer) -> jetstream::Context {
    let client = async_nats::connect(server.url())
        .await
        .expect("the server listens");
    jetstream::new(client)
}

/// AC: AC-RUN-004
#[tokio::test]
async fn store_gives_back_what_was_committed() {
    let server = server();
    let orders = connect(&server).await.orders().await.unwrap();
    conformance::store_gives_back_what_was_committed(&orders).await;
}

/// AC: AC-ONCE-003
#[tokio::test]
async fn store_refuses_what_is_not_based_on_the_present() {
    let server = server();
    let orders = connect(&server).await.orders().await.unwrap();
    conformance::store_refuses_what_is_not_based_on_the_present(&orders).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn boards_are_kept_like_histories() {
    let server = server();
    let boards = connect(&server).await.boards().await.unwrap();
    conformance::boards_are_kept_like_histories(&boards).await;
}

/// AC: AC-TEN-002
#[tokio::test]
async fn tenants_share_ids_and_see_nothing_of_each_other() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let log = nats.log().await.unwrap();
    let feed = log.feed("reader").await.unwrap();
    conformance::tenants_share_ids_and_see_nothing_of_each_other(&orders, &boards, &log, &feed)
        .await;
}

/// AC: AC-EVT-001
#[tokio::test]
async fn outbox_announces_until_it_is_confirmed() {
    let server = server();
    let orders = connect(&server).await.orders().await.unwrap();
    conformance::outbox_announces_until_it_is_confirmed(&orders).await;
}

/// AC: AC-EVT-003
#[tokio::test]
async fn log_keeps_an_event_once() {
    let server = server();
    let log = connect(&server).await.log().await.unwrap();
    let feed = log.feed("reader").await.unwrap();
    conformance::log_keeps_an_event_once(&log, &feed).await;
}

/// AC: AC-BRD-003
#[tokio::test]
async fn feed_delivers_until_it_is_acknowledged() {
    let server = server();
    let log = connect(&server).await.log().await.unwrap();
    let feed = log.feed("reader").await.unwrap();
    let other = log.feed("other").await.unwrap();
    conformance::feed_delivers_until_it_is_acknowledged(&log, &feed, &other).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn commands_become_events_and_boards() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let log = nats.log().await.unwrap();
    let feed = log.feed("projector").await.unwrap();
    conformance::commands_become_events_and_boards(orders, boards, log, feed).await;
}

/// AC: AC-EVT-001
#[tokio::test]
async fn an_event_is_a_message_with_its_id_under_its_subject() {
    let server = server();
    let log = connect(&server).await.log().await.unwrap();
    log.publish(&placed("o-1", "e-1").entries()[0].event)
        .await
        .unwrap();
    let stream = raw(&server).await.get_stream(STREAM).await.unwrap();
    let message = stream.get_raw_message(1).await.unwrap();
    assert_eq!(message.subject.as_str(), subject::PLACED);
    assert_eq!(message.headers.get("Nats-Msg-Id").unwrap().as_str(), "e-1");
}

/// The relay dies after the log has the event and before the history says so.
/// AC: AC-EVT-003
#[tokio::test]
async fn a_relay_that_died_in_between_publishes_nothing_twice() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let history = placed("o-1", "e-1");
    orders.commit(&history, Expected::Absent).await.unwrap();
    let event = &history.entries()[0].event;
    assert_eq!(log.publish(event).await, Ok(Published::At(1)));

    let relay = Relay::new(orders.clone(), orders.clone(), log);
    let report = eventually(async || {
        let report = relay.run_once().await.unwrap();
        (report.announced > 0).then_some(report)
    });
    let report = report.await;
    assert_eq!((report.published, report.repeated), (0, 1));
    let stored = orders.load(&order("o-1")).await.unwrap().unwrap();
    assert_eq!(stored.value.unpublished().count(), 0);
    let mut stream = raw(&server).await.get_stream(STREAM).await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 1);
}

/// AC: AC-EVT-004
#[tokio::test]
async fn a_server_that_crashed_comes_back_with_everything() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let (known, waiting) = (placed("o-1", "e-1"), placed("o-2", "e-2"));
    log.publish(&known.entries()[0].event).await.unwrap();
    let revision = orders.commit(&waiting, Expected::Absent).await.unwrap();

    let server = server.restart().unwrap();
    let nats = connect(&server).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let stored = orders.load(&order("o-2")).await.unwrap().unwrap();
    assert_eq!((stored.value, stored.revision), (waiting, revision));
    let feed = log.feed("reader").await.unwrap();
    let delivered = delivered(&feed, 1).await;
    assert_eq!(delivered[0].event, known.entries()[0].event);

    let relay = Relay::new(orders.clone(), orders, log);
    let published = eventually(async || {
        let report = relay.run_once().await.unwrap();
        (report.published > 0).then_some(report.published)
    });
    assert_eq!(
        published.await,
        1,
        "what waited in the outbox is published after all"
    );
}

/// AC: AC-EVT-008
#[tokio::test]
async fn junk_among_the_events_holds_nothing_up_and_does_not_come_again() {
    let server = server();
    let nats = connect(&server).await;
    let (log, boards) = (nats.log().await.unwrap(), nats.boards().await.unwrap());
    let raw = raw(&server).await;
    for junk in [
        &b"\xff\x00"[..],
        b"{}",
        b"{\"event_id\":7}",
        &[b' '; 70_000],
    ] {
        let sent = raw
            .publish(subject::PLACED, junk.to_vec().into())
            .await
            .unwrap();
        sent.await.unwrap();
    }
    log.publish(&placed("o-1", "e-1").entries()[0].event)
        .await
        .unwrap();

    let feed = log.feed("reader").await.unwrap();
    let projector = Projector::new(feed, boards.clone());
    let board = eventually(async || {
        assert_eq!(projector.run_once().await.unwrap().failed, []);
        boards.load(&customer("ann")).await.unwrap()
    });
    assert_eq!(board.await.value.open_orders(), 1);
    let stream = raw.get_stream(STREAM).await.unwrap();
    let reader = eventually(async || {
        let info = stream.consumer_info("reader").await.unwrap();
        (info.num_ack_pending == 0).then_some(info)
    });
    let reader = reader.await;
    assert_eq!(
        (reader.num_pending, reader.delivered.stream_sequence),
        (0, 5)
    );
}

/// AC: AC-TEN-003
#[tokio::test]
async fn an_event_under_the_subject_of_another_tenant_is_refused() {
    let server = server();
    let nats = connect(&server).await;
    let log = nats.log().await.unwrap();
    let event = placed("acme/o-1", "e-1").entries()[0].event.clone();
    let bytes = orders_wire::v1::Event::from(&event).encode();
    let raw = raw(&server).await;
    for foreign in ["orders.v1.placed", "orders.v1.bolt.placed"] {
        let sent = raw.publish(foreign, bytes.clone().into()).await.unwrap();
        sent.await.unwrap();
    }
    log.publish(&event).await.unwrap();
    let feed = log.feed("reader").await.unwrap();
    let delivered = delivered(&feed, 1).await;
    assert_eq!(delivered[0].event, event);
    let stream = raw.get_stream(STREAM).await.unwrap();
    let message = stream.get_raw_message(3).await.unwrap();
    assert_eq!(message.subject.as_str(), "orders.v1.acme.placed");
}

/// A stream that was made when there were no tenants keeps what it has, and theirs from now on.
/// AC: AC-TEN-001
#[tokio::test]
async fn a_log_from_before_there_were_tenants_keeps_theirs_too() {
    let server = server();
    let raw = raw(&server).await;
    let old = jetstream::stream::Config {
        name: STREAM.to_owned(),
        subjects: subject::EVENTS.map(str::to_owned).to_vec(),
        deny_delete: true,
        ..jetstream::stream::Config::default()
    };
    raw.create_stream(old).await.unwrap();
    let events = ["o-1", "acme/o-1"].map(|on| placed(on, on.split_at(1).0));
    let events = events.map(|history| history.entries()[0].event.clone());
    let bytes = orders_wire::v1::Event::from(&events[0]).encode();
    let sent = raw.publish(subject::PLACED, bytes.into()).await.unwrap();
    sent.await.unwrap();

    let log = connect(&server).await.log().await.unwrap();
    log.publish(&events[1]).await.unwrap();
    let feed = log.feed("reader").await.unwrap();
    let delivered = delivered(&feed, 2).await;
    let delivered: Vec<_> = delivered.into_iter().map(|it| it.event).collect();
    assert_eq!(delivered, events);
}

/// AC: AC-TEN-002
#[tokio::test]
async fn a_record_under_the_key_of_another_tenant_is_refused() {
    let server = server();
    let orders = connect(&server).await.orders().await.unwrap();
    let history = placed("acme/o-1", "e-1");
    orders.commit(&history, Expected::Absent).await.unwrap();
    let store = raw(&server).await.get_key_value("orders_v1").await.unwrap();
    let record = store.get("acme.o-1").await.unwrap().unwrap();
    store.put("bolt.o-1", record).await.unwrap();
    let error = orders.load(&order("bolt/o-1")).await.unwrap_err();
    assert!(error.to_string().contains("`acme/o-1`"), "{error}");
    assert!(orders.load(&order("acme/o-1")).await.unwrap().is_some());
}

/// AC: AC-ONCE-003
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_who_close_an_order_at_once_one_succeeds() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let desk = Arc::new(Desk::new(orders.clone(), boards, SystemClock, RandomIds));
    desk.carry_out(&place("c-0", "o-1", 100)).await.unwrap();

    let mut attempts = JoinSet::new();
    for n in 1..=20 {
        let desk = Arc::clone(&desk);
        let id = format!("c-{n}");
        let command = if n % 2 == 0 {
            cancel(&id, "o-1")
        } else {
            ship(&id, "o-1")
        };
        attempts.spawn(async move { desk.carry_out(&command).await });
    }
    let results = attempts.join_all().await;
    let accepted = results.iter().filter(|result| result.is_ok()).count();
    let rejected = results
        .iter()
        .filter(|result| matches!(result, Err(DeskError::Rejected(_))))
        .count();
    assert_eq!((accepted, rejected), (1, 19));
    let stored = orders.load(&order("o-1")).await.unwrap().unwrap();
    assert_eq!(stored.value.entries().len(), 2);
}

/// AC: AC-EVT-009
#[tokio::test]
async fn a_stored_record_that_is_unreadable_is_named_and_others_are_not_held_up() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let store = raw(&server).await.get_key_value("orders_v1").await.unwrap();
    store.put("o-1", "{}".into()).await.unwrap();
    orders
        .commit(&placed("o-2", "e-2"), Expected::Absent)
        .await
        .unwrap();

    let error = orders.load(&order("o-1")).await.unwrap_err().to_string();
    assert!(error.contains("`o-1`"), "{error}");
    let relay = Relay::new(orders.clone(), orders, log);
    let mut published = 0;
    let failed = eventually(async || {
        let report = relay.run_once().await.unwrap();
        published += report.published;
        (published > 0)
            .then_some(report.failed)
            .filter(|failed| !failed.is_empty())
    });
    let failed: Vec<_> = failed.await;
    let failed: Vec<_> = failed.into_iter().map(|(order, _)| order).collect();
    assert_eq!((failed, published), (vec![order("o-1")], 1));
}

/// AC: AC-ORD-009
#[tokio::test]
async fn requests_are_answered_whatever_they_are() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let desk = Arc::new(Desk::new(orders, boards, SystemClock, RandomIds));
    let requests = nats.requests().await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(requests.serve(desk, async {
        let _ = stopped.await;
    }));

    let client = async_nats::connect(server.url()).await.unwrap();
    for junk in [&b""[..], b"\xff", b"[]", b"{\"order_id\":1}"] {
        let reply = client
            .request(subject::PLACE, junk.to_vec().into())
            .await
            .unwrap();
        let reply: CommandReply = orders_wire::decode(&reply.payload).unwrap();
        assert!(
            matches!(
                reply,
                CommandReply::Failed {
                    code: FailureCode::Malformed,
                    ..
                }
            ),
            "{reply:?}"
        );
    }
    stop.send(()).unwrap();
    let served = tokio::time::timeout(Duration::from_secs(20), serving).await;
    served.expect("it stops").unwrap().unwrap();
    let after = client.request(subject::PLACE, "".into()).await;
    assert!(after.is_err(), "nobody listens any more: {after:?}");
}

/// AC: AC-RUN-003
#[tokio::test]
async fn no_server_is_an_error_that_says_so() {
    let error = Nats::connect(NatsConfig::new("nats://127.0.0.1:1"))
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::Server { .. }), "{error}");
}

/// AC: AC-RUN-004
#[tokio::test]
async fn an_outbox_goes_on_where_another_left_it() {
    let server = server();
    let orders = connect(&server).await.orders().await.unwrap();
    orders
        .commit(&placed("o-1", "e-1"), Expected::Absent)
        .await
        .unwrap();
    let first = announced(&orders, 1).await.remove(0);
    orders.confirm(first.receipt).await.unwrap();
    orders
        .commit(&placed("o-2", "e-2"), Expected::Absent)
        .await
        .unwrap();

    let other = connect(&server).await.orders().await.unwrap();
    assert_eq!(announced(&other, 1).await[0].order, order("o-2"));
}
