//! What every adapter must do for stock, and that orders and stock come together on each of them.

use std::collections::BTreeMap;

use orders::application::{Desk, Fulfiller, FulfilmentError, Relay, Warehouse};
use orders::domain::{
    Action, Claim, Command, CommandId, Currency, EventId, Fulfilment, History, Key, Line, Lines,
    Money, OrderEvent, OrderId, Quantity, Receive, Sku, Stamp, Stock, StockEvent, StockKey,
};
use orders::port::{
    BoardStore, DeadLetters, EventArchive, EventFeed, EventPublisher, Expected, OrderDesk, Outbox,
    Published, StockDesk, Store, StoreError,
};
use orders::shared::Timestamp;
use orders_testing::{ManualClock, SequentialIds};

use super::{QUICK, cancel, command, customer, eventually, order, ship, tenant};

/// An article of the tenant `main`, or, if the text is `acme/tea`, of `acme`.
pub(crate) fn article(text: &str) -> StockKey {
    let (of, id) = text.split_once('/').unwrap_or(("main", text));
    StockKey::new(tenant(of), Sku::parse(id).expect("tests use good ids"))
}

pub(crate) fn quantity(number: u32) -> Quantity {
    Quantity::new(number).expect("tests use good quantities")
}

fn stamp(event: &str) -> Stamp {
    Stamp {
        id: EventId::parse(event).expect("tests use good ids"),
        at: Timestamp::from_millis(1),
    }
}

pub(crate) fn receive(id: &str, of: &str, number: u32) -> Receive {
    Receive {
        id: CommandId::parse(id).expect("tests use good ids"),
        article: article(of),
        quantity: quantity(number),
    }
}

/// A stock with one receipt, and an event that has the id.
pub(crate) fn counted(of: &str, number: u32, event: &str) -> Stock {
    let mut stock = Stock::new(article(of));
    stock
        .receive(&receive("r-1", of, number), stamp(event))
        .expect("the rules allow it");
    stock
}

/// Orders so many of each article.
pub(crate) fn place_of(id: &str, on: &str, articles: &[(&str, u32)]) -> Command {
    let price = Money::new(1, Currency::parse("EUR").expect("a good currency"));
    let lines = articles.iter().map(|&(sku, number)| Line {
        sku: article(sku).id,
        quantity: quantity(number),
        unit_price: price,
    });
    let lines = Lines::new(lines.collect()).expect("tests use good lines");
    let customer = customer("ann").id;
    command(id, on, Action::Place { customer, lines })
}

pub(crate) async fn is_kept_and_announced_like_histories<S>(store: &S)
where
    S: Store<Of = Stock> + Outbox<Of = Stock>,
{
    let key: Key<Stock> = article("acme/tea");
    assert_eq!(store.load(&key).await, Ok(None));
    let mut stock = counted("acme/tea", 5, "e-1");
    let first = store.commit(&stock, Expected::Absent).await.unwrap();
    let o_1 = OrderId::parse("o-1").expect("a good id");
    let reserved = stock.reserve(&o_1, quantity(2), Claim::Open, stamp("e-2"));
    assert_eq!(reserved, Ok(()));
    store.commit(&stock, Expected::At(first)).await.unwrap();
    let stale = store.commit(&stock, Expected::At(first)).await;
    assert_eq!(stale, Err(StoreError::Conflict));
    let stored = store.load(&key).await.unwrap().unwrap();
    assert_eq!(stored.value, stock);
    assert_eq!(store.load(&article("tea")).await, Ok(None));
    let changed = eventually(async || store.changed(10).await.unwrap().pop()).await;
    assert_eq!(changed.key, key);
}

pub(crate) async fn fulfilments_are_kept_like_histories(store: &impl Store<Of = Fulfilment>) {
    let lines = BTreeMap::from([(article("tea").id, quantity(2))]);
    let mut value = Fulfilment::restore(order("acme/o-1"), lines, false);
    let first = store.commit(&value, Expected::Absent).await.unwrap();
    let again = store.commit(&value, Expected::Absent).await;
    assert_eq!(again, Err(StoreError::Conflict));
    value.mark_reserved();
    store.commit(&value, Expected::At(first)).await.unwrap();
    let stored = store.load(&order("acme/o-1")).await.unwrap().unwrap();
    assert_eq!(stored.value, value);
    assert_eq!(store.load(&order("o-1")).await, Ok(None));
}

