//! What every adapter must do, whatever it is made of. Each test file runs these over its own adapters.
#![expect(
    clippy::unwrap_used,
    reason = "shared by tests: what fails here fails the test"
)]

pub(crate) mod stock;

use std::time::Duration;

use orders::application::{DeadLetterOffice, Desk, Projector, PutBackError, Relay, Retry};
use orders::domain::{
    Action, CancelReason, Command, CommandId, Currency, CustomerBoard, CustomerId, CustomerKey,
    EventId, History, Line, Lines, Money, OrderEvent, OrderId, OrderKey, ParcelId, Quantity,
    RecordKey, Recorded, Sku, Stamp, Stock, TenantId,
};
use orders::port::{
    BoardStore, Buried, Changed, DeadLetter, DeadLetters, Delivery, EventArchive, EventFeed,
    EventPublisher, Expected, OrderDesk, Outbox, Published, Store, StoreError,
};
use orders::shared::Timestamp;
use orders_testing::{ManualClock, SequentialIds};
use tokio::time::{Instant, sleep};

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(20);
/// Retries that a test can wait for.
pub(crate) const QUICK: Retry = Retry {
    first: Duration::from_millis(10),
    longest: Duration::from_millis(40),
    attempts: 3,
};

pub(crate) fn tenant(text: &str) -> TenantId {
    TenantId::parse(text).expect("tests use good ids")
}

/// An order of the tenant `main`, or, if the text is `acme/o-1`, of `acme`.
pub(crate) fn order(text: &str) -> OrderKey {
    let (of, id) = text.split_once('/').unwrap_or(("main", text));
    OrderKey::new(tenant(of), OrderId::parse(id).expect("tests use good ids"))
}

/// A customer of the tenant `main`, or, if the text is `acme/ann`, of `acme`.
pub(crate) fn customer(text: &str) -> CustomerKey {
    let (of, id) = text.split_once('/').unwrap_or(("main", text));
    let id = CustomerId::parse(id).expect("tests use good ids");
    CustomerKey::new(tenant(of), id)
}

pub(crate) fn lines(minor: u64) -> Lines {
    let currency = Currency::parse("EUR").expect("tests use good currencies");
    Lines::new(vec![Line {
        sku: Sku::parse("tea").expect("tests use good ids"),
        quantity: Quantity::new(1).expect("one is a quantity"),
        unit_price: Money::new(minor, currency),
    }])
    .expect("one line is enough")
}

pub(crate) fn command(id: &str, on: &str, action: Action) -> Command {
    Command {
        id: CommandId::parse(id).expect("tests use good ids"),
        order: order(on),
        action,
    }
}

pub(crate) fn place(id: &str, on: &str, minor: u64) -> Command {
    let action = Action::Place {
        customer: customer("ann").id,
        lines: lines(minor),
    };
    command(id, on, action)
}

pub(crate) fn cancel(id: &str, on: &str) -> Command {
    let reason = CancelReason::OutOfStock;
    command(id, on, Action::Cancel { reason })
}

pub(crate) fn ship(id: &str, on: &str) -> Command {
    let parcel = ParcelId::parse("p-1").expect("tests use good ids");
    command(id, on, Action::Ship { parcel })
}

/// A history with one event, which has the id.
pub(crate) fn placed(on: &str, event: &str) -> History {
    let mut history = History::new(order(on));
    carry_out(&mut history, &place("c-1", on, 100), event);
    history
}

fn carry_out(history: &mut History, command: &Command, event: &str) {
    let stamp = Stamp {
        id: EventId::parse(event).expect("tests use good ids"),
        at: Timestamp::from_millis(1),
    };
    let recorded = history
        .carry_out(command, stamp)
        .expect("the rules allow it");
    assert!(matches!(recorded, Recorded::New(_)));
}

fn only_event(history: &History) -> OrderEvent {
    history.entries()[0].event.clone()
}

