//! Orders and stock never disagree at rest: whatever is asked, whoever fails, dies or sleeps at whichever call.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use orders::application::{Desk, Fulfiller, Relay, Retry, Warehouse};
use orders::domain::{
    Action, CancelReason, Change, Command, CommandId, Currency, CustomerId, Line, Lines, Money,
    OrderId, OrderKey, ParcelId, Quantity, Receive, Sku, Status, StockChange, StockKey, TenantId,
};
use orders::port::{EventFeed, OrderDesk, StockDesk, Store};
use orders_adapters::memory::{
    MemoryBoards, MemoryDeadLetters, MemoryFeed, MemoryFulfilments, MemoryLog, MemoryOrders,
    MemoryStock,
};
use orders_testing::{Interrupted, Interruption, Manner, ManualClock, Moment, SequentialIds};
use proptest::prelude::*;

/// What is tried again is tried at once.
const AT_ONCE: Retry = Retry {
    first: Duration::ZERO,
    longest: Duration::ZERO,
    attempts: 10,
};
const ORDERS: u8 = 4;
const SKUS: [&str; 3] = ["tea", "cup", "pen"];

/// What people do, and how far the machines get before the next of them.
#[derive(Debug, Clone)]
enum Step {
    Receive(usize, u32),
    Place(u8, [u32; 3]),
    Cancel(u8),
    Ship(u8),
    Rounds,
}

fn main_tenant() -> TenantId {
    TenantId::parse("acme").expect("a good id")
}

fn order(number: u8) -> OrderKey {
    let id = OrderId::parse(&format!("o-{number}")).expect("a good id");
    OrderKey::new(main_tenant(), id)
}

fn article(sku: &str) -> StockKey {
    StockKey::new(main_tenant(), Sku::parse(sku).expect("a good id"))
}

fn command(number: usize, of: u8, action: Action) -> Command {
    Command {
        id: CommandId::parse(&format!("c-{number}")).expect("a good id"),
        order: order(of),
        action,
    }
}

fn place(many: [u32; 3]) -> Action {
    let price = Money::new(1, Currency::parse("EUR").expect("a good currency"));
    let lines = SKUS.into_iter().zip(many).filter(|(_, many)| *many > 0);
    let lines = lines.map(|(sku, many)| Line {
        sku: article(sku).id,
        quantity: Quantity::new(many).expect("within bounds"),
        unit_price: price,
    });
    Action::Place {
        customer: CustomerId::parse("ann").expect("a good id"),
        lines: Lines::new(lines.collect()).expect("at least one line"),
    }
}

/// Everything that lasts.
#[derive(Debug, Clone, Default)]
struct Stores {
    orders: MemoryOrders,
    stock: MemoryStock,
    fulfilments: MemoryFulfilments,
    log: MemoryLog,
    letters: MemoryDeadLetters,
    ids: SequentialIds,
}

type Ill<T> = Interrupted<T>;
type IllDesk = Desk<Ill<MemoryOrders>, MemoryBoards, ManualClock, SequentialIds>;
type IllFulfiller = Fulfiller<
    Ill<MemoryFeed>,
    IllDesk,
    Ill<MemoryOrders>,
    Ill<MemoryFulfilments>,
    Ill<MemoryStock>,
    ManualClock,
    SequentialIds,
>;

/// A process that works on the stores, and that a fault strikes.
struct Process {
    fault: Arc<Interruption>,
    desk: IllDesk,
    warehouse: Warehouse<Ill<MemoryStock>, ManualClock, SequentialIds>,
    fulfiller: IllFulfiller,
    relay: Relay<Ill<MemoryOrders>, Ill<MemoryOrders>, Ill<MemoryLog>, Ill<MemoryDeadLetters>>,
    stock_relay: Relay<Ill<MemoryStock>, Ill<MemoryStock>, Ill<MemoryLog>, Ill<MemoryDeadLetters>>,
}

