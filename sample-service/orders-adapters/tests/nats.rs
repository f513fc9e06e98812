//! The adapters over a real NATS server do what every adapter must, and survive what servers do.

mod conformance;

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream;
use conformance::{
    QUICK, announced, cancel, customer, delivered, eventually, order, place, placed, ship, stock,
};
use orders::application::{
    DeadLetterOffice, Desk, FrontDesk, Projector, Rebuild, Relay, Warehouse,
};
use orders::port::{
    BoardStore, DeadLetters, DeskError, EventPublisher, Expected, Metric, OrderDesk, Outbox,
    PublishError, Published, Store,
};
use orders_adapters::authentication::Door;
use orders_adapters::meters::Meters;
use orders_adapters::nats::{
    Capacity, ConnectError, Nats, NatsBoards, NatsConfig, NatsDeadLetters, NatsFeed,
    NatsFulfilments, NatsLog, NatsOrders, NatsStock, Streams,
};
use orders_adapters::system::{RandomIds, SystemClock};
use orders_testing::{NatsServer, quick_streams};
use orders_wire::v1::{self, CommandReply, FailureCode, HistoryRecord, subject};
use tokio::task::JoinSet;

const STREAM: &str = "ORDERS_V1";

async fn connect(server: &NatsServer) -> Nats {
    let ack_wait = Duration::from_millis(400);
    let streams = quick_streams(Streams::DELIVERED, ack_wait, &["reader", "other"]);
    connect_with(server, &streams).await
}

