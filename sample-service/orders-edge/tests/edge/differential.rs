//! The same commands through the rules of the domain and through the module: the same replies, the same events.

use orders::application::Desk;
use orders::domain::{
    Action, CancelReason, Command, Currency, CustomerId, Line, Lines, Money, OrderEvent, ParcelId,
    Quantity, Sku,
};
use orders::port::{OrderDesk, OrderRules, Store};
use orders::shared::Timestamp;
use orders_adapters::memory::{MemoryBoards, MemoryOrders};
use orders_testing::{ManualClock, SequentialIds};
use orders_wire::v1::CommandReply;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{GOOD, key, place, ship, wish};

/// What comes of the commands, one after the other, and what the orders look like afterwards.
async fn outcome<R: OrderRules>(
    desk: Desk<MemoryOrders, MemoryBoards, ManualClock, SequentialIds, R>,
    orders: MemoryOrders,
    clock: ManualClock,
    commands: &[Command],
) -> (Vec<CommandReply>, Vec<OrderEvent>) {
    let mut replies = Vec::new();
    for command in commands {
        replies.push(desk.carry_out(command).await.into());
        clock.advance(1_000);
    }
    let mut events = Vec::new();
    for order in ["o-1", "o-2"] {
        if let Some(stored) = orders.load(&key(order)).await.expect("memory can be read") {
            events.extend(stored.value.unpublished().cloned());
        }
    }
    (replies, events)
}

async fn both(commands: &[Command]) -> [(Vec<CommandReply>, Vec<OrderEvent>); 2] {
    let start = Timestamp::from_millis(1_790_000_000_000);
    let clock = ManualClock::at(start);
    let orders = MemoryOrders::default();
    let desk = Desk::new(
        orders.clone(),
        MemoryBoards::default(),
        clock.clone(),
        SequentialIds::default(),
    );
    let native = outcome(desk, orders, clock, commands).await;

    let clock = ManualClock::at(start);
    let orders = MemoryOrders::default();
    let desk = Desk::with_rules(
        orders.clone(),
        MemoryBoards::default(),
        clock.clone(),
        SequentialIds::default(),
        GOOD.clone(),
    );
    let guest = outcome(desk, orders, clock, commands).await;
    [native, guest]
}

fn cancel(command: &str, order: &str) -> Command {
    let reason = CancelReason::OutOfStock;
    wish(command, order, Action::Cancel { reason })
}

/// AC: AC-EDGE-001
#[tokio::test]
async fn the_table_of_scenarios_has_the_same_replies() {
    let table: [(&str, Vec<Command>, &[&str]); 7] = [
        ("placed", vec![place("c-1", "o-1")], &["accepted"]),
        (
            "placed and sent again",
            vec![place("c-1", "o-1"), place("c-1", "o-1")],
            &["accepted", "accepted"],
        ),
        (
            "placed twice",
            vec![place("c-1", "o-1"), place("c-2", "o-1")],
            &["accepted", "order_exists"],
        ),
        (
            "shipped, sent again, and cancelled",
            vec![
                place("c-1", "o-1"),
                ship("c-2", "o-1"),
                ship("c-2", "o-1"),
                cancel("c-3", "o-1"),
            ],
            &["accepted", "accepted", "accepted", "order_closed"],
        ),
        (
            "cancelled and shipped",
            vec![
                place("c-1", "o-1"),
                cancel("c-2", "o-1"),
                ship("c-3", "o-1"),
            ],
            &["accepted", "accepted", "order_closed"],
        ),
        (
            "never placed",
            vec![ship("c-1", "o-1"), cancel("c-2", "o-2")],
            &["order_unknown", "order_unknown"],
        ),
        (
            "an id for two commands",
            vec![place("c-1", "o-1"), ship("c-1", "o-1"), place("c-1", "o-2")],
            &["accepted", "command_id_reused", "accepted"],
        ),
    ];
    for (name, commands, expected) in table {
        let [native, guest] = both(&commands).await;
        assert_eq!(guest, native, "{name}");
        let outcomes = guest.0.iter().map(|reply| match reply {
            CommandReply::Accepted { .. } => "accepted",
            CommandReply::Rejected { code, .. } => code,
            CommandReply::Failed { .. } => "failed",
        });
        let outcomes: Vec<_> = outcomes.collect();
        assert_eq!(outcomes, expected, "{name}");
    }
}

fn lines() -> impl Strategy<Value = Lines> {
    vec((1_u32..=10_000, 0_u64..1_000_000_000), 1..6).prop_map(|lines| {
        let currency = Currency::parse("EUR").expect("three capitals");
        let line = |(number, (quantity, minor))| Line {
            sku: Sku::parse(&format!("s-{number}")).expect("a good id"),
            quantity: Quantity::new(quantity).expect("within bounds"),
            unit_price: Money::new(minor, currency),
        };
        Lines::new(lines.into_iter().enumerate().map(line).collect()).expect("distinct articles")
    })
}

/// Few ids, so that commands meet.
fn command() -> impl Strategy<Value = Command> {
    let action = prop_oneof![
        ("[ab]", lines()).prop_map(|(customer, lines)| Action::Place {
            customer: CustomerId::parse(&customer).expect("a good id"),
            lines,
        }),
        prop_oneof![
            Just(CancelReason::CustomerRequest),
            Just(CancelReason::OutOfStock),
            Just(CancelReason::PaymentFailed),
        ]
        .prop_map(|reason| Action::Cancel { reason }),
        "[pq]".prop_map(|parcel| Action::Ship {
            parcel: ParcelId::parse(&parcel).expect("a good id"),
        }),
    ];
    (1..6_u32, 1..3_u32, action)
        .prop_map(|(id, order, action)| wish(&format!("c-{id}"), &format!("o-{order}"), action))
}

/// AC: AC-EDGE-001
#[test]
fn any_commands_have_the_same_replies() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let mut runner = TestRunner::new(Config::with_cases(64));
    let sequences = vec(command(), 1..16).prop_flat_map(|commands| {
        // Some of them come again.
        let again = vec(any::<prop::sample::Index>(), 0..4);
        (Just(commands), again).prop_map(|(mut commands, again)| {
            for index in again {
                commands.push(index.get(&commands).clone());
            }
            commands
        })
    });
    let result = runner.run(&sequences, |commands| {
        let [native, guest] = runtime.block_on(both(&commands));
        prop_assert_eq!(guest, native);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