impl Process {
    fn new(stores: &Stores, fault: Arc<Interruption>) -> Self {
        let (clock, ids) = (ManualClock::default(), stores.ids.clone());
        let (orders, stock) = (fault.of(&stores.orders), fault.of(&stores.stock));
        let (log, letters) = (fault.of(&stores.log), fault.of(&stores.letters));
        let desk = Desk::new(
            orders.clone(),
            MemoryBoards::default(),
            clock.clone(),
            ids.clone(),
        );
        let warehouse = Warehouse::new(stock.clone(), clock, ids);
        Self {
            fulfiller: Fulfiller::new(
                fault.of(&stores.log.feed("fulfilment")),
                desk.clone(),
                orders.clone(),
                fault.of(&stores.fulfilments),
                warehouse.clone(),
                AT_ONCE,
            ),
            relay: Relay::new(
                orders.clone(),
                orders,
                log.clone(),
                letters.clone(),
                AT_ONCE,
            ),
            stock_relay: Relay::new(stock.clone(), stock, log, letters, AT_ONCE),
            desk,
            warehouse,
            fault,
        }
    }

    fn healthy(stores: &Stores) -> Self {
        let never = Interruption::new(usize::MAX, Moment::Before, Manner::Fails);
        Self::new(stores, never)
    }

    /// Until nothing moves any more. One fault can spoil one round of each.
    async fn settle(&self) {
        for _ in 0..8 {
            self.round().await;
        }
    }

    async fn round(&self) {
        let _ = self.fault.until_death(self.relay.run_once()).await;
        let _ = self.fault.until_death(self.fulfiller.run_once()).await;
        let _ = self.fault.until_death(self.stock_relay.run_once()).await;
    }

    /// Who gets no reply asks again, also if it was refused: what is refused stays refused.
    async fn go(&self, number: usize, step: &Step) {
        let action = match step {
            Step::Receive(sku, many) => {
                let command = Receive {
                    id: CommandId::parse(&format!("r-{number}")).expect("a good id"),
                    article: article(SKUS[*sku]),
                    quantity: Quantity::new(*many).expect("within bounds"),
                };
                for _ in 0..2 {
                    let counted = self.warehouse.receive(&command);
                    let _ = self.fault.until_death(counted).await;
                }
                return;
            }
            Step::Rounds => return self.round().await,
            Step::Place(_, many) => place(*many),
            Step::Cancel(_) => Action::Cancel {
                reason: CancelReason::CustomerRequest,
            },
            Step::Ship(_) => Action::Ship {
                parcel: ParcelId::parse("p-1").expect("a good id"),
            },
        };
        let (Step::Place(of, _) | Step::Cancel(of) | Step::Ship(of)) = step else {
            unreachable!("the others have returned")
        };
        let command = command(number, *of, action);
        for _ in 0..2 {
            let done = self.desk.carry_out(&command);
            let _ = self.fault.until_death(done).await;
        }
    }
}

/// What is true at rest. `hasty` orders were shipped before anything was set aside for them.
async fn agree(stores: &Stores, may_be_short: bool) {
    let mut expected: BTreeMap<&str, (BTreeMap<OrderId, Quantity>, u64)> = BTreeMap::new();
    for number in 0..ORDERS {
        let Some(stored) = stores.orders.load(&order(number)).await.expect("memory") else {
            continue;
        };
        let state = stored.value.state().expect("it was placed").clone();
        let stored = stores.fulfilments.load(&order(number)).await;
        let fulfilment = stored.expect("memory").expect("it had its turn").value;
        assert!(fulfilment.is_reserved(), "{fulfilment:?}");
        for (sku, quantity) in fulfilment.lines() {
            let known = SKUS.into_iter().find(|known| *known == sku.as_str());
            let (reserved, issued) = expected.entry(known.expect("it is one")).or_default();
            match state.status() {
                Status::Open => drop(reserved.insert(order(number).id, *quantity)),
                Status::Shipped => *issued += u64::from(quantity.get()),
                Status::Cancelled => {}
            }
        }
    }
    for sku in SKUS {
        let stored = stores.stock.load(&article(sku)).await.expect("memory");
        let (reserved, issued) = expected.remove(sku).unwrap_or_default();
        let Some(stored) = stored else {
            assert!(
                reserved.is_empty() && issued == 0,
                "{sku} was never counted"
            );
            continue;
        };
        let (stock, balance) = (&stored.value, stored.value.balance());
        assert_eq!((&balance.reservations, balance.issued), (&reserved, issued));
        assert!(may_be_short || balance.issued + stock.reserved() <= balance.received);
        assert_eq!(balance.unpublished, [], "all is made known");
    }
    for number in 0..ORDERS {
        let events = stores.log.events();
        let of = events.iter().filter(|event| event.order == order(number));
        let closed = of.filter(|event| !matches!(event.change, Change::Placed { .. }));
        assert!(closed.count() <= 1, "compensated once");
    }
    for sku in SKUS {
        let events = stores.log.stock_events();
        let of = events.iter().filter(|event| event.article == article(sku));
        let mut balance = BTreeMap::<_, i64>::new();
        for (place, event) in of.enumerate() {
            assert_eq!(
                event.version.get() as usize,
                place + 1,
                "each once, in turn"
            );
            match &event.change {
                StockChange::Received => {}
                StockChange::Reserved(order) => *balance.entry(order.clone()).or_default() += 1,
                StockChange::Released(order) | StockChange::Issued(order) => {
                    *balance.entry(order.clone()).or_default() -= 1;
                }
            }
            assert!(
                balance.values().all(|held| (0..=1).contains(held)),
                "{event:?}"
            );
        }
    }
    let lag = stores.log.feed("fulfilment").waiting().await;
    assert_eq!(lag, Ok(0));
}

