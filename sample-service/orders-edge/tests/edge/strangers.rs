//! Modules that reply well, but with something else than what was asked: each part of a good reply is exchanged.

use orders::domain::History;
use orders::port::{OrderRules, RulesError};
use orders_edge::EdgeRules;
use orders_wire::encode;
use orders_wire::guest::{ApiVersion, CarryOut, Request};
use serde_json::{Value, json};

use crate::support::{key, load, module, place, rules, ship, stamp, the_next_good_call_works};

/// What is known when the module is asked to ship an order that was placed.
fn placed() -> History {
    let mut history = History::new(key("o-1"));
    history
        .carry_out(&place("c-1", "o-1"), stamp("e-1"))
        .unwrap();
    history
}

/// What a good module says to that.
fn good_reply() -> Value {
    let request = Request::CarryOut(CarryOut {
        api: ApiVersion::CURRENT,
        tenant_id: Some("acme".to_owned()),
        state: Some((&placed()).into()),
        command: (&ship("c-2", "o-1")).into(),
        event_id: "e-2".to_owned(),
        at_ms: stamp("e-2").at.as_millis(),
    });
    serde_json::from_slice(&orders_guest::answer(&encode(&request))).unwrap()
}

fn saying(reply: &Value) -> EdgeRules {
    rules(load(&module("(call $reply)", reply.to_string().as_bytes())).unwrap())
}

async fn decide(rules: &EdgeRules) -> Result<(), RulesError> {
    let command = ship("c-2", "o-1");
    let decided = rules.decide(placed(), &command, stamp("e-2"));
    decided.await.map(drop)
}

/// AC: AC-EDGE-007
#[tokio::test]
async fn what_does_not_belong_to_the_request_is_not_taken() {
    assert_eq!(decide(&saying(&good_reply())).await, Ok(()));
    let lines =
        json!([{"sku": "tea", "quantity": 1, "unit_price": {"minor": 450, "currency": "EUR"}}]);
    let rejected = |code: &str, message: &str| json!({"outcome": "rejected", "code": code, "message": message});
    let cases = [
        // Another order, wherever it is named.
        ("/carried_out/reply/order_id", json!("o-2"), "foreign_reply"),
        ("/carried_out/state/order_id", json!("o-2"), "foreign_reply"),
        (
            "/carried_out/state/entries/1/event/order_id",
            json!("o-2"),
            "output_unreadable",
        ),
        (
            "/carried_out/state/entries/1/command/order_id",
            json!("o-2"),
            "output_unreadable",
        ),
        (
            "/carried_out/events/0/order_id",
            json!("o-2"),
            "contradiction",
        ),
        // Another tenant.
        (
            "/carried_out/state/tenant_id",
            json!("bolt"),
            "foreign_reply",
        ),
        (
            "/carried_out/state/entries/1/event/tenant_id",
            json!("bolt"),
            "output_unreadable",
        ),
        (
            "/carried_out/events/0/tenant_id",
            json!("bolt"),
            "contradiction",
        ),
        // Another customer.
        (
            "/carried_out/state/entries/1/event/customer_id",
            json!("eve"),
            "output_unreadable",
        ),
        (
            "/carried_out/events/0/customer_id",
            json!("eve"),
            "contradiction",
        ),
        // Another past.
        (
            "/carried_out/state/entries/0/command/command_id",
            json!("c-0"),
            "contradiction",
        ),
        (
            "/carried_out/state/entries/0/event/event_id",
            json!("e-0"),
            "contradiction",
        ),
        (
            "/carried_out/state/entries/0/command/lines",
            lines,
            "contradiction",
        ),
        ("/carried_out/state/published", json!(1), "contradiction"),
        (
            "/carried_out/state/published",
            json!(9),
            "output_unreadable",
        ),
        // Another present.
        (
            "/carried_out/state/entries/1/command/command_id",
            json!("c-9"),
            "foreign_reply",
        ),
        (
            "/carried_out/state/entries/1/event/event_id",
            json!("e-9"),
            "foreign_reply",
        ),
        (
            "/carried_out/state/entries/1/event/occurred_at_ms",
            json!(1),
            "foreign_reply",
        ),
        (
            "/carried_out/state/entries/1/event/parcel_id",
            json!("p-9"),
            "contradiction",
        ),
        (
            "/carried_out/state/entries/1/event/version",
            json!(3),
            "output_unreadable",
        ),
        ("/carried_out/state/entries", json!([]), "contradiction"),
        // Parts that do not fit each other.
        ("/carried_out/reply/version", json!(7), "contradiction"),
        ("/carried_out/events", json!([]), "contradiction"),
        (
            "/carried_out/events/0/parcel_id",
            json!("p-9"),
            "contradiction",
        ),
        ("/carried_out/state", Value::Null, "contradiction"),
        (
            "/carried_out/reply",
            rejected("order_unknown", "no"),
            "contradiction",
        ),
        (
            "/carried_out/reply",
            json!({"outcome": "failed", "code": "unavailable", "message": "no"}),
            "contradiction",
        ),
    ];
    for (pointer, value, code) in cases {
        let mut reply = good_reply();
        let part = reply.pointer_mut(pointer);
        *part.unwrap_or_else(|| panic!("{pointer}")) = value.clone();
        match decide(&saying(&reply)).await {
            Err(RulesError::Unavailable { code: found, .. }) => {
                assert_eq!(found, code, "{pointer} {value}");
            }
            other => panic!("{pointer} {value}: {other:?}"),
        }
    }
    the_next_good_call_works().await;
}

/// AC: AC-EDGE-007
#[tokio::test]
async fn a_refusal_has_a_reason_and_no_words_of_its_own() {
    let cases = [
        ("order_unknown", "there is no order `o-1`"),
        ("order_exists", "there is an order `o-1` already"),
        ("order_closed", "order `o-1` is shipped already"),
        (
            "command_id_reused",
            "command `c-2` was sent before with another content",
        ),
        ("not_today", "come again tomorrow"),
    ];
    for (code, message) in cases {
        let reply = json!({"carried_out": {
            "reply": {"outcome": "rejected", "code": code, "message": message},
            "events": [],
        }});
        match decide(&saying(&reply)).await {
            Err(RulesError::Unavailable { code, .. }) => assert_eq!(code, "contradiction"),
            other => panic!("{code}: {other:?}"),
        }
    }
    // There is a reason here, but the words are somebody else's.
    let reply = json!({"carried_out": {
        "reply": {"outcome": "rejected", "code": "order_unknown", "message": "send money"},
        "events": [],
    }});
    let rules = saying(&reply);
    let command = ship("c-2", "o-1");
    let decided = rules
        .decide(History::new(command.order.clone()), &command, stamp("e-2"))
        .await;
    match decided {
        Err(RulesError::Unavailable { code, .. }) => assert_eq!(code, "contradiction"),
        other => panic!("{other:?}"),
    }
}

/// AC: AC-EDGE-007
#[tokio::test]
async fn a_reply_to_another_question_is_none() {
    for reply in [
        json!({"described": {"id": "orders-guest", "version": "0.1.0", "api": {"major": 1, "minor": 0}}}),
        json!({"carried_out": {"reply": {"outcome": "accepted", "order_id": "o-1", "version": 1}, "events": []}}),
    ] {
        match decide(&saying(&reply)).await {
            Err(RulesError::Unavailable { code, .. }) => {
                assert_eq!(code, "contradiction", "{reply}")
            }
            other => panic!("{reply}: {other:?}"),
        }
    }
}
