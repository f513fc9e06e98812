//! What was published stays readable: samples of every message of version 1, as they were sent, kept in `testdata`.
#![expect(
    clippy::disallowed_methods,
    reason = "the samples are files beside the test"
)]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use orders::domain::{
    self, Action, CancelReason, Change, CustomerBoard, Fulfilment, History, OrderEvent, Rejection,
    Stock,
};
use orders_wire::v1::{
    self, BoardQuery, BoardRecord, BoardReply, Command, CommandReply, Event, FulfilmentRecord,
    HistoryRecord, ReceiveGoods, ReceiveReply, StockEvent, StockQuery, StockRecord, StockReply,
};
use orders_wire::{Form, WireError, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const EVENTS: [(&str, &str); 3] = [
    ("event-placed", v1::subject::PLACED),
    ("event-cancelled", v1::subject::CANCELLED),
    ("event-shipped", v1::subject::SHIPPED),
];
const COMMANDS: [(&str, &str); 3] = [
    ("command-place", v1::subject::PLACE),
    ("command-cancel", v1::subject::CANCEL),
    ("command-ship", v1::subject::SHIP),
];

const STOCK_EVENTS: [(&str, &str); 4] = [
    ("event-stock-received", v1::subject::STOCK_RECEIVED),
    ("event-stock-reserved", v1::subject::STOCK_RESERVED),
    ("event-stock-released", v1::subject::STOCK_RELEASED),
    ("event-stock-issued", v1::subject::STOCK_ISSUED),
];

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/v1")
}

fn sample(name: &str) -> Vec<u8> {
    let path = samples().join(format!("{name}.json"));
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("samples are JSON")
}

/// Reads the sample as a message and writes it again: nothing is lost, nothing is added.
fn unchanged<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let bytes = sample(name);
    let message: T = decode(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(json(&encode(&message)), json(&bytes), "{name}");
    message
}