/// Two orders compete for what is there for one, one line each of a second article; then one is cancelled, one shipped.
fn story() -> Vec<Step> {
    vec![
        Step::Receive(0, 3),
        Step::Receive(1, 9),
        Step::Place(0, [2, 1, 1]),
        Step::Rounds,
        Step::Place(1, [1, 1, 0]),
        Step::Place(2, [2, 4, 0]),
        Step::Rounds,
        Step::Cancel(0),
        Step::Rounds,
        Step::Ship(1),
        Step::Place(3, [2, 0, 0]),
    ]
}

async fn sweep(moment: Moment, manner: Manner) {
    for at in 0.. {
        let stores = Stores::default();
        let fault = Interruption::new(at, moment, manner);
        let process = Process::new(&stores, Arc::clone(&fault));
        for (number, step) in story().iter().enumerate() {
            process.go(number, step).await;
        }
        process.settle().await;
        agree(&stores, false).await;
        let statuses = stores
            .log
            .events()
            .into_iter()
            .fold([0; 3], |mut n, event| {
                match event.change {
                    Change::Placed { .. } => n[0] += 1,
                    Change::Cancelled { .. } => n[1] += 1,
                    Change::Shipped { .. } => n[2] += 1,
                }
                n
            });
        assert_eq!(statuses, [4, 2, 1], "{manner:?} {moment:?} call {at}");
        if !fault.has_struck() {
            assert!(at > 100, "only {at} calls were tried");
            return;
        }
    }
}

/// AC: AC-STK-005, AC-STK-009
#[tokio::test]
async fn whoever_fails_or_dies_at_a_call_leaves_what_the_repetition_completes() {
    for moment in [Moment::Before, Moment::After] {
        for manner in [Manner::Fails, Manner::Dies] {
            sweep(moment, manner).await;
        }
    }
}

/// One falls asleep at each call in turn. Meanwhile somebody closes the order, another takes the goods, or they are counted for the
/// first time; a second one does all there is to do, and acknowledges it. Then the sleeper goes on, or dies a few calls later, and
/// nobody comes after it.
/// AC: AC-STK-009
#[tokio::test]
async fn whoever_sleeps_while_another_does_the_work_sets_nothing_aside_for_good() {
    let meanwhile = [
        vec![Step::Cancel(0)],
        vec![Step::Ship(0)],
        vec![Step::Place(1, [3, 0, 0])],
        vec![Step::Receive(2, 5), Step::Cancel(0)],
        vec![Step::Receive(2, 5), Step::Ship(0)],
    ];
    let before = [
        Step::Receive(0, 3),
        Step::Receive(1, 3),
        Step::Place(0, [2, 1, 1]),
    ];
    for meanwhile in &meanwhile {
        let tried = sleep_at_each_call(&before, meanwhile).await;
        assert!(tried > 12, "only {tried} calls were tried");
    }
}

