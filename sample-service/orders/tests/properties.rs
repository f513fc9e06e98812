//! What holds for every order, whatever is asked of it and however its events arrive.

use orders::domain::{
    Action, CancelReason, Change, Command, CommandId, Currency, CustomerBoard, CustomerId, EventId,
    History, HistoryError, Line, Lines, Money, OrderEvent, OrderId, OrderKey, ParcelId, Quantity,
    Recorded, Rejection, Scoped, Sku, Stamp, Status, TenantId,
};
use orders::shared::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

fn tenant(text: &str) -> TenantId {
    TenantId::parse(text).expect("a good id")
}

fn order_id() -> OrderKey {
    order_of("acme", "o-1")
}

fn order_of(tenant_id: &str, order: &str) -> OrderKey {
    Scoped::new(tenant(tenant_id), OrderId::parse(order).expect("a good id"))
}

fn lines() -> impl Strategy<Value = Lines> {
    vec((1_u32..=10_000, 0_u64..1_000_000_000), 1..=100).prop_map(|lines| {
        let currency = Currency::parse("EUR").expect("a good currency");
        let lines = lines
            .into_iter()
            .enumerate()
            .map(|(n, (quantity, minor))| Line {
                sku: Sku::parse(&format!("a-{n}")).expect("a good id"),
                quantity: Quantity::new(quantity).expect("within bounds"),
                unit_price: Money::new(minor, currency),
            });
        Lines::new(lines.collect()).expect("distinct articles, one currency, a small total")
    })
}

fn action() -> impl Strategy<Value = Action> {
    let place = ("[ab]", lines()).prop_map(|(customer, lines)| Action::Place {
        customer: CustomerId::parse(&customer).expect("a good id"),
        lines,
    });
    let reason = prop_oneof![
        Just(CancelReason::CustomerRequest),
        Just(CancelReason::OutOfStock),
        Just(CancelReason::PaymentFailed),
    ];
    let cancel = reason.prop_map(|reason| Action::Cancel { reason });
    let ship = "[pq]".prop_map(|parcel| Action::Ship {
        parcel: ParcelId::parse(&parcel).expect("a good id"),
    });
    prop_oneof![place, cancel, ship]
}

/// Commands on one order, with so few ids that some are used again.
fn commands() -> impl Strategy<Value = Vec<Command>> {
    let command = ("c-[0-5]", action()).prop_map(|(id, action)| Command {
        id: CommandId::parse(&id).expect("a good id"),
        order: order_id(),
        action,
    });
    vec(command, 0..12)
}

fn stamp(number: usize) -> Stamp {
    Stamp {
        id: EventId::parse(&format!("e-{number}")).expect("a good id"),
        at: Timestamp::from_millis(number as u64),
    }
}

fn history(commands: &[Command]) -> History {
    let mut history = History::new(order_id());
    for (number, command) in commands.iter().enumerate() {
        let _ = history.carry_out(command, stamp(number));
    }
    history
}

/// The events of a placed order, and of what else was done with it.
fn events(customer: &str, order: &str, closed: Option<bool>, lines: Lines) -> Vec<OrderEvent> {
    events_of("acme", customer, order, closed, lines)
}

fn events_of(
    tenant: &str,
    customer: &str,
    order: &str,
    closed: Option<bool>,
    lines: Lines,
) -> Vec<OrderEvent> {
    let order = order_of(tenant, order);
    let mut history = History::new(order.clone());
    let place = Action::Place {
        customer: CustomerId::parse(customer).expect("a good id"),
        lines,
    };
    let cancel = Action::Cancel {
        reason: CancelReason::OutOfStock,
    };
    let ship = Action::Ship {
        parcel: ParcelId::parse("p").expect("a good id"),
    };
    let close = closed.map(|shipped| if shipped { ship } else { cancel });
    for (number, action) in [place].into_iter().chain(close).enumerate() {
        let command = Command {
            id: CommandId::parse(&format!("c-{number}")).expect("a good id"),
            order: order.clone(),
            action,
        };
        history
            .carry_out(&command, stamp(number))
            .expect("the rules allow it");
    }
    history
        .entries()
        .iter()
        .map(|entry| entry.event.clone())
        .collect()
}

fn board(events: impl IntoIterator<Item = OrderEvent>) -> CustomerBoard {
    let ann = CustomerId::parse("ann").expect("a good id");
    let mut board = CustomerBoard::new(Scoped::new(tenant("acme"), ann));
    for event in events {
        board.take_in(&event);
    }
    board
}