pub(crate) async fn log_keeps_an_event_once(log: &impl EventPublisher<StockEvent>) {
    let stock = counted("tea", 5, "e-1");
    let event = &stock.balance().unpublished[0];
    assert_eq!(log.publish(event).await, Ok(Published::At(1)));
    assert_eq!(log.publish(event).await, Ok(Published::Before));
}

/// All that orders and stock need.
pub(crate) struct Ports<O, B, S, P, D, L, F> {
    pub(crate) orders: O,
    pub(crate) boards: B,
    pub(crate) stock: S,
    pub(crate) fulfilments: P,
    pub(crate) letters: D,
    pub(crate) log: L,
    pub(crate) feed: F,
}

/// Five of one article are there, one of another, and a third was never counted.
pub(crate) async fn orders_and_stock_come_together<O, B, S, P, D, L, F>(
    ports: Ports<O, B, S, P, D, L, F>,
) where
    O: Store<Of = History> + Outbox<Of = History> + Clone,
    B: BoardStore + Clone,
    S: Store<Of = Stock> + Outbox<Of = Stock> + Clone,
    P: Store<Of = Fulfilment>,
    D: DeadLetters + Clone,
    L: EventPublisher + EventPublisher<StockEvent> + Clone,
    F: EventFeed,
{
    let Ports {
        orders,
        boards,
        stock,
        fulfilments,
        letters,
        log,
        feed,
    } = ports;
    let (clock, ids) = (ManualClock::default(), SequentialIds::default());
    let warehouse = Warehouse::new(stock.clone(), clock.clone(), ids.clone());
    let desk = Desk::new(orders.clone(), boards, clock, ids);
    let relay = Relay::new(
        orders.clone(),
        orders.clone(),
        log.clone(),
        letters.clone(),
        QUICK,
    );
    let stock_relay = Relay::new(stock.clone(), stock, log, letters, QUICK);
    let fulfiller = Fulfiller::new(
        feed,
        desk.clone(),
        orders.clone(),
        fulfilments,
        warehouse.clone(),
        QUICK,
    );
    for (command, version) in [
        (receive("r-1", "tea", 3), 1),
        (receive("r-2", "tea", 2), 2),
        (receive("r-1", "tea", 3), 1),
        (receive("r-1", "cup", 1), 1),
    ] {
        let counted = warehouse.receive(&command).await.unwrap();
        assert_eq!(counted.get(), version);
    }
    let settle = async |expected: [(u64, u64); 2]| {
        eventually(async || {
            relay.run_once().await.unwrap();
            stock_relay.run_once().await.unwrap();
            let report = fulfiller.run_once().await.unwrap();
            assert_eq!(report.postponed, []);
            let mut found = [(0, 0); 2];
            for (found, of) in found.iter_mut().zip(["tea", "cup"]) {
                let stock = warehouse.stock(&article(of)).await.unwrap().unwrap();
                *found = (stock.reserved(), stock.balance().issued);
            }
            let waiting = fulfiller.lag().await.unwrap()
                + relay.lag().await.unwrap().0
                + stock_relay.lag().await.unwrap().0;
            (waiting == 0 && found == expected).then_some(())
        })
        .await;
    };
    let place = async |on, articles: &[_]| {
        let place = place_of("c-1", on, articles);
        desk.carry_out(&place).await.unwrap();
    };
    place("o-1", &[("tea", 2), ("cup", 1), ("pen", 9)]).await;
    settle([(2, 0), (1, 0)]).await;
    // The tea would be there, the cup is not: none is set aside, and the order is cancelled.
    place("o-2", &[("tea", 2), ("cup", 1)]).await;
    settle([(2, 0), (1, 0)]).await;
    let late = desk.carry_out(&ship("c-2", "o-2")).await;
    assert!(late.unwrap_err().to_string().contains("cancelled"));

    place("o-3", &[("tea", 3)]).await;
    settle([(5, 0), (1, 0)]).await;
    desk.carry_out(&ship("c-2", "o-1")).await.unwrap();
    desk.carry_out(&cancel("c-2", "o-3")).await.unwrap();
    settle([(0, 2), (0, 1)]).await;
    assert!(warehouse.stock(&article("pen")).await.unwrap().is_none());
}