async fn connect_with(server: &NatsServer, streams: &str) -> Nats {
    let config = NatsConfig {
        patience: Duration::from_millis(50),
        streams: Streams::parse(streams).expect("they are made from good ones"),
        ..NatsConfig::new(server.url())
    };
    let connected = Nats::connect(config, Arc::new(Meters::default())).await;
    connected.expect("the server listens")
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
    let letters = nats.dead_letters().await.unwrap();
    conformance::commands_become_events_and_boards(orders, boards, log, feed, letters).await;
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

    let relay = Relay::new(
        orders.clone(),
        orders.clone(),
        log,
        nats.dead_letters().await.unwrap(),
        QUICK,
    );
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

    let relay = Relay::new(
        orders.clone(),
        orders,
        log,
        nats.dead_letters().await.unwrap(),
        QUICK,
    );
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
    let projector = Projector::new(feed, boards.clone(), QUICK);
    let board = eventually(async || {
        assert_eq!(projector.run_once().await.unwrap().postponed, []);
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
        duplicate_window: Duration::from_secs(600),
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

/// An order whose record cannot be read is tried a few times while others go on, and is then a dead letter. When the record is
/// mended and the letter put back, its events are made known.
/// AC: AC-EVT-009, AC-REL-002, AC-REL-003
#[tokio::test]
async fn a_poisoned_order_holds_up_no_other_and_can_be_put_back() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let letters = nats.dead_letters().await.unwrap();
    let store = raw(&server).await.get_key_value("orders_v1").await.unwrap();
    store.put("o-1", "{}".into()).await.unwrap();
    let error = orders.load(&order("o-1")).await.unwrap_err().to_string();
    assert!(error.contains("`o-1`"), "{error}");

    let relay = Relay::new(orders.clone(), orders.clone(), log, letters.clone(), QUICK);
    let (mut published, mut postponed) = (0, 0);
    let mut number = 1;
    let buried = eventually(async || {
        number += 1;
        let good = placed(&format!("o-{number}"), &format!("e-{number}"));
        orders.commit(&good, Expected::Absent).await.unwrap();
        let mut report = relay.run_once().await.unwrap();
        published += report.published;
        postponed += report.postponed.len();
        report.buried.pop()
    });
    assert_eq!(buried.await.0, order("o-1").into());
    assert_eq!(postponed, 2, "the third time is the last");
    assert!(published >= 3, "others went on: {published}");
    let kept = letters.list(10).await.unwrap();
    let kept: Vec<_> = kept
        .iter()
        .map(|buried| (buried.letter.reason.as_str(), buried.letter.attempts))
        .collect();
    assert_eq!(kept, [("record_unreadable", 3)]);

    let mended = HistoryRecord::from(&placed("o-1", "e-1"));
    let mended = orders_wire::encode(&mended).into();
    store.put("o-1", mended).await.unwrap();
    let office = DeadLetterOffice::new(orders.clone(), nats.stock().await.unwrap(), letters);
    office.put_back(1).await.unwrap();
    eventually(async || {
        relay.run_once().await.unwrap();
        let stored = orders.load(&order("o-1")).await.unwrap().unwrap();
        (stored.value.published() == 1).then_some(())
    })
    .await;
    assert_eq!(relay.lag().await.unwrap().1, 0);
}

/// What the log refuses for good is told from what it cannot take now.
/// AC: AC-REL-002
#[tokio::test]
async fn an_event_that_the_log_refuses_is_a_dead_letter() {
    let server = server();
    let streams = quick_streams(Streams::DELIVERED, Duration::from_millis(400), &[]);
    // Events of a few hundred bytes are too long for this log, and letters are not.
    let mut streams: serde_json::Value = serde_json::from_str(&streams).unwrap();
    for entry in streams.as_array_mut().unwrap() {
        if entry["config"]["name"] == STREAM {
            entry["config"]["max_msg_size"] = 100.into();
        }
    }
    let nats = connect_with(&server, &streams.to_string()).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let history = placed("o-1", "e-1");
    orders.commit(&history, Expected::Absent).await.unwrap();
    let event = &history.entries()[0].event;
    let refused = log.publish(event).await;
    assert!(
        matches!(refused, Err(PublishError::Refused { .. })),
        "{refused:?}"
    );

    let letters = nats.dead_letters().await.unwrap();
    let relay = Relay::new(orders.clone(), orders, log, letters.clone(), QUICK);
    eventually(async || relay.run_once().await.unwrap().buried.pop()).await;
    let letter = letters.find(1).await.unwrap().unwrap();
    assert_eq!(letter.reason, "event_refused");
}

/// AC: AC-REL-001
#[tokio::test]
async fn what_is_postponed_comes_again_but_not_at_once() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let feed = log.feed("reader").await.unwrap();
    conformance::what_is_postponed_comes_again_but_not_at_once(&orders, &log, &feed).await;
}

/// AC: AC-REL-003
#[tokio::test]
async fn an_order_can_be_announced_once_more() {
    let server = server();
    let orders = connect(&server).await.orders().await.unwrap();
    conformance::an_order_can_be_announced_once_more(&orders).await;
}

/// AC: AC-REL-003
#[tokio::test]
async fn dead_letters_are_kept_until_they_are_put_back() {
    let server = server();
    let nats = connect(&server).await;
    let orders = nats.orders().await.unwrap();
    let stock = nats.stock().await.unwrap();
    let letters = nats.dead_letters().await.unwrap();
    conformance::dead_letters_are_kept_until_they_are_put_back(&orders, &stock, &letters).await;
}

/// AC: AC-PRJ-002
#[tokio::test]
async fn the_log_can_be_read_by_places() {
    let server = server();
    let log = connect(&server).await.log().await.unwrap();
    conformance::the_log_can_be_read_by_places(&log).await;
}

/// AC: AC-STR-002
#[tokio::test]
async fn a_server_with_other_settings_is_an_error_that_names_the_field() {
    let server = server();
    let nats = connect(&server).await;
    nats.log().await.unwrap().feed("reader").await.unwrap();
    nats.orders().await.unwrap();
    nats.boards().await.unwrap();
    nats.dead_letters().await.unwrap();
    // The second time everything is there already.
    let nats = connect(&server).await;
    nats.log().await.unwrap().feed("reader").await.unwrap();
    nats.orders().await.unwrap();

    let ack_wait = Duration::from_millis(400);
    let streams = quick_streams(Streams::DELIVERED, ack_wait, &["reader"]);
    let other = connect_with(&server, &streams.replace("600000000000", "700000000000")).await;
    let differs = |name: &str, field: &str, said: &str, found: &str| ConnectError::Differs {
        name: name.to_owned(),
        field: field.to_owned(),
        said: said.to_owned(),
        found: found.to_owned(),
    };
    assert_eq!(
        other.log().await.unwrap_err(),
        differs(STREAM, "duplicate_window", "700000000000", "600000000000")
    );
    let slower = quick_streams(Streams::DELIVERED, Duration::from_secs(1), &["reader"]);
    let other = connect_with(&server, &slower).await;
    let error = other.log().await.unwrap().feed("reader").await.unwrap_err();
    assert_eq!(
        error,
        differs("reader", "ack_wait", "1000000000", "400000000")
    );
    let undeclared = other.log().await.unwrap().feed("other").await.unwrap_err();
    assert!(
        matches!(undeclared, ConnectError::Settings { .. }),
        "{undeclared}"
    );
}

/// AC: AC-PRJ-001, AC-PRJ-002
#[tokio::test]
async fn boards_made_anew_are_what_they_were_byte_for_byte() {
    let server = server();
    let nats = connect(&server).await;
    let (log, boards) = (nats.log().await.unwrap(), nats.boards().await.unwrap());
    let feed = log.feed("reader").await.unwrap();
    let projector = Projector::new(feed, boards.clone(), QUICK);
    for number in 1..=20 {
        let history = placed(&format!("o-{number}"), &format!("e-{number}"));
        log.publish(&history.entries()[0].event).await.unwrap();
    }
    let settle = async || {
        eventually(async || {
            projector.run_once().await.unwrap();
            (projector.lag().await.unwrap() == 0).then_some(())
        })
        .await;
    };
    settle().await;
    let store = raw(&server)
        .await
        .get_key_value("order_boards_v1")
        .await
        .unwrap();
    let bytes = async || store.get("ann").await.unwrap().unwrap();
    let live = bytes().await;

    let rebuild = Rebuild::new(log.clone(), boards.clone());
    let untouched = rebuild.rebuild().await.unwrap();
    assert_eq!((untouched.events, untouched.replaced), (20, 0));
    for spoiled in ["junk", r#"{"customer_id":"ann","orders":{}}"#] {
        store.put("ann", spoiled.into()).await.unwrap();
        assert_eq!(rebuild.rebuild().await.unwrap().replaced, 1);
        assert_eq!(bytes().await, live, "{spoiled}");
    }

    // From a place on: what boards have missed they know then, and nothing else changes.
    store
        .put("ann", r#"{"customer_id":"ann","orders":{}}"#.into())
        .await
        .unwrap();
    assert_eq!(rebuild.replay(16).await.unwrap().events, 5);
    let board = boards.load(&customer("ann")).await.unwrap().unwrap();
    assert_eq!(board.value.open_orders(), 5);
    rebuild.replay(1).await.unwrap();
    assert_eq!(bytes().await, live);
}

/// More requests than a desk takes on are refused at once, counted, and change nothing; those that wait are dealt with.
/// AC: AC-LOAD-001
#[tokio::test]
async fn what_is_too_much_is_refused_and_counted() {
    const SENT: usize = 200;
    let server = server();
    let nats = connect(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let warehouse = Warehouse::new(nats.stock().await.unwrap(), SystemClock, RandomIds);
    let desk = Desk::new(orders.clone(), boards, SystemClock, RandomIds);
    let desk = Arc::new(FrontDesk::new(desk, warehouse));
    let requests = nats.requests().await.unwrap();
    let meters = Meters::default();
    let measured = meters.clone();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let capacity = Capacity {
        at_once: 2,
        waiting: 8,
    };
    let serving = tokio::spawn(async move {
        let stopped = async {
            let _ = stopped.await;
        };
        let door = Door::new(None, SystemClock);
        requests
            .serve(desk, &door, &measured, capacity, stopped)
            .await
    });

    let client = async_nats::connect(server.url()).await.unwrap();
    let mut sent = JoinSet::new();
    for number in 0..SENT {
        let client = client.clone();
        let place = v1::Command::from(&place("c-1", &format!("o-{number}"), 100));
        let v1::Command::Place(place) = place else {
            panic!("it places an order")
        };
        sent.spawn(async move {
            let payload = orders_wire::encode(&place).into();
            let reply = client.request(subject::PLACE, payload).await.unwrap();
            orders_wire::decode::<CommandReply>(&reply.payload).unwrap()
        });
    }
    let replies = sent.join_all().await;
    let accepted = replies
        .iter()
        .filter(|reply| matches!(reply, CommandReply::Accepted { .. }))
        .count();
    let refused = replies
        .iter()
        .filter(|reply| {
            matches!(
                reply,
                CommandReply::Failed {
                    code: FailureCode::Unavailable,
                    ..
                }
            )
        })
        .count();
    assert_eq!(accepted + refused, SENT, "{replies:?}");
    assert!(accepted >= 10 && refused > 0, "{accepted} and {refused}");
    assert_eq!(meters.get(Metric::Requests), SENT as u64);
    assert_eq!(meters.get(Metric::RequestsShed), refused as u64);
    assert_eq!(meters.get(Metric::RequestsInFlight), 0);
    assert_eq!(orders.waiting().await.unwrap(), accepted as u64);
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}

/// AC: AC-LOAD-002
#[tokio::test]
async fn lag_is_what_was_not_taken_in() {
    let server = server();
    let nats = connect(&server).await;
    let (log, boards) = (nats.log().await.unwrap(), nats.boards().await.unwrap());
    let projector = Projector::new(log.feed("reader").await.unwrap(), boards, QUICK);
    for number in 1..=100 {
        let history = placed(&format!("o-{number}"), &format!("e-{number}"));
        log.publish(&history.entries()[0].event).await.unwrap();
    }
    assert_eq!(projector.lag().await, Ok(100));
    eventually(async || {
        projector.run_once().await.unwrap();
        (projector.lag().await.unwrap() == 0).then_some(())
    })
    .await;
}

/// AC: AC-ORD-009
#[tokio::test]
async fn requests_are_answered_whatever_they_are() {
    let server = server();
    let nats = connect(&server).await;
    let (orders, boards) = (nats.orders().await.unwrap(), nats.boards().await.unwrap());
    let warehouse = Warehouse::new(nats.stock().await.unwrap(), SystemClock, RandomIds);
    let desk = Desk::new(orders, boards, SystemClock, RandomIds);
    let desk = Arc::new(FrontDesk::new(desk, warehouse));
    let requests = nats.requests().await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        let stopped = async {
            let _ = stopped.await;
        };
        let meters = Meters::default();
        let door = Door::new(None, SystemClock);
        requests
            .serve(desk, &door, &meters, Capacity::USUAL, stopped)
            .await
    });

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
    let config = NatsConfig::new("nats://127.0.0.1:1");
    let connected = Nats::connect(config, Arc::new(Meters::default())).await;
    let error = connected.unwrap_err();
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
    assert_eq!(announced(&other, 1).await[0].key, order("o-2"));
}

/// AC: AC-RUN-004
#[tokio::test]
async fn stock_is_kept_and_announced_like_histories() {
    let server = server();
    let stocks = connect(&server).await.stock().await.unwrap();
    stock::is_kept_and_announced_like_histories(&stocks).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn fulfilments_are_kept_like_histories() {
    let server = server();
    let fulfilments = connect(&server).await.fulfilments().await.unwrap();
    stock::fulfilments_are_kept_like_histories(&fulfilments).await;
}

/// AC: AC-STK-008
#[tokio::test]
async fn log_keeps_an_event_of_stock_once() {
    let server = server();
    let log = connect(&server).await.log().await.unwrap();
    stock::log_keeps_an_event_once(&log).await;
    let stream = raw(&server).await.get_stream("STOCK_V1").await.unwrap();
    let message = stream.get_raw_message(1).await.unwrap();
    assert_eq!(message.subject.as_str(), subject::STOCK_RECEIVED);
    let event = v1::StockEvent::decode(&message.subject, &message.payload);
    assert!(matches!(event, Ok(v1::StockEvent::Received(_))));
}

type Ports = stock::Ports<
    NatsOrders,
    NatsBoards,
    NatsStock,
    NatsFulfilments,
    NatsDeadLetters,
    NatsLog,
    NatsFeed,
>;

/// What orders and stock are brought together with.
async fn ports(server: &NatsServer) -> Result<Ports, ConnectError> {
    let nats = connect(server).await;
    let log = nats.log().await?;
    Ok(Ports {
        orders: nats.orders().await?,
        boards: nats.boards().await?,
        stock: nats.stock().await?,
        fulfilments: nats.fulfilments().await?,
        letters: nats.dead_letters().await?,
        feed: log.feed("fulfilment").await?,
        log,
    })
}

/// AC: AC-STK-004, AC-STK-005, AC-RUN-004
#[tokio::test]
async fn orders_and_stock_come_together() {
    let server = server();
    stock::orders_and_stock_come_together(ports(&server).await.unwrap()).await;
}

/// AC: AC-STK-010
#[tokio::test]
async fn an_event_of_an_order_that_is_not_there_leaves_nothing() {
    let server = server();
    stock::an_event_of_an_order_that_is_not_there_leaves_nothing(ports(&server).await.unwrap())
        .await;
}

/// A server on which only what there was before stock keeps all that it had.
/// AC: AC-STR-003
#[tokio::test]
async fn a_server_from_before_there_was_stock_is_extended() {
    let server = server();
    let context = raw(&server).await;
    let old = jetstream::stream::Config {
        name: "ORDERS_DEAD_V1".to_owned(),
        subjects: vec![subject::DEAD_LETTERS.to_owned()],
        max_messages: 100_000,
        discard: jetstream::stream::DiscardPolicy::New,
        duplicate_window: Duration::from_secs(120),
        ..jetstream::stream::Config::default()
    };
    context.create_stream(old.clone()).await.unwrap();
    let nats = connect(&server).await;
    nats.dead_letters().await.unwrap();
    nats.stock().await.unwrap();
    let found = context.get_stream("ORDERS_DEAD_V1").await.unwrap();
    let found = found.cached_info().config.clone();
    assert_eq!(found.subjects, [subject::DEAD_LETTERS, subject::DEAD_STOCK]);
    assert_eq!(
        (found.max_messages, found.discard),
        (old.max_messages, old.discard)
    );
}
