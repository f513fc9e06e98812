//! Every call of every port goes wrong once, before or after it took effect, by failing or by killing whoever makes it:
//! nothing is lost, nothing is done twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use orders::application::{Desk, Projector, Rebuild, Relay, Retry};
use orders::domain::{
    Action, CancelReason, Command, CommandId, Currency, CustomerBoard, CustomerId, CustomerKey,
    Line, Lines, Money, OrderId, OrderKey, ParcelId, Quantity, Sku, TenantId,
};
use orders::port::{BoardStore, DeskError, Expected, OrderDesk};
use orders_adapters::memory::{MemoryBoards, MemoryDeadLetters, MemoryLog, MemoryOrders};
use orders_testing::{Interruption, Manner, ManualClock, Moment, SequentialIds};
use orders_wire::encode;
use orders_wire::v1::BoardRecord;
use proptest::prelude::*;

/// What is tried again is tried at once.
const AT_ONCE: Retry = Retry {
    first: Duration::ZERO,
    longest: Duration::ZERO,
    attempts: 10,
};

fn acme() -> TenantId {
    TenantId::parse("acme").expect("a good id")
}

fn ann() -> CustomerKey {
    CustomerKey::new(acme(), CustomerId::parse("ann").expect("a good id"))
}

fn command(id: &str, order: &str, action: Action) -> Command {
    Command {
        id: CommandId::parse(id).expect("a good id"),
        order: OrderKey::new(acme(), OrderId::parse(order).expect("a good id")),
        action,
    }
}

fn place(minor: u64) -> Action {
    Action::Place {
        customer: ann().id,
        lines: Lines::new(vec![Line {
            sku: Sku::parse("tea").expect("a good id"),
            quantity: Quantity::new(1).expect("within bounds"),
            unit_price: Money::new(minor, Currency::parse("EUR").expect("a good currency")),
        }])
        .expect("one line"),
    }
}

fn cancel() -> Action {
    let reason = CancelReason::OutOfStock;
    Action::Cancel { reason }
}

fn ship() -> Action {
    let parcel = ParcelId::parse("p-1").expect("a good id");
    Action::Ship { parcel }
}

/// Everything that lasts.
#[derive(Debug, Clone, Default)]
struct Stores {
    orders: MemoryOrders,
    boards: MemoryBoards,
    log: MemoryLog,
    letters: MemoryDeadLetters,
}

/// What the world knows at the end.
#[derive(Debug, PartialEq)]
struct World {
    /// What was replied to each command in the end.
    replies: Vec<Result<u32, String>>,
    /// What is known of each order, first things first.
    events: BTreeMap<String, Vec<(u32, String)>>,
    /// The board, as it would be stored.
    board: Vec<u8>,
}

impl Stores {
    async fn world(&self, replies: Vec<Result<u32, String>>) -> World {
        let mut events: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for event in self.log.events() {
            let known = events.entry(event.order.id.to_string()).or_default();
            known.push((event.version.get(), format!("{:?}", event.change)));
        }
        World {
            replies,
            events,
            board: self.board().await,
        }
    }

    async fn board(&self) -> Vec<u8> {
        let board = self
            .boards
            .load(&ann())
            .await
            .expect("memory does not fail");
        let board = board.map_or_else(|| CustomerBoard::new(ann()), |stored| stored.value);
        encode(&BoardRecord::from(&board))
    }
}

/// Carries the commands out, in a process that is started again when it dies.
async fn carry_out(
    commands: &[Command],
    interruption: &Arc<Interruption>,
    stores: &Stores,
) -> World {
    let (clock, ids) = (ManualClock::default(), SequentialIds::default());
    let orders = interruption.of(&stores.orders);
    let boards = interruption.of(&stores.boards);
    let feed = interruption.of(&stores.log.feed("projector"));
    let log = interruption.of(&stores.log);
    let letters = interruption.of(&stores.letters);
    let desk = Desk::new(orders.clone(), boards.clone(), clock, ids);
    let relay = Relay::new(orders.clone(), orders, log, letters, AT_ONCE);
    let projector = Projector::new(feed, boards, AT_ONCE);
    let mut replies = Vec::new();
    for command in commands {
        let reply = loop {
            match interruption.until_death(desk.carry_out(command)).await {
                Some(Ok(accepted)) => break Ok(accepted.version.get()),
                Some(Err(DeskError::Rejected(rejection))) => break Err(rejection.to_string()),
                // Who gets no reply sends it again.
                Some(Err(_)) | None => assert!(interruption.has_struck()),
            }
        };
        replies.push(reply);
        // One fault can spoil one round of each; what is left is done in the next.
        for _ in 0..3 {
            let _ = interruption.until_death(relay.run_once()).await;
            let _ = interruption.until_death(projector.run_once()).await;
        }
    }
    stores.world(replies).await
}

