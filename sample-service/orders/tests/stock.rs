//! What holds for every stock, whatever is asked of it.

use std::collections::BTreeMap;

use orders::domain::{
    Aggregate, Claim, CommandId, Entity, EventId, InvalidStock, NotReserved, OrderId, Quantity,
    Receive, Recorded, Rejection, Sku, Stamp, Stock, StockChange, StockEvent, StockKey, TenantId,
    Version,
};
use orders::shared::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Receive(u8, u32),
    Reserve(u8, u32, Claim),
    Release(u8),
    Issue(u8),
    Publish,
}

fn article() -> StockKey {
    StockKey::new(
        TenantId::parse("acme").expect("a good id"),
        Sku::parse("tea").expect("a good id"),
    )
}

fn order(number: u8) -> OrderId {
    OrderId::parse(&format!("o-{number}")).expect("a good id")
}

fn quantity(number: u32) -> Quantity {
    Quantity::new(number).expect("within bounds")
}

fn receive(number: usize, many: u32) -> Receive {
    Receive {
        id: CommandId::parse(&format!("r-{number}")).expect("a good id"),
        article: article(),
        quantity: quantity(many),
    }
}

fn stamp(number: usize) -> Stamp {
    Stamp {
        id: EventId::parse(&format!("e-{number}")).expect("a good id"),
        at: Timestamp::from_millis(number as u64),
    }
}

fn step(claim: impl Strategy<Value = Claim>) -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4_u8, 1..20_u32).prop_map(|(id, many)| Step::Receive(id, many)),
        (0..5_u8, 1..20_u32, claim)
            .prop_map(|(order, many, claim)| Step::Reserve(order, many, claim)),
        (0..5_u8).prop_map(Step::Release),
        (0..5_u8).prop_map(Step::Issue),
        Just(Step::Publish),
    ]
}

/// Does the step; what the world learns goes to `told`.
fn go(stock: &mut Stock, step: &Step, number: usize, told: &mut Vec<StockEvent>) {
    match step {
        Step::Receive(id, many) => {
            let _ = stock.receive(&receive((*id).into(), *many), stamp(number));
        }
        Step::Reserve(of, many, claim) => {
            let _ = stock.reserve(&order(*of), quantity(*many), *claim, stamp(number));
        }
        Step::Release(of) => stock.release(&order(*of), stamp(number)),
        Step::Issue(of) => stock.issue(&order(*of), stamp(number)),
        Step::Publish => {
            told.extend(stock.unpublished().cloned());
            if let Some(last) = told.last() {
                stock.mark_published(last.version);
            }
        }
    }
}