fn round_trip<W, D>(name: &str, message: W) -> D
where
    W: PartialEq + Debug + Clone + for<'a> From<&'a D>,
    D: TryFrom<W, Error = WireError>,
{
    let meant = D::try_from(message.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(W::from(&meant), message, "{name}");
    meant
}

/// AC: AC-EVT-005
#[test]
fn events_of_old_are_read_and_written_as_they_were() {
    for (name, subject) in EVENTS {
        let bytes = sample(name);
        let event =
            Event::decode(subject, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(json(&event.encode()), json(&bytes), "{name}");
        let meant: OrderEvent = round_trip(name, event);
        assert_eq!(v1::subject_of(&meant), subject);
        assert_eq!(meant.order.to_string(), "main/o-1001");
        assert_eq!(meant.at.as_millis(), 1_790_000_000_000);
        match (name, meant.change) {
            ("event-placed", Change::Placed { lines }) => {
                assert_eq!(lines.total().to_string(), "1900 EUR")
            }
            ("event-cancelled", Change::Cancelled { reason }) => {
                assert_eq!(reason, CancelReason::OutOfStock)
            }
            ("event-shipped", Change::Shipped { parcel }) => assert_eq!(parcel.as_str(), "p-77"),
            (_, change) => panic!("{name}: {change:?}"),
        }
    }
}

/// AC: AC-EVT-005
#[test]
fn commands_of_old_are_read_and_written_as_they_were() {
    for (name, subject) in COMMANDS {
        let bytes = sample(name);
        let command = Command::decode(Form::Json, subject, &bytes)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = match &command {
            Command::Place(place) => encode(place),
            Command::Cancel(cancel) => encode(cancel),
            Command::Ship(ship) => encode(ship),
        };
        assert_eq!(json(&written), json(&bytes), "{name}");
        let meant = command.clone().of_tenant(v1::tenant::main()).unwrap();
        assert_eq!(Command::from(&meant), command, "{name}");
        assert_eq!(meant.id.as_str(), "c-1");
        assert_eq!(meant.order.to_string(), "main/o-1001");
        let fits = match meant.action {
            Action::Place { .. } => "command-place",
            Action::Cancel { .. } => "command-cancel",
            Action::Ship { .. } => "command-ship",
        };
        assert_eq!(fits, name);
    }
}

/// AC: AC-EVT-005
#[test]
fn replies_and_questions_of_old_are_read_and_written_as_they_were() {
    for name in [
        "reply-accepted",
        "reply-rejected",
        "reply-failed",
        "reply-refused",
    ] {
        unchanged::<CommandReply>(name);
    }
    for name in ["board-found", "board-failed", "board-refused"] {
        unchanged::<BoardReply>(name);
    }
    unchanged::<BoardQuery>("board-query");
}

/// AC: AC-EVT-004
#[test]
fn records_of_old_are_read_and_written_as_they_were() {
    let history: History = round_trip(
        "record-history",
        unchanged::<HistoryRecord>("record-history"),
    );
    assert_eq!((history.entries().len(), history.published()), (2, 1));
    let board: CustomerBoard = round_trip("record-board", unchanged::<BoardRecord>("record-board"));
    assert_eq!((board.orders().len(), board.open_orders()), (2, 1));
}

/// AC: AC-STK-008, AC-EVT-005
#[test]
fn events_of_stock_are_read_and_written_as_they_were() {
    for (name, subject) in STOCK_EVENTS {
        let bytes = sample(name);
        let event = StockEvent::decode(subject, &bytes).unwrap();
        assert_eq!(json(&event.encode()), json(&bytes), "{name}");
        let meant: domain::StockEvent = round_trip(name, event);
        assert_eq!(v1::stock_subject_of(&meant), subject);
        assert_eq!(meant.article.to_string(), "main/tea-green");
        let mut message = json(&bytes);
        message["tenant_id"] = Value::from("acme");
        let foreign = StockEvent::decode(subject, message.to_string().as_bytes());
        assert_eq!(foreign.unwrap_err().code(), "wrong_tenant");
        let word = subject.rsplit('.').next().unwrap();
        let own = format!("orders.v1.acme.{word}");
        let own = StockEvent::decode(&own, message.to_string().as_bytes()).unwrap();
        assert_eq!(json(&own.encode()), message);
    }
}

/// AC: AC-EVT-005
#[test]
fn requests_about_stock_and_replies_of_old_are_read_and_written_as_they_were() {
    let receive: ReceiveGoods = unchanged("command-receive");
    let receive = receive.of_tenant(v1::tenant::main()).unwrap();
    let meant = (receive.article.to_string(), receive.quantity.get());
    assert_eq!(meant, ("main/tea-green".to_owned(), 40));
    let query: StockQuery = unchanged("stock-query");
    let asked = query.of_tenant(v1::tenant::main()).unwrap();
    assert_eq!(asked.to_string(), "main/tea-green");
    for name in [
        "reply-receive-accepted",
        "reply-receive-rejected",
        "reply-receive-failed",
        "reply-receive-refused",
    ] {
        unchanged::<ReceiveReply>(name);
    }
    for name in [
        "stock-found",
        "stock-uncounted",
        "stock-failed",
        "stock-refused",
    ] {
        unchanged::<StockReply>(name);
    }
}

/// AC: AC-STK-008, AC-EVT-004
#[test]
fn records_about_stock_of_old_are_read_and_written_as_they_were() {
    let stock: Stock = round_trip("record-stock", unchanged::<StockRecord>("record-stock"));
    assert_eq!((stock.available(), stock.reserved()), (33, 2));
    let fulfilment: Fulfilment = round_trip(
        "record-fulfilment",
        unchanged::<FulfilmentRecord>("record-fulfilment"),
    );
    assert!(fulfilment.is_reserved());
    for (name, subject, record) in [
        (
            "record-dead-letter",
            v1::subject::DEAD_LETTERS,
            "order=main/o-1001",
        ),
        (
            "record-dead-stock",
            v1::subject::DEAD_STOCK,
            "stock=main/tea-green",
        ),
    ] {
        let letter = v1::decode_letter(subject, &sample(name)).unwrap();
        assert_eq!(letter.record.to_string(), record);
        let (written_to, written) = v1::encode_letter(&letter);
        assert_eq!((written_to, json(&written)), (subject, json(&sample(name))));
    }
    let torn = json(&sample("record-stock"));
    for (pointer, value, code) in [
        ("/version", Value::from(9), "stock"),
        ("/unpublished/0/version", Value::from(2), "stock"),
        ("/unpublished/1/sku", Value::from("cup"), "stock"),
        ("/reservations/o-1001", Value::from(0), "lines"),
    ] {
        let mut record = torn.clone();
        *record.pointer_mut(pointer).unwrap() = value;
        let read = decode::<StockRecord>(record.to_string().as_bytes()).and_then(Stock::try_from);
        assert_eq!(read.unwrap_err().code(), code, "{pointer}");
    }
}

#[test]
fn every_sample_is_looked_at() {
    let looked_at = EVENTS
        .iter()
        .chain(&COMMANDS)
        .chain(&STOCK_EVENTS)
        .map(|(name, _)| *name)
        .chain([
            "reply-accepted",
            "reply-rejected",
            "reply-failed",
            "reply-refused",
            "board-found",
            "board-failed",
            "board-refused",
            "board-query",
            "record-history",
            "record-board",
            "command-receive",
            "reply-receive-accepted",
            "reply-receive-rejected",
            "reply-receive-failed",
            "reply-receive-refused",
            "stock-query",
            "stock-found",
            "stock-uncounted",
            "stock-failed",
            "stock-refused",
            "record-stock",
            "record-fulfilment",
            "record-dead-letter",
            "record-dead-stock",
        ]);
    let expected: BTreeSet<_> = looked_at.map(|name| format!("{name}.json")).collect();
    let entries = fs::read_dir(samples()).unwrap();
    let there: BTreeSet<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, expected);
}

/// AC: AC-EVT-007
#[test]
fn fields_that_are_added_later_do_not_disturb_readers_of_today() {
    for (name, subject) in EVENTS {
        let mut message = json(&sample(name));
        message["added_in_a_later_version"] = Value::from(7);
        let event = Event::decode(subject, message.to_string().as_bytes());
        let event = event.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(json(&event.encode()), json(&sample(name)));
    }
}

/// What a reader of version 1 knew of replies when there were no refusals.
mod before_refusals {
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub(super) enum FailureCode {
        Malformed,
        Contended,
        Unavailable,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "outcome", rename_all = "snake_case")]
    pub(super) enum Reply {
        Rejected { code: String, message: String },
        Failed { code: FailureCode, message: String },
    }
}

