//! What holds for every message: it means what was meant, and junk is refused in peace.

use orders::domain::{
    Action, CancelReason, Change, Command, CommandId, Currency, CustomerId, EventId, Line, Lines,
    Money, OrderEvent, OrderId, OrderKey, ParcelId, Quantity, Sku, TenantId, Version,
};
use orders::shared::Timestamp;
use orders_wire::{Form, RequestFrame, decode, v1};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

const ID: &str = "[A-Za-z0-9_-]{1,64}";

fn lines() -> impl Strategy<Value = Lines> {
    let line = (1_u32..=10_000, 0_u64..1_000_000_000_000);
    (btree_map(ID, line, 1..=8), "[A-Z]{3}").prop_map(|(lines, currency)| {
        let currency = Currency::parse(&currency).expect("three capitals");
        let lines = lines.into_iter().map(|(sku, (quantity, minor))| Line {
            sku: Sku::parse(&sku).expect("a good id"),
            quantity: Quantity::new(quantity).expect("within bounds"),
            unit_price: Money::new(minor, currency),
        });
        Lines::new(lines.collect()).expect("distinct articles, one currency, a small total")
    })
}

fn reason() -> impl Strategy<Value = CancelReason> {
    prop_oneof![
        Just(CancelReason::CustomerRequest),
        Just(CancelReason::OutOfStock),
        Just(CancelReason::PaymentFailed),
    ]
}

fn parcel() -> impl Strategy<Value = ParcelId> {
    ID.prop_map(|id| ParcelId::parse(&id).expect("a good id"))
}

fn order() -> impl Strategy<Value = OrderKey> {
    let tenant = prop_oneof![Just("main".to_owned()), ID];
    (tenant, ID).prop_map(|(tenant, order)| {
        let tenant = TenantId::parse(&tenant).expect("a good id");
        OrderKey::new(tenant, OrderId::parse(&order).expect("a good id"))
    })
}

fn event() -> impl Strategy<Value = OrderEvent> {
    let change = prop_oneof![
        lines().prop_map(|lines| Change::Placed { lines }),
        reason().prop_map(|reason| Change::Cancelled { reason }),
        parcel().prop_map(|parcel| Change::Shipped { parcel }),
    ];
    (ID, order(), ID, 1..=u32::MAX, any::<u64>(), change).prop_map(
        |(id, order, customer, version, at, change)| OrderEvent {
            id: EventId::parse(&id).expect("a good id"),
            order,
            customer: CustomerId::parse(&customer).expect("a good id"),
            version: Version::new(version).expect("not 0"),
            at: Timestamp::from_millis(at),
            change,
        },
    )
}

fn command() -> impl Strategy<Value = Command> {
    let action = prop_oneof![
        (ID, lines()).prop_map(|(customer, lines)| Action::Place {
            customer: CustomerId::parse(&customer).expect("a good id"),
            lines,
        }),
        reason().prop_map(|reason| Action::Cancel { reason }),
        parcel().prop_map(|parcel| Action::Ship { parcel }),
    ];
    (ID, order(), action).prop_map(|(id, order, action)| Command {
        id: CommandId::parse(&id).expect("a good id"),
        order,
        action,
    })
}

proptest! {
    /// AC: AC-EVT-006
    #[test]
    fn an_event_means_the_same_at_the_other_end(event in event()) {
        let sent = v1::Event::from(&event);
        let received = v1::Event::decode(&v1::subject_of(&event), &sent.encode()).expect("it was just encoded");
        prop_assert_eq!(OrderEvent::try_from(received).expect("it was meant"), event);
    }

    /// AC: AC-EVT-006
    #[test]
    fn a_command_means_the_same_at_the_other_end(command in command()) {
        let sent = v1::Command::from(&command);
        let received: v1::Command = decode(&orders_wire::encode(&sent)).expect("it was just encoded");
        prop_assert_eq!(received.of_tenant(command.order.tenant.clone()).expect("it was meant"), command);
    }

    /// AC: AC-ORD-009
    #[test]
    fn junk_is_no_message(bytes in vec(any::<u8>(), 0..200)) {
        for subject in v1::subject::REQUESTS {
            prop_assert!(v1::Command::decode(Form::Json, subject, &bytes).is_err());
        }
        for subject in v1::subject::EVENTS {
            prop_assert!(v1::Event::decode(subject, &bytes).is_err());
        }
        prop_assert!(RequestFrame::decode(&bytes).is_err());
    }
}