pub(crate) async fn store_gives_back_what_was_committed(store: &impl Store<Of = History>) {
    assert_eq!(store.load(&order("o-1")).await, Ok(None));
    let mut history = placed("o-1", "e-1");
    let first = store.commit(&history, Expected::Absent).await.unwrap();
    let stored = store.load(&order("o-1")).await.unwrap().unwrap();
    assert_eq!((stored.value, stored.revision), (history.clone(), first));

    carry_out(&mut history, &ship("c-2", "o-1"), "e-2");
    history.mark_published();
    let second = store.commit(&history, Expected::At(first)).await.unwrap();
    let stored = store.load(&order("o-1")).await.unwrap().unwrap();
    assert_eq!((stored.value, stored.revision), (history, second));
    assert_eq!(store.load(&order("o-2")).await, Ok(None));
}

pub(crate) async fn store_refuses_what_is_not_based_on_the_present(
    store: &impl Store<Of = History>,
) {
    let history = placed("o-1", "e-1");
    let first = store.commit(&history, Expected::Absent).await.unwrap();
    let again = store.commit(&history, Expected::Absent).await;
    assert_eq!(again, Err(StoreError::Conflict));

    let second = store.commit(&history, Expected::At(first)).await.unwrap();
    let stale = store.commit(&history, Expected::At(first)).await;
    assert_eq!(stale, Err(StoreError::Conflict));
    let stored = store.load(&order("o-1")).await.unwrap().unwrap();
    assert_eq!(stored.revision, second);

    let missing = store
        .commit(&placed("o-2", "e-2"), Expected::At(second))
        .await;
    assert_eq!(missing, Err(StoreError::Conflict));
}

pub(crate) async fn boards_are_kept_like_histories(boards: &impl BoardStore) {
    let mut board = CustomerBoard::new(customer("ann"));
    assert_eq!(boards.load(board.customer()).await, Ok(None));
    assert!(board.take_in(&only_event(&placed("o-1", "e-1"))));
    let first = boards.commit(&board, Expected::Absent).await.unwrap();
    assert!(board.take_in(&only_event(&placed("o-2", "e-2"))));
    boards.commit(&board, Expected::At(first)).await.unwrap();
    let stored = boards.load(board.customer()).await.unwrap().unwrap();
    assert_eq!(stored.value, board);
    let stale = boards.commit(&board, Expected::At(first)).await;
    assert_eq!(stale, Err(StoreError::Conflict));

    for _ in 0..2 {
        boards.forget(board.customer()).await.unwrap();
        assert_eq!(boards.load(board.customer()).await, Ok(None));
    }
    boards.commit(&board, Expected::Absent).await.unwrap();
}

/// Two tenants give one id to two orders, and have a customer of one name.
pub(crate) async fn tenants_share_ids_and_see_nothing_of_each_other<
    S: Store<Of = History> + Outbox<Of = History>,
>(
    orders: &S,
    boards: &impl BoardStore,
    log: &impl EventPublisher,
    feed: &impl EventFeed,
) {
    let both = ["o-1", "acme/o-1"];
    for (number, on) in both.into_iter().enumerate() {
        assert_eq!(orders.load(&order(on)).await, Ok(None), "{on}");
        let history = placed(on, &format!("e-{number}"));
        orders.commit(&history, Expected::Absent).await.unwrap();
        log.publish(&only_event(&history)).await.unwrap();
    }
    for on in both {
        let stored = orders.load(&order(on)).await.unwrap().unwrap();
        assert_eq!(stored.value.order(), &order(on));
    }
    let announced = announced(orders, 2).await;
    let announced: Vec<_> = announced.into_iter().map(|changed| changed.key).collect();
    assert_eq!(announced, both.map(order));

    for (whose, delivery) in ["ann", "acme/ann"]
        .into_iter()
        .zip(delivered(feed, 2).await)
    {
        let whose = customer(whose);
        assert_eq!(delivery.event.customer_key(), whose);
        assert_eq!(boards.load(&whose).await, Ok(None), "{whose}");
        let mut board = CustomerBoard::new(whose.clone());
        assert!(board.take_in(&delivery.event));
        boards.commit(&board, Expected::Absent).await.unwrap();
        let stored = boards.load(&whose).await.unwrap().unwrap();
        assert_eq!(stored.value, board);
    }
}

pub(crate) async fn outbox_announces_until_it_is_confirmed<
    S: Store<Of = History> + Outbox<Of = History>,