/// AC: AC-EVT-007
#[test]
fn readers_from_before_there_were_refusals_read_them() {
    use before_refusals::{FailureCode, Reply};
    let message = "the sender belongs to another tenant".to_owned();
    let rejected = Reply::Rejected {
        code: "wrong_tenant".to_owned(),
        message: message.clone(),
    };
    let failed = Reply::Failed {
        code: FailureCode::Malformed,
        message,
    };
    for (name, expected) in [("reply-refused", rejected), ("board-refused", failed)] {
        let read: Reply = decode(&sample(name)).unwrap();
        assert_eq!(read, expected, "{name}");
    }
    let refusal = domain::Refusal::WrongTenant;
    let sent = encode(&BoardReply::from(refusal));
    assert_eq!(json(&sent), json(&sample("board-refused")));
    let sent = encode(&CommandReply::from(refusal));
    assert_eq!(json(&sent), json(&sample("reply-refused")));
}

/// AC: AC-TEN-001, AC-TEN-003
#[test]
fn an_event_belongs_to_the_tenant_of_its_subject() {
    for (name, subject) in EVENTS {
        let word = subject.rsplit('.').next().unwrap();
        let mut message = json(&sample(name));
        message["tenant_id"] = Value::from("acme");
        let bytes = message.to_string();
        let decode = |subject: &str| Event::decode(subject, bytes.as_bytes());
        let event = decode(&format!("orders.v1.acme.{word}")).unwrap();
        assert_eq!(json(&event.encode()), message, "{name}");
        let meant = OrderEvent::try_from(event).unwrap();
        assert_eq!(meant.order.to_string(), "acme/o-1001");
        assert_eq!(v1::subject_of(&meant), format!("orders.v1.acme.{word}"));
        for foreign in [subject, &format!("orders.v1.bolt.{word}")] {
            assert_eq!(
                decode(foreign).unwrap_err().code(),
                "wrong_tenant",
                "{foreign}"
            );
        }
        let unnamed = Event::decode(&format!("orders.v1.acme.{word}"), &sample(name));
        assert_eq!(unnamed.unwrap_err().code(), "wrong_tenant");
    }
}

