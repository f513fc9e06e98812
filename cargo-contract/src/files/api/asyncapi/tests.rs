//! Documents of both major versions, changed in one place at a time.

use std::sync::Arc;

use govern_gate::Date;

use crate::changes::Meets;
use crate::files::api::compare;
use crate::files::config::Kind;
use crate::files::schema::Pair;

const SECOND: &str = include_str!("second.yaml");
const THIRD: &str = include_str!("third.yaml");

fn run(old: &str, new: &str) -> Result<Vec<String>, Vec<String>> {
    let path = "api/orders.yaml";
    let pair = Pair {
        old: path.to_owned(),
        new: path.to_owned(),
    };
    let read = |own: &str| {
        let own: Arc<str> = own.into();
        move |it: &str| (it == path).then(|| own.clone())
    };
    let today = Date::new(2026, 11, 28).unwrap();
    let (changes, invalid) = compare(
        Kind::AsyncApi,
        (&[pair], &[]),
        &read(old),
        &read(new),
        today,
    );
    if !invalid.is_empty() {
        return Err(invalid.into_iter().map(|it| it.message).collect());
    }
    let shown = |change: crate::files::change::Change| {
        let way = if change.meets == Meets::NewDocuments {
            "sent"
        } else {
            "received"
        };
        format!(
            "{} {} {way} {}",
            change.rule,
            change.place,
            change.verdict.word()
        )
    };
    let mut told: Vec<String> = changes.into_iter().map(|(_, it)| shown(it)).collect();
    told.sort();
    Ok(told)
}

#[track_caller]
fn check(document: &str, from: &str, to: &str, expected: &[&str]) {
    assert!(document.contains(from), "{from}");
    let told = run(document, &document.replacen(from, to, 1));
    let told = told.unwrap_or_else(|wrong| panic!("{from} -> {to}: {wrong:?}"));
    assert_eq!(told, expected, "{from} -> {to}");
}

#[test]
fn a_document_is_fine_beside_itself() {
    for document in [SECOND, THIRD] {
        assert_eq!(run(document, document), Ok(Vec::new()));
    }
}

#[test]
fn what_may_change_may_change() {
    for (from, to) in [
        (
            "orders.{shop}.placed\n    parameters:\n      shop:",
            "orders.{place}.placed\n    parameters:\n      place:",
        ),
        ("description: where it was", "description: the shop"),
        ("  sendPlaced:", "  tellPlaced:"),
        // What is sent may say more; what is received may leave more out.
        (
            "        note: { type: string }",
            "        note: { type: string }\n        gift: { type: boolean }",
        ),
        ("          required: [id]\n", ""),
        (
            "detail: { type: boolean }",
            "detail: { type: boolean }, more: { type: boolean }",
        ),
        // What a message is called is not sent.
        (
            "placed: { $ref: '#/components/messages/Placed' }",
            "made: { $ref: '#/components/messages/Placed' }",
        ),
        ("info: { title: Orders", "info: { title: All orders"),
    ] {
        check(THIRD, from, to, &[]);
    }
    check(
        SECOND,
        "orders.{shop}.placed:\n    parameters:\n      shop:",
        "orders.{place}.placed:\n    parameters:\n      place:",
        &[],
    );
}

#[test]
fn channels_and_operations_may_not_go() {
    check(
        THIRD,
        "address: orders.asked",
        "address: orders.questions",
        &["asyncapi_channel_changed #/channels/asked received breaks"],
    );
    check(
        SECOND,
        "  orders.asked:",
        "  orders.questions:",
        &["asyncapi_channel_changed #/channels/orders.asked received breaks"],
    );
    check(
        THIRD,
        "    action: receive\n    channel: { $ref: '#/channels/stored' }",
        "    action: send\n    channel: { $ref: '#/channels/stored' }",
        &["asyncapi_operation_removed #/operations/readStored received breaks"],
    );
    check(
        SECOND,
        "    publish:",
        "    subscribe:",
        &["asyncapi_operation_removed #/channels/orders.asked/publish received breaks"],
    );
    check(
        THIRD,
        "protocol: nats",
        "protocol: kafka",
        &["asyncapi_channel_changed #/servers received breaks"],
    );
}

