//! The adapters over memory do what every adapter must.

mod conformance;

use conformance::stock;
use orders_adapters::memory::{
    MemoryBoards, MemoryDeadLetters, MemoryFeed, MemoryFulfilments, MemoryLog, MemoryOrders,
    MemoryStock,
};

/// AC: AC-RUN-004
#[tokio::test]
async fn store_gives_back_what_was_committed() {
    conformance::store_gives_back_what_was_committed(&MemoryOrders::default()).await;
}

/// AC: AC-ONCE-003
#[tokio::test]
async fn store_refuses_what_is_not_based_on_the_present() {
    conformance::store_refuses_what_is_not_based_on_the_present(&MemoryOrders::default()).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn boards_are_kept_like_histories() {
    conformance::boards_are_kept_like_histories(&MemoryBoards::default()).await;
}

/// AC: AC-TEN-002
#[tokio::test]
async fn tenants_share_ids_and_see_nothing_of_each_other() {
    let log = MemoryLog::default();
    let (orders, boards) = (MemoryOrders::default(), MemoryBoards::default());
    let feed = log.feed("reader");
    conformance::tenants_share_ids_and_see_nothing_of_each_other(&orders, &boards, &log, &feed)
        .await;
}

/// AC: AC-EVT-001
#[tokio::test]
async fn outbox_announces_until_it_is_confirmed() {
    conformance::outbox_announces_until_it_is_confirmed(&MemoryOrders::default()).await;
}

/// AC: AC-EVT-003
#[tokio::test]
async fn log_keeps_an_event_once() {
    let log = MemoryLog::default();
    conformance::log_keeps_an_event_once(&log, &log.feed("reader")).await;
}

/// AC: AC-BRD-003
#[tokio::test]
async fn feed_delivers_until_it_is_acknowledged() {
    let log = MemoryLog::default();
    let (feed, other) = (log.feed("reader"), log.feed("other"));
    conformance::feed_delivers_until_it_is_acknowledged(&log, &feed, &other).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn commands_become_events_and_boards() {
    let log = MemoryLog::default();
    let (orders, boards) = (MemoryOrders::default(), MemoryBoards::default());
    let (feed, letters) = (log.feed("projector"), MemoryDeadLetters::default());
    conformance::commands_become_events_and_boards(orders, boards, log, feed, letters).await;
}

/// AC: AC-REL-001
#[tokio::test]
async fn what_is_postponed_comes_again_but_not_at_once() {
    let (orders, log) = (MemoryOrders::default(), MemoryLog::default());
    let feed = log.feed("reader");
    conformance::what_is_postponed_comes_again_but_not_at_once(&orders, &log, &feed).await;
}

/// AC: AC-REL-003
#[tokio::test]
async fn an_order_can_be_announced_once_more() {
    conformance::an_order_can_be_announced_once_more(&MemoryOrders::default()).await;
}

/// AC: AC-REL-003
#[tokio::test]
async fn dead_letters_are_kept_until_they_are_put_back() {
    let (orders, stock) = (MemoryOrders::default(), MemoryStock::default());
    let letters = MemoryDeadLetters::default();
    conformance::dead_letters_are_kept_until_they_are_put_back(&orders, &stock, &letters).await;
}

/// AC: AC-PRJ-002
#[tokio::test]
async fn the_log_can_be_read_by_places() {
    conformance::the_log_can_be_read_by_places(&MemoryLog::default()).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn stock_is_kept_and_announced_like_histories() {
    stock::is_kept_and_announced_like_histories(&MemoryStock::default()).await;
}

/// AC: AC-RUN-004
#[tokio::test]
async fn fulfilments_are_kept_like_histories() {
    stock::fulfilments_are_kept_like_histories(&MemoryFulfilments::default()).await;
}

/// AC: AC-STK-008
#[tokio::test]
async fn log_keeps_an_event_of_stock_once() {
    stock::log_keeps_an_event_once(&MemoryLog::default()).await;
}

type Ports = stock::Ports<
    MemoryOrders,
    MemoryBoards,
    MemoryStock,
    MemoryFulfilments,
    MemoryDeadLetters,
    MemoryLog,
    MemoryFeed,
>;

/// What orders and stock are brought together with.
fn ports() -> Ports {
    let log = MemoryLog::default();
    Ports {
        orders: MemoryOrders::default(),
        boards: MemoryBoards::default(),
        stock: MemoryStock::default(),
        fulfilments: MemoryFulfilments::default(),
        letters: MemoryDeadLetters::default(),
        feed: log.feed("fulfilment"),
        log,
    }
}

/// AC: AC-STK-004, AC-STK-005, AC-RUN-004
#[tokio::test]
async fn orders_and_stock_come_together() {
    stock::orders_and_stock_come_together(ports()).await;
}

/// AC: AC-STK-010
#[tokio::test]
async fn an_event_of_an_order_that_is_not_there_leaves_nothing() {
    stock::an_event_of_an_order_that_is_not_there_leaves_nothing(ports()).await;
}