>(
    store: &S,
) {
    assert!(store.changed(10).await.unwrap().is_empty());
    for (order, event) in [("o-1", "e-1"), ("o-2", "e-2")] {
        let history = placed(order, event);
        store.commit(&history, Expected::Absent).await.unwrap();
    }

    let mut announced = announced(store, 2).await;
    let first = announced.remove(0);
    assert_eq!(
        (first.key, &announced[0].key),
        (order("o-1"), &order("o-2"))
    );
    store.confirm(first.receipt).await.unwrap();
    drop(announced);

    let again = eventually(async || store.changed(10).await.unwrap().pop()).await;
    assert_eq!(
        again.key,
        order("o-2"),
        "what was not confirmed comes again"
    );
    store.confirm(again.receipt).await.unwrap();
    assert!(store.changed(10).await.unwrap().is_empty());
}

pub(crate) async fn what_is_postponed_comes_again_but_not_at_once<
    S: Store<Of = History> + Outbox<Of = History>,
>(
    store: &S,
    log: &impl EventPublisher,
    feed: &impl EventFeed,
) {
    const DELAY: Duration = Duration::from_millis(300);
    let history = placed("o-1", "e-1");
    store.commit(&history, Expected::Absent).await.unwrap();
    log.publish(&only_event(&history)).await.unwrap();

    let announcement = announced(store, 1).await.remove(0);
    let delivery = delivered(feed, 1).await.remove(0);
    assert_eq!((announcement.attempt, delivery.attempt), (1, 1));
    let postponed = Instant::now();
    store.postpone(announcement.receipt, DELAY).await.unwrap();
    feed.postpone(delivery.receipt, DELAY).await.unwrap();
    assert_eq!(
        (store.waiting().await, feed.waiting().await),
        (Ok(1), Ok(1))
    );

    let announcement = eventually(async || store.changed(10).await.unwrap().pop()).await;
    let delivery = eventually(async || feed.fetch(10).await.unwrap().pop()).await;
    assert!(postponed.elapsed() >= DELAY);
    assert_eq!((announcement.attempt, delivery.attempt), (2, 2));
    store.confirm(announcement.receipt).await.unwrap();
    feed.acknowledge(delivery.receipt).await.unwrap();
    eventually(async || {
        let waiting = (
            store.waiting().await.unwrap(),
            feed.waiting().await.unwrap(),
        );
        (waiting == (0, 0)).then_some(())
    })
    .await;
}

pub(crate) async fn an_order_can_be_announced_once_more<
    S: Store<Of = History> + Outbox<Of = History>,
>(
    store: &S,
) {
    store.announce(&order("o-1")).await.unwrap();
    assert!(store.changed(10).await.unwrap().is_empty());
    let history = placed("o-1", "e-1");
    store.commit(&history, Expected::Absent).await.unwrap();
    let first = announced(store, 1).await.remove(0);
    let revision = first.revision;
    store.confirm(first.receipt).await.unwrap();

    store.announce(&order("o-1")).await.unwrap();
    let again = announced(store, 1).await.remove(0);
    assert_eq!((again.key, again.attempt), (order("o-1"), 1));
    assert!(again.revision > revision);
    store.confirm(again.receipt).await.unwrap();
    let stored = store.load(&order("o-1")).await.unwrap().unwrap();
    assert_eq!(stored.value, history);
}