/// Nothing of the order is counted when somebody falls asleep, but it is soon after: whether the order takes part is decided once, by
/// whoever is first, and the other one goes by that.
/// AC: AC-STK-009
#[tokio::test]
async fn whoever_sleeps_while_goods_are_first_counted_sets_nothing_aside_for_good() {
    let before = [Step::Place(0, [0, 2, 1])];
    let meanwhile = [
        vec![Step::Receive(1, 5)],
        vec![Step::Receive(1, 5), Step::Cancel(0)],
        vec![Step::Receive(1, 5), Step::Ship(0)],
        vec![Step::Receive(1, 5), Step::Rounds, Step::Receive(2, 5)],
    ];
    for meanwhile in &meanwhile {
        let tried = sleep_at_each_call(&before, meanwhile).await;
        assert!(tried > 3, "only {tried} calls were tried");
    }
}

/// The least number of calls at which somebody fell asleep, of all moments and manners.
async fn sleep_at_each_call(before: &[Step], meanwhile: &[Step]) -> usize {
    let mut tried = usize::MAX;
    for moment in [Moment::Before, Moment::After] {
        let dies = (0..5).map(Manner::SleepsThenDies);
        for manner in dies.chain([Manner::Sleeps]) {
            let mut at = 0;
            while sleeps(before, meanwhile, at, moment, manner).await {
                at += 1;
            }
            tried = tried.min(at);
        }
    }
    tried
}

/// Whether somebody fell asleep.
async fn sleeps(
    before: &[Step],
    meanwhile: &[Step],
    at: usize,
    moment: Moment,
    manner: Manner,
) -> bool {
    let stores = Stores::default();
    let healthy = Process::healthy(&stores);
    for (number, step) in before.iter().enumerate() {
        healthy.go(number, step).await;
    }
    // What is told now is not told meanwhile: that, too, would replace the stock on which somebody sleeps.
    let _ = healthy.stock_relay.run_once().await;
    let _ = healthy.relay.run_once().await;
    let fault = Interruption::new(at, moment, manner);
    let sleeper = Process::new(&stores, Arc::clone(&fault));
    {
        let mut asleep = pin!(sleeper.fulfiller.run_once());
        tokio::select! {
            biased;
            _ = &mut asleep => return false,
            () = fault.struck() => {}
        }
        for (number, step) in meanwhile.iter().enumerate() {
            healthy.go(number + 10, step).await;
        }
        healthy.settle().await;
        fault.wake();
        tokio::select! {
            biased;
            _ = &mut asleep => {}
            () = fault.struck() => assert_ne!(manner, Manner::Sleeps),
        }
    }
    // What is announced is made known; but nobody looks at orders again that were acknowledged.
    healthy.settle().await;
    let hasty = meanwhile.iter().any(|step| matches!(step, Step::Ship(_)));
    agree(&stores, hasty).await;
    true
}

fn step() -> impl Strategy<Value = Step> {
    let many = prop_oneof![Just(0_u32), 1..4_u32];
    let lines = [many.clone(), many.clone(), many];
    prop_oneof![
        2 => (0..2_usize, 1..6_u32).prop_map(|(sku, many)| Step::Receive(sku, many)),
        4 => (0..ORDERS, lines)
            .prop_filter("a line", |(_, many)| many.iter().sum::<u32>() > 0)
            .prop_map(|(of, many)| Step::Place(of, many)),
        2 => (0..ORDERS).prop_map(Step::Cancel),
        2 => (0..ORDERS).prop_map(Step::Ship),
        3 => Just(Step::Rounds),
    ]
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime of one thread");
    runtime.block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// AC: AC-STK-009
    #[test]
    fn whatever_is_asked_and_whoever_dies_orders_and_stock_agree(
        steps in prop::collection::vec(step(), 1..25),
        at in 0..300_usize,
        moment in prop_oneof![Just(Moment::Before), Just(Moment::After)],
        manner in prop_oneof![Just(Manner::Fails), Just(Manner::Dies)],
    ) {
        let stores = Stores::default();
        let process = Process::new(&stores, Interruption::new(at, moment, manner));
        let hasty = steps.iter().any(|step| matches!(step, Step::Ship(_)));
        block_on(async {
            for (number, step) in steps.iter().enumerate() {
                process.go(number, step).await;
            }
            process.settle().await;
            agree(&stores, hasty).await;
        });
    }
}
