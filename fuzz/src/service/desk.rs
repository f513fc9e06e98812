//! The desk, asked by anybody: there is always a reply, and it can be read.

use std::future::Future;
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use orders::application::{Desk, FrontDesk, Warehouse};
use orders::domain::EventId;
use orders::port::{Authenticator, Clock, EventIds, Message, OrderDesk, StockDesk};
use orders::shared::Timestamp;
use orders_adapters::authentication::{Door, KeyRing, Signer};
use orders_adapters::memory::{MemoryBoards, MemoryOrders, MemoryStock};
use orders_adapters::requests::{answer, answer_line};
use orders_wire::guest::{Reply, decode_document};
use orders_wire::v1::subject;
use orders_wire::{Form, ReplyFrame};
use serde_json::Value;

/// A ring of one key, which everybody may know.
const KEYS: &str = r#"[{"id":"shop","tenant":"main","principal":"shop","roles":["clerk"],"secret":"it stands in a test, so it is none: 0123456789"}]"#;

static RING: LazyLock<KeyRing> = LazyLock::new(|| KeyRing::parse(KEYS).expect("a list of keys"));

#[derive(Debug, Clone, Copy)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_790_000_000_000)
    }
}

#[derive(Debug, Clone, Copy)]
struct OneId;

impl EventIds for OneId {
    fn next_id(&self) -> EventId {
        EventId::parse("e-1").expect("a name")
    }
}

/// A file of keys: what is wrong with it is said without the secrets.
pub(super) fn keys(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let said = match KeyRing::parse(text) {
        Ok(ring) => format!("{ring:?}"),
        Err(error) => error.to_string(),
    };
    let Ok(Value::Array(entries)) = serde_json::from_str(text) else {
        return;
    };
    for entry in entries {
        let secret = entry["secret"].as_str().unwrap_or_default();
        let others = ["id", "tenant", "principal"].map(|key| entry[key].to_string());
        // What is also a name is no secret.
        let is_named = others.iter().any(|it| it.contains(secret))
            || entry["roles"].to_string().contains(secret);
        assert!(
            secret.len() < 32 || is_named || !said.contains(secret),
            "{said}"
        );
    }
}

/// What a sender proves to be with: nobody comes in whom a key did not let in.
pub(super) fn token(input: &[u8]) {
    let door = Door::new(Some(RING.clone()), Noon);
    let text = &*String::from_utf8_lossy(input);
    let asked = |token| Message {
        subject: subject::BOARD,
        form: None,
        payload: b"{}",
        token,
    };
    let key = RING.get("shop").expect("it is in the ring").clone();
    let nonce = text.split('.').nth(2).unwrap_or_default();
    let signed = Signer::new(key, Noon).token_with(nonce, &asked(None));
    let is_let_in = door.authenticate(&asked(Some(text))).is_ok();
    assert!(!is_let_in || signed == text, "{text}");
}

/// A request under each subject and in each form, to a door that is open and to one that is not.
pub(super) fn request(input: &[u8]) {
    for subject in subject::REQUESTS
        .into_iter()
        .chain([subject::HEALTH, "orders.v1.acme.place"])
    {
        for form in [None, Some("application/msgpack"), Some("application/cbor")] {
            let message = Message {
                subject,
                form,
                payload: input,
                token: None,
            };
            let shown = Form::read(form).expect("a form");
            for keys in [None, Some(RING.clone())] {
                let is_open = keys.is_none();
                let door = Door::new(keys, Noon);
                let desk = desk();
                let said = ready(answer(&desk, &door, &message));
                assert_eq!(said.form, shown);
                let reply: Value = shown.decode(&said.bytes).expect("a reply can be read");
                assert!(reply.is_object());
                // The same again is the same again, whatever became of it.
                let again = ready(answer(&desk, &door, &message));
                assert!(!is_open || again.form == said.form);
            }
        }
    }
}

/// A request in a line, and two of them after each other.
pub(super) fn line(input: &[u8]) {
    let door = Door::new(None, Noon);
    let desk = desk();
    for line in input.split(|byte| *byte == b'\n') {
        let (reply, _) = ready(answer_line(&desk, &door, line));
        assert!(!reply.contains(&b'\n'), "a reply is a line");
        let frame: ReplyFrame = serde_json::from_slice(&reply).expect("a reply can be read");
        assert!(frame.reply.is_object());
    }
}

/// What a module is told on standard input.
pub(super) fn guest(input: &[u8]) {
    let reply = orders_guest::answer(input);
    assert_eq!(reply, orders_guest::answer(input), "the same twice");
    decode_document::<Reply>(&reply).expect("a reply can be read");
}

fn desk() -> impl OrderDesk + StockDesk {
    let desk = Desk::new(
        MemoryOrders::default(),
        MemoryBoards::default(),
        Noon,
        OneId,
    );
    FrontDesk::new(desk, Warehouse::new(MemoryStock::default(), Noon, OneId))
}

/// What a future gives that never has to wait.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing in memory has to wait"),
    }
}