pub(crate) async fn dead_letters_are_kept_until_they_are_put_back<S, W, D>(
    store: &S,
    stock: &W,
    letters: &D,
) where
    S: Store<Of = History> + Outbox<Of = History> + Clone,
    W: Store<Of = Stock> + Outbox<Of = Stock> + Clone,
    D: DeadLetters + Clone,
{
    let history = placed("o-1", "e-1");
    let revision = store.commit(&history, Expected::Absent).await.unwrap();
    let first = announced(store, 1).await.remove(0);
    assert_eq!(first.revision, revision);
    store.confirm(first.receipt).await.unwrap();

    let goods = stock::counted("tea", 1, "e-9");
    let counted = stock.commit(&goods, Expected::Absent).await.unwrap();
    let announcement = stock.changed(10).await.unwrap().remove(0);
    stock.confirm(announcement.receipt).await.unwrap();

    let letter = |record: RecordKey, revision| DeadLetter {
        record,
        revision,
        reason: "record_unreadable".to_owned(),
        attempts: 3,
    };
    let (dead, other) = (
        letter(order("o-1").into(), revision),
        letter(stock::article("tea").into(), counted),
    );
    for letter in [&dead, &other, &dead] {
        letters.bury(letter).await.unwrap();
    }
    let kept = letters.list(10).await.unwrap();
    let kept: Vec<_> = kept
        .into_iter()
        .map(|Buried { place, letter }| (place, letter))
        .collect();
    assert_eq!(kept, [(1, dead.clone()), (2, other)]);
    assert_eq!(letters.list(1).await.unwrap().len(), 1);
    assert_eq!(letters.find(1).await, Ok(Some(dead)));
    assert_eq!(letters.count().await, Ok(2));

    let office = DeadLetterOffice::new(store.clone(), stock.clone(), letters.clone());
    assert_eq!(office.put_back(1).await, Ok(RecordKey::Order(order("o-1"))));
    let again = announced(store, 1).await.remove(0);
    assert_eq!(again.key, order("o-1"));
    assert_eq!(letters.find(1).await, Ok(None));
    assert_eq!(letters.count().await, Ok(1));
    let gone = office.put_back(1).await;
    assert_eq!(gone, Err(PutBackError::Unknown { place: 1 }));
    letters.remove(1).await.unwrap();
    assert_eq!(office.put_back(2).await, Ok(stock::article("tea").into()));
    let again = eventually(async || stock.changed(10).await.unwrap().pop()).await;
    assert_eq!(again.key, stock::article("tea"));
}

pub(crate) async fn the_log_can_be_read_by_places(log: &(impl EventPublisher + EventArchive)) {
    let nothing = log.read(1, 10).await.unwrap();
    assert_eq!(
        (nothing.events, nothing.next, nothing.is_last),
        (vec![], 1, true)
    );
    let mut events = Vec::new();
    for number in 1..=5 {
        let event = only_event(&placed(&format!("o-{number}"), &format!("e-{number}")));
        log.publish(&event).await.unwrap();
        events.push(event);
    }
    let mut read = Vec::new();
    let mut from = 1;
    for (next, is_last) in [(3, false), (5, false), (6, true)] {
        let page = log.read(from, 2).await.unwrap();
        assert_eq!((page.next, page.is_last), (next, is_last));
        read.extend(page.events);
        from = page.next;
    }
    assert_eq!(read, events);
    let behind = log.read(9, 2).await.unwrap();
    assert_eq!((behind.events, behind.is_last), (vec![], true));
    assert_eq!(log.read(4, 9).await.unwrap().events, events[3..]);
}

pub(crate) async fn log_keeps_an_event_once(log: &impl EventPublisher, feed: &impl EventFeed) {
    let first = only_event(&placed("o-1", "e-1"));
    let second = only_event(&placed("o-2", "e-2"));
    assert_eq!(log.publish(&first).await, Ok(Published::At(1)));
    assert_eq!(log.publish(&first).await, Ok(Published::Before));
    assert_eq!(log.publish(&second).await, Ok(Published::At(2)));

    let mut events = Vec::new();
    for delivery in delivered(feed, 2).await {
        events.push(delivery.event);
        feed.acknowledge(delivery.receipt).await.unwrap();
    }
    assert_eq!(events, [first, second]);
    assert!(feed.fetch(10).await.unwrap().is_empty());
}

pub(crate) async fn feed_delivers_until_it_is_acknowledged(
    log: &impl EventPublisher,
    feed: &impl EventFeed,
    other: &impl EventFeed,
) {
    assert!(feed.fetch(10).await.unwrap().is_empty());
    let event = only_event(&placed("o-1", "e-1"));
    log.publish(&event).await.unwrap();
    log.publish(&only_event(&placed("o-2", "e-2")))
        .await
        .unwrap();

    let first = eventually(async || {
        let mut deliveries = feed.fetch(1).await.unwrap();
        assert!(deliveries.len() <= 1, "no more than was asked for");
        deliveries.pop()
    })
    .await;
    assert_eq!((&first.event, first.attempt), (&event, 1));
    drop(first);

    let again = eventually(async || {
        let deliveries = feed.fetch(1).await.unwrap();
        deliveries
            .into_iter()
            .find(|delivery| delivery.event == event)
    })
    .await;
    assert!(again.attempt > 1, "what was not acknowledged comes again");
    feed.acknowledge(again.receipt).await.unwrap();

    let rest = eventually(async || {
        let deliveries = feed.fetch(10).await.unwrap();
        assert!(deliveries.iter().all(|delivery| delivery.event != event));
        deliveries.into_iter().next()
    })
    .await;
    feed.acknowledge(rest.receipt).await.unwrap();
    assert!(feed.fetch(10).await.unwrap().is_empty());
    let all = delivered(other, 2).await;
    assert_eq!(all[0].event, event, "another reader reads all of it");
}