proptest! {
    /// AC: AC-ORD-001
    #[test]
    fn a_total_is_the_sum_over_the_lines(lines in lines()) {
        let sum: u128 = lines
            .as_slice()
            .iter()
            .map(|line| u128::from(line.quantity.get()) * u128::from(line.unit_price.minor()))
            .sum();
        prop_assert_eq!(u128::from(lines.total().minor()), sum);
    }

    /// AC: AC-LIFE-003, AC-LIFE-005
    #[test]
    fn an_order_is_placed_once_and_closed_at_most_once(commands in commands()) {
        let history = history(&commands);
        let changes: Vec<_> = history.entries().iter().map(|entry| &entry.event.change).collect();
        prop_assert!(changes.len() <= 2);
        for (place, change) in changes.iter().enumerate() {
            prop_assert_eq!(matches!(change, Change::Placed { .. }), place == 0);
        }
        let expected = match changes.last() {
            None => None,
            Some(Change::Placed { .. }) => Some(Status::Open),
            Some(Change::Cancelled { .. }) => Some(Status::Cancelled),
            Some(Change::Shipped { .. }) => Some(Status::Shipped),
        };
        prop_assert_eq!(history.state().map(|order| order.status()), expected);
    }

    /// AC: AC-ONCE-001
    #[test]
    fn a_command_that_comes_again_changes_nothing(commands in commands()) {
        let mut history = history(&commands);
        let before = history.clone();
        for entry in before.entries() {
            let again = history.carry_out(&entry.command, stamp(99));
            prop_assert_eq!(again, Ok(Recorded::Before(entry.event.version)));
        }
        prop_assert_eq!(history, before);
    }

    /// AC: AC-ONCE-002
    #[test]
    fn an_id_never_stands_for_two_commands(commands in commands(), other in action()) {
        let mut history = history(&commands);
        let before = history.clone();
        for entry in before.entries().iter().filter(|entry| entry.command.action != other) {
            let reused = Command { action: other.clone(), ..entry.command.clone() };
            let refused = history.carry_out(&reused, stamp(99));
            let is_told = matches!(refused, Err(Rejection::CommandIdReused { .. }));
            prop_assert!(is_told, "{:?}", refused);
        }
        prop_assert_eq!(history, before);
    }

    /// AC: AC-EVT-002
    #[test]
    fn a_command_that_is_refused_leaves_no_trace(commands in commands()) {
        let mut history = History::new(order_id());
        for (number, command) in commands.iter().enumerate() {
            let before = history.clone();
            match history.carry_out(command, stamp(number)) {
                Ok(Recorded::New(version)) => prop_assert_eq!(version.get() as usize, before.entries().len() + 1),
                Ok(Recorded::Before(_)) | Err(_) => prop_assert_eq!(&history, &before),
            }
        }
    }

    /// AC: AC-EVT-004
    #[test]
    fn a_history_is_restored_from_its_entries(commands in commands(), publish in any::<bool>()) {
        let mut history = history(&commands);
        if publish {
            history.mark_published();
        }
        let restored = History::restore(order_id(), history.entries().to_vec(), history.published());
        prop_assert_eq!(restored, Ok(history));
    }

    /// AC: AC-EVT-004
    #[test]
    fn entries_out_of_order_are_no_history(commands in commands()) {
        let mut entries = history(&commands).entries().to_vec();
        prop_assume!(entries.len() == 2);
        entries.reverse();
        prop_assert!(History::restore(order_id(), entries, 0).is_err());
    }

    /// AC: AC-BRD-002
    #[test]
    fn a_board_does_not_depend_on_order_or_repetition_of_events(
        orders in vec((any::<Option<bool>>(), lines()), 0..6),
        shuffle in vec(any::<Index>(), 0..40),
    ) {
        let events: Vec<_> = orders
            .into_iter()
            .enumerate()
            .flat_map(|(n, (closed, lines))| events("ann", &format!("o-{n}"), closed, lines))
            .collect();
        let straight = board(events.clone());
        // Any events any number of times, and then each once from the last to the first.
        let noise = shuffle.iter().filter(|_| !events.is_empty()).map(|index| index.get(&events).clone());
        let shuffled = board(noise.chain(events.iter().rev().cloned()));
        prop_assert_eq!(&shuffled, &straight);
        let open = events.iter().fold(0_i64, |open, event| match event.change {
            Change::Placed { .. } => open + 1,
            Change::Cancelled { .. } | Change::Shipped { .. } => open - 1,
        });
        prop_assert_eq!(straight.open_orders() as i64, open);
    }

    /// AC: AC-BRD-001
    #[test]
    fn a_board_shows_nothing_of_other_customers(lines in lines()) {
        let board = board(events("bob", "o-1", None, lines));
        prop_assert_eq!(board.open_orders(), 0);
        prop_assert!(board.orders().is_empty());
    }

    /// AC: AC-TEN-002
    #[test]
    fn a_board_shows_nothing_of_other_tenants(
        lines in lines(),
        closed in any::<Option<bool>>(),
        other in "[a-z]{1,8}",
    ) {
        prop_assume!(other != "acme");
        let own = events("ann", "o-1", None, lines.clone());
        let foreign = events_of(&other, "ann", "o-1", closed, lines);
        let mixed = board(foreign.into_iter().chain(own.clone()));
        prop_assert_eq!(mixed, board(own));
    }

    /// AC: AC-TEN-002
    #[test]
    fn a_history_takes_no_entry_of_another_tenant(commands in commands(), other in "[a-z]{1,8}") {
        let entries = history(&commands).entries().to_vec();
        prop_assume!(!entries.is_empty() && other != "acme");
        let restored = History::restore(order_of(&other, "o-1"), entries, 0);
        let is_told = matches!(restored, Err(HistoryError::ForeignEntry { .. }));
        prop_assert!(is_told, "{:?}", restored);
    }
}