#[test]
fn messages_are_told_apart() {
    check(
        THIRD,
        "      cancelled: { $ref: '#/components/messages/Cancelled' }\n",
        "",
        &["asyncapi_message_changed #/components/messages/Cancelled sent breaks"],
    );
    check(
        THIRD,
        "      cancelled: {",
        "      lost: { payload: { type: object, required: [lost] } }\n      cancelled: {",
        &["asyncapi_message_changed #/channels/placed/messages/lost sent breaks"],
    );
    check(
        SECOND,
        "          - { $ref: '#/components/messages/Cancelled' }\n",
        "",
        &["asyncapi_message_changed #/components/messages/Cancelled sent breaks"],
    );
    check(
        THIRD,
        "defaultContentType: application/json",
        "defaultContentType: application/cbor",
        &[
            "asyncapi_message_changed #/channels/asked/messages/answer sent breaks",
            "asyncapi_message_changed #/channels/asked/messages/ask received breaks",
            "asyncapi_message_changed #/channels/stored/messages/stored received breaks",
            "asyncapi_message_changed #/components/messages/Cancelled sent breaks",
            "asyncapi_message_changed #/components/messages/Placed sent breaks",
        ],
    );
}

#[test]
fn payloads_go_their_way() {
    check(
        THIRD,
        "required: [id, lines]",
        "required: [id]",
        &["schema_widened #/components/schemas/Order/required sent breaks"],
    );
    check(
        THIRD,
        "          required: [id]\n",
        "          required: [id, detail]\n",
        &["schema_narrowed #/channels/asked/messages/ask/payload/required received breaks"],
    );
    check(
        SECOND,
        "          required: [id]\n",
        "          required: [id, detail]\n",
        &[
            "schema_narrowed #/channels/orders.asked/publish/message/payload/required received breaks",
        ],
    );
    check(
        SECOND,
        "detail: { type: boolean }",
        "depth: { type: boolean }",
        &[
            "schema_property_dropped #/channels/orders.asked/publish/message/payload/properties/detail received lossy",
        ],
    );
    check(
        THIRD,
        "        required: [trace]\n",
        "",
        &["schema_widened #/components/messages/Placed/headers/required sent breaks"],
    );
}

#[test]
fn what_is_not_understood_is_said() {
    check(
        THIRD,
        "name: id, type: long",
        "name: id, type: int",
        &["asyncapi_unknown #/channels/stored/messages/stored received unknown"],
    );
    check(
        THIRD,
        "queue: orders",
        "queue: placed",
        &["asyncapi_unknown #/operations/sendPlaced/bindings sent unknown"],
    );
    check(
        THIRD,
        "enum: [north, south]",
        "enum: [north]",
        &["asyncapi_unknown #/channels/placed sent unknown"],
    );
}

#[test]
fn mistakes_are_located() {
    for (document, from, to, what) in [
        (
            THIRD,
            "asyncapi: 3.0.0",
            "asyncapi: 4.0.0",
            "versions 2 and 3.0",
        ),
        (
            THIRD,
            "action: send",
            "action: publish",
            "`send` or `receive`",
        ),
        (
            THIRD,
            "channel: { $ref: '#/channels/placed' }",
            "channel: { $ref: '#/channels/moved' }",
            "leads nowhere",
        ),
        (
            THIRD,
            "    channel: { $ref: '#/channels/stored' }\n",
            "",
            "has a `channel`",
        ),
        (THIRD, ", protocol: nats", "", "has a `protocol`"),
        (SECOND, "channels:", "channel:", "no `channels`"),
        (SECOND, "type: boolean", "type: bool", "a type is"),
    ] {
        assert!(document.contains(from), "{from}");
        let wrong = run(document, &document.replacen(from, to, 1)).expect_err(from);
        assert!(
            wrong.iter().any(|it| it.contains(what)),
            "{from}: {wrong:?}"
        );
    }
}