/// AC: AC-TEN-002
#[test]
fn a_record_of_a_tenant_names_it_once() {
    let mut record = json(&sample("record-history"));
    record["tenant_id"] = Value::from("acme");
    let read = |record: &Value| {
        let record: HistoryRecord = decode(record.to_string().as_bytes()).unwrap();
        History::try_from(record)
    };
    // The events in it still say that they are of `main`.
    assert_eq!(read(&record).unwrap_err().code(), "history");
    for entry in 0..2 {
        record["entries"][entry]["event"]["tenant_id"] = Value::from("acme");
    }
    let history = read(&record).unwrap();
    assert_eq!(history.order().to_string(), "acme/o-1001");
    assert_eq!(json(&encode(&HistoryRecord::from(&history))), record);
}

/// AC: AC-EVT-006
#[test]
fn a_message_that_lacks_a_field_is_refused() {
    let mut tried = 0;
    for (name, subject) in EVENTS {
        let whole = json(&sample(name));
        for field in whole.as_object().unwrap().keys() {
            let mut message = whole.clone();
            message.as_object_mut().unwrap().remove(field);
            let result = Event::decode(subject, message.to_string().as_bytes());
            assert!(
                matches!(result, Err(WireError::Shape(_))),
                "{name} without {field}"
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 19);
}

/// AC: AC-EVT-006
#[test]
fn a_message_that_means_nothing_is_refused() {
    let cases = [
        ("event-placed", "/order_id", Value::from("a b"), "id"),
        ("event-placed", "/customer_id", Value::from(""), "id"),
        ("event-placed", "/version", Value::from(0), "version"),
        ("event-placed", "/total/minor", Value::from(1), "total"),
        (
            "event-placed",
            "/total/currency",
            Value::from("euro"),
            "currency",
        ),
        ("event-placed", "/lines", Value::Array(Vec::new()), "lines"),
        ("event-placed", "/lines/0/quantity", Value::from(0), "lines"),
        (
            "event-placed",
            "/lines/0/quantity",
            Value::from(-1),
            "shape",
        ),
        ("event-shipped", "/parcel_id", Value::from("*"), "id"),
        (
            "event-cancelled",
            "/reason",
            Value::from("boredom"),
            "shape",
        ),
    ];
    for (name, pointer, value, code) in cases {
        let mut message = json(&sample(name));
        *message.pointer_mut(pointer).expect("the sample has it") = value.clone();
        let (_, subject) = EVENTS
            .into_iter()
            .find(|(event, _)| *event == name)
            .unwrap();
        let result =
            Event::decode(subject, message.to_string().as_bytes()).and_then(OrderEvent::try_from);
        assert_eq!(
            result.unwrap_err().code(),
            code,
            "{name} with {value} at {pointer}"
        );
    }
    let foreign = Event::decode("orders.v2.placed", &sample("event-placed"));
    assert_eq!(foreign.unwrap_err().code(), "subject");
}

/// AC: AC-LIFE-006
#[test]
fn every_rejection_has_the_code_that_was_published() {
    let order = domain::OrderId::parse("o-1").unwrap();
    let status = domain::Status::Shipped;
    let command = domain::CommandId::parse("c-1").unwrap();
    let rejections = [
        Rejection::CommandIdReused { command },
        Rejection::OrderClosed {
            order: order.clone(),
            status,
        },
        Rejection::OrderExists {
            order: order.clone(),
        },
        Rejection::UnknownOrder { order },
    ];
    assert_eq!(rejections.each_ref().map(Rejection::code), Rejection::CODES);
    let specification = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../SPEC.md");
    let specification = fs::read_to_string(specification).unwrap();
    for code in Rejection::CODES {
        assert!(
            specification.contains(&format!("| `{code}` |")),
            "SPEC.md does not list {code}"
        );
    }
}