proptest! {
    /// AC: AC-STK-003
    #[test]
    fn no_more_is_set_aside_than_arrived(steps in vec(step(Just(Claim::Open)), 0..60)) {
        let mut stock = Stock::new(article());
        for (number, step) in steps.iter().enumerate() {
            go(&mut stock, step, number, &mut Vec::new());
            let balance = stock.balance();
            prop_assert!(balance.issued + stock.reserved() <= balance.received);
            prop_assert_eq!(stock.available(), balance.received - balance.issued - stock.reserved());
        }
    }

    /// AC: AC-STK-008
    #[test]
    fn balances_are_what_its_events_add_up_to(
        steps in vec(step(prop_oneof![Just(Claim::Open), Just(Claim::Shipped)]), 0..60),
    ) {
        let mut stock = Stock::new(article());
        let mut told = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            go(&mut stock, step, number, &mut told);
        }
        go(&mut stock, &Step::Publish, 0, &mut told);
        let (mut received, mut issued, mut reservations) = (0, 0, BTreeMap::new());
        for (place, event) in told.into_iter().enumerate() {
            prop_assert_eq!(event.version.get() as usize, place + 1);
            let many = u64::from(event.quantity.get());
            match event.change {
                StockChange::Received => received += many,
                StockChange::Reserved(order) => {
                    prop_assert_eq!(reservations.insert(order, event.quantity), None);
                }
                StockChange::Released(order) => {
                    prop_assert_eq!(reservations.remove(&order), Some(event.quantity));
                }
                StockChange::Issued(order) => {
                    prop_assert_eq!(reservations.remove(&order), Some(event.quantity));
                    issued += many;
                }
            }
        }
        let balance = stock.balance();
        prop_assert_eq!((balance.received, balance.issued), (received, issued));
        prop_assert_eq!(&balance.reservations, &reservations);
    }

    /// AC: AC-STK-002
    #[test]
    fn what_is_asked_again_changes_nothing(
        steps in vec(step(Just(Claim::Open)), 1..60),
        again in any::<prop::sample::Index>(),
    ) {
        let mut stock = Stock::new(article());
        let at = again.index(steps.len());
        for (number, step) in steps.iter().enumerate() {
            go(&mut stock, step, number, &mut Vec::new());
            if number == at && !matches!(step, Step::Publish) {
                let before = stock.clone();
                go(&mut stock, step, number + 100, &mut Vec::new());
                prop_assert_eq!(&stock, &before);
            }
        }
    }

    /// AC: AC-STK-008
    #[test]
    fn a_stock_is_restored_from_what_is_known_about_it(steps in vec(step(Just(Claim::Open)), 0..60)) {
        let mut stock = Stock::new(article());
        for (number, step) in steps.iter().enumerate() {
            go(&mut stock, step, number, &mut Vec::new());
        }
        let balance = stock.balance().clone();
        prop_assert_eq!(Stock::restore(stock.key().clone(), balance.clone()), Ok(stock));
        if let Some(event) = balance.unpublished.first() {
            let mut torn = balance.clone();
            torn.version = Version::new(event.version.get() + 7 + steps.len() as u32);
            let last = balance.unpublished.last().expect("there is a first one").id.clone();
            prop_assert_eq!(Stock::restore(article(), torn), Err(InvalidStock { event: last }));
        }
    }
}

/// AC: AC-STK-002
#[test]
fn the_last_receipts_are_remembered_and_an_id_never_stands_for_two() {
    let mut stock = Stock::new(article());
    for number in 0..=Stock::MAX_RECEIPTS {
        let made = stock.receive(&receive(number, 1), stamp(number));
        assert!(matches!(made, Ok(Recorded::New(_))), "{made:?}");
    }
    let before = stock.clone();
    let second = stock.receive(&receive(1, 1), stamp(999));
    assert_eq!(second, Ok(Recorded::Before(Version::FIRST.next())));
    let other = stock.receive(&receive(1, 2), stamp(999));
    assert!(matches!(other, Err(Rejection::CommandIdReused { .. })));
    assert_eq!(stock, before);
    let first = stock.receive(&receive(0, 1), stamp(999));
    assert!(matches!(first, Ok(Recorded::New(_))), "it was forgotten");
}

/// AC: AC-STK-007
#[test]
fn a_stock_for_which_too_much_waits_takes_no_further_order() {
    let mut stock = Stock::new(article());
    let id = |number: usize| OrderId::parse(&format!("o-{number}")).expect("a good id");
    stock
        .receive(&receive(0, 10_000), stamp(0))
        .expect("it is the first");
    let mut taken = 0;
    let refused = loop {
        match stock.reserve(&id(taken), quantity(1), Claim::Open, stamp(taken)) {
            Ok(()) => taken += 1,
            Err(error) => break error,
        }
        if let Some(version) = stock.balance().version {
            stock.mark_published(version);
        }
    };
    assert_eq!((refused, taken), (NotReserved::Crowded, Stock::MAX_PENDING));
    stock.issue(&id(0), stamp(1));
    stock.mark_published(stock.balance().version.expect("much happened"));
    let again = stock.reserve(&id(taken), quantity(1), Claim::Open, stamp(2));
    assert_eq!(again, Ok(()));
}

/// AC: AC-STK-006
#[test]
fn an_order_that_left_takes_what_is_not_there() {
    let mut stock = Stock::new(article());
    stock
        .receive(&receive(0, 1), stamp(0))
        .expect("it is the first");
    let open = stock.reserve(&order(1), quantity(3), Claim::Open, stamp(1));
    assert_eq!(open, Err(NotReserved::OutOfStock));
    let shipped = stock.reserve(&order(1), quantity(3), Claim::Shipped, stamp(1));
    assert_eq!(shipped, Ok(()));
    stock.issue(&order(1), stamp(2));
    assert_eq!((stock.balance().issued, stock.available()), (3, 0));
}