async fn undisturbed(commands: &[Command]) -> World {
    let never = Interruption::new(usize::MAX, Moment::Before, Manner::Fails);
    carry_out(commands, &never, &Stores::default()).await
}

async fn sweep(moment: Moment, manner: Manner) {
    let commands = [
        command("c-1", "o-1", place(100)),
        command("c-2", "o-2", place(20)),
        command("c-3", "o-1", cancel()),
        command("c-4", "o-1", ship()),
    ];
    let expected = undisturbed(&commands).await;
    assert_eq!(expected.events["o-1"].len(), 2);
    assert_eq!(expected.events["o-2"].len(), 1);
    let mut at = 0;
    loop {
        let interruption = Interruption::new(at, moment, manner);
        let world = carry_out(&commands, &interruption, &Stores::default()).await;
        if !interruption.has_struck() {
            break;
        }
        assert_eq!(world, expected, "{manner:?} {moment:?} call {at}");
        at += 1;
    }
    assert!(at > 40, "only {at} calls were tried");
}

/// AC: AC-ONCE-001, AC-RUN-007
#[tokio::test]
async fn a_call_that_fails_before_it_takes_effect_loses_nothing() {
    sweep(Moment::Before, Manner::Fails).await;
}

/// AC: AC-EVT-003, AC-ONCE-001, AC-RUN-007
#[tokio::test]
async fn a_call_that_fails_after_it_took_effect_doubles_nothing() {
    sweep(Moment::After, Manner::Fails).await;
}

/// AC: AC-ONCE-001, AC-RUN-007
#[tokio::test]
async fn who_dies_before_a_call_takes_effect_loses_nothing() {
    sweep(Moment::Before, Manner::Dies).await;
}

/// AC: AC-EVT-003, AC-ONCE-001, AC-RUN-007
#[tokio::test]
async fn who_dies_after_a_call_took_effect_doubles_nothing() {
    sweep(Moment::After, Manner::Dies).await;
}

/// Commands of which some make no sense, and some come twice.
fn commands() -> impl Strategy<Value = Vec<Command>> {
    let action = prop_oneof![(1..1000_u64).prop_map(place), Just(cancel()), Just(ship())];
    let one = (0..8_u8, 0..3_u8, action)
        .prop_map(|(id, order, action)| command(&format!("c-{id}"), &format!("o-{order}"), action));
    prop::collection::vec(one, 1..12)
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime of one thread");
    runtime.block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// AC: AC-RUN-007
    #[test]
    fn whenever_it_dies_the_world_is_the_same(
        commands in commands(),
        at in 0..150_usize,
        moment in prop_oneof![Just(Moment::Before), Just(Moment::After)],
        manner in prop_oneof![Just(Manner::Fails), Just(Manner::Dies)],
    ) {
        let expected = block_on(undisturbed(&commands));
        let interruption = Interruption::new(at, moment, manner);
        let world = block_on(carry_out(&commands, &interruption, &Stores::default()));
        prop_assert_eq!(world, expected);
    }

    /// AC: AC-PRJ-001
    #[test]
    fn boards_made_anew_are_what_they_were_byte_for_byte(commands in commands(), spoiled in any::<bool>()) {
        let stores = Stores::default();
        let never = Interruption::new(usize::MAX, Moment::Before, Manner::Fails);
        let live = block_on(carry_out(&commands, &never, &stores)).board;
        block_on(async {
            if spoiled && let Ok(Some(stored)) = stores.boards.load(&ann()).await {
                let empty = CustomerBoard::new(ann());
                stores.boards.commit(&empty, Expected::At(stored.revision)).await.expect("it is the present one");
            } else {
                stores.boards.forget(&ann()).await.expect("memory does not fail");
            }
            Rebuild::new(stores.log.clone(), stores.boards.clone()).rebuild().await.expect("memory does not fail");
        });
        prop_assert_eq!(block_on(stores.board()), live);
    }
}