/// Three orders, one cancelled, each command sent twice, the relay and the projector run twice.
pub(crate) async fn commands_become_events_and_boards<S, B, L, F, D>(
    orders: S,
    boards: B,
    log: L,
    feed: F,
    letters: D,
) where
    S: Store<Of = History> + Outbox<Of = History> + Clone,
    B: BoardStore + Clone,
    L: EventPublisher,
    F: EventFeed,
    D: DeadLetters,
{
    let desk = Desk::new(
        orders.clone(),
        boards.clone(),
        ManualClock::default(),
        SequentialIds::default(),
    );
    let commands = [
        place("c-1", "o-1", 100),
        place("c-2", "o-2", 20),
        place("c-3", "o-3", 3),
        cancel("c-4", "o-2"),
    ];
    for command in &commands {
        let first = desk.carry_out(command).await.unwrap();
        assert_eq!(desk.carry_out(command).await.unwrap(), first);
    }
    assert!(desk.carry_out(&ship("c-5", "o-2")).await.is_err());

    let relay = Relay::new(orders.clone(), orders, log, letters, QUICK);
    let projector = Projector::new(feed, boards, QUICK);
    let mut published = 0;
    let mut projected = 0;
    let board = eventually(async || {
        let report = relay.run_once().await.unwrap();
        assert_eq!((report.postponed, report.buried), (vec![], vec![]));
        published += report.published;
        let projection = projector.run_once().await.unwrap();
        assert_eq!(projection.postponed, []);
        projected += projection.taken_in;
        let board = desk.board(&customer("ann")).await.unwrap();
        (board.orders().len() == 3 && board.open_orders() == 2).then_some(board)
    })
    .await;
    assert_eq!(published, 4);
    assert!(
        projected >= 4,
        "an event that takes long may come again: {projected}"
    );
    let totals: Vec<_> = board.open_totals().into_values().collect();
    assert_eq!(totals, [103]);
    assert_eq!(relay.run_once().await.unwrap().published, 0);
}

/// The first announcements of so many orders, in the order in which they came.
pub(crate) async fn announced<O: Outbox<Of = History>>(
    outbox: &O,
    orders: usize,
) -> Vec<Changed<History, O::Receipt>> {
    let mut announced: Vec<Changed<History, O::Receipt>> = Vec::new();
    eventually(async || {
        for changed in outbox.changed(10).await.unwrap() {
            if announced.iter().all(|known| known.key != changed.key) {
                announced.push(changed);
            }
        }
        (announced.len() >= orders).then_some(())
    })
    .await;
    assert_eq!(announced.len(), orders);
    announced
}

/// The first deliveries of so many events, in the order in which they came.
pub(crate) async fn delivered<F: EventFeed>(feed: &F, events: usize) -> Vec<Delivery<F::Receipt>> {
    let mut delivered: Vec<Delivery<F::Receipt>> = Vec::new();
    eventually(async || {
        for delivery in feed.fetch(10).await.unwrap() {
            if delivered
                .iter()
                .all(|known| known.event.id != delivery.event.id)
            {
                delivered.push(delivery);
            }
        }
        (delivered.len() >= events).then_some(())
    })
    .await;
    assert_eq!(delivered.len(), events);
    delivered
}

/// Asks until there is something.
pub(crate) async fn eventually<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(
            Instant::now() < deadline,
            "it did not come within {PATIENCE:?}"
        );
        sleep(Duration::from_millis(10)).await;
    }
}