/// The log knows four orders that the store does not, which one would be there if it had been restored from a newer copy: nothing of
/// `o-1` and `o-4` is counted, all of `o-2` and `o-3`.
pub(crate) async fn an_event_of_an_order_that_is_not_there_leaves_nothing<O, B, S, P, D, L, F>(
    ports: Ports<O, B, S, P, D, L, F>,
) where
    O: Store<Of = History> + Outbox<Of = History> + Clone,
    B: BoardStore + Clone,
    S: Store<Of = Stock> + Outbox<Of = Stock> + Clone,
    P: Store<Of = Fulfilment> + Clone,
    D: DeadLetters + Clone,
    L: EventPublisher + EventArchive + Clone,
    F: EventFeed,
{
    let Ports {
        orders,
        boards,
        stock,
        fulfilments,
        letters,
        log,
        feed,
    } = ports;
    let (clock, ids) = (ManualClock::default(), SequentialIds::default());
    let warehouse = Warehouse::new(stock.clone(), clock.clone(), ids.clone());
    let desk = Desk::new(orders.clone(), boards, clock, ids);
    let relay = Relay::new(orders.clone(), orders.clone(), log.clone(), letters, QUICK);
    let fulfiller = Fulfiller::new(
        feed,
        desk.clone(),
        orders.clone(),
        fulfilments.clone(),
        warehouse.clone(),
        QUICK,
    );
    warehouse.receive(&receive("r-1", "cup", 5)).await.unwrap();
    let reserved = async || {
        let stock = warehouse.stock(&article("cup")).await.unwrap();
        stock.unwrap().reserved()
    };
    let is_noted = async |on: &str| fulfilments.load(&order(on)).await.unwrap().is_some();
    let lost: Vec<_> = [
        ("o-1", "tea"),
        ("o-2", "cup"),
        ("o-3", "cup"),
        ("o-4", "tea"),
    ]
    .iter()
    .map(|&(on, of)| placed(on, &place_of("c-1", on, &[(of, 1)])))
    .collect();
    for event in &lost {
        log.publish(event).await.unwrap();
    }

    // Each comes again, and leaves nothing.
    let mut waiting: Vec<_> = eventually(async || {
        let report = fulfiller.run_once().await.unwrap();
        assert_eq!((report.settled, report.given_up), (0, vec![]));
        (!report.postponed.is_empty()).then_some(report.postponed)
    })
    .await;
    waiting.sort_by_key(|(event, _)| event.to_string());
    let missing = |event: &OrderEvent| (event.id.clone(), FulfilmentError::Missing);
    assert_eq!(waiting, lost.iter().map(missing).collect::<Vec<_>>());
    assert_eq!(reserved().await, 0);

    // Two are there in time, one of each kind.
    for (on, of) in [("o-3", "cup"), ("o-4", "tea")] {
        let place = place_of("c-1", on, &[(of, 1)]);
        desk.carry_out(&place).await.unwrap();
    }
    let mut given_up = Vec::new();
    eventually(async || {
        given_up.extend(fulfiller.run_once().await.unwrap().given_up);
        (fulfiller.lag().await.unwrap() == 0).then_some(())
    })
    .await;
    given_up.sort();
    let kept = |event: &OrderEvent| (event.id.clone(), event.order.clone());
    assert_eq!(given_up, [kept(&lost[0]), kept(&lost[1])]);
    for (on, noted) in [("o-1", false), ("o-2", false), ("o-3", true), ("o-4", true)] {
        assert_eq!(is_noted(on).await, noted, "{on}");
    }
    assert_eq!(reserved().await, 1);

    // Whoever takes an id that was lost gets goods, also other ones.
    let other = place_of("c-9", "o-1", &[("cup", 2)]);
    desk.carry_out(&other).await.unwrap();
    eventually(async || {
        relay.run_once().await.unwrap();
        fulfiller.run_once().await.unwrap();
        (reserved().await == 3).then_some(())
    })
    .await;

    // The store has an order again of which nobody tells anything: the log is read once more.
    let replayed = fulfiller.replay(&log, 1).await.unwrap();
    assert_eq!(replayed.given_up, [kept(&lost[1])]);
    let back = place_of("c-1", "o-2", &[("cup", 1)]);
    let mut history = History::new(order("o-2"));
    history.carry_out(&back, stamp("e-of-o-2")).unwrap();
    orders.commit(&history, Expected::Absent).await.unwrap();
    let replayed = fulfiller.replay(&log, 1).await.unwrap();
    assert_eq!(replayed.given_up, []);
    assert_eq!(reserved().await, 4);
}

/// The event of a command that is the first of its order.
fn placed(on: &str, command: &Command) -> OrderEvent {
    let mut history = History::new(order(on));
    let event = stamp(&format!("e-of-{on}"));
    history.carry_out(command, event).expect("it is the first");
    history.entries()[0].event.clone()
}
