//! Who signs is let in, once, at their own desk and for what they may do; everybody else is refused and reported.
#![expect(
    clippy::disallowed_methods,
    reason = "the specification is a file beside the tests"
)]

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use orders::application::{Desk, FrontDesk, Warehouse};
use orders::domain::{Identity, Reach, Refusal, TenantId};
use orders::port::{AuthenticationError, Authenticator, Message, OrderDesk, StockDesk};
use orders::shared::Timestamp;
use orders_adapters::authentication::{Door, Key, KeyRing, KeysError, SignedMessages, Signer};
use orders_adapters::memory::{MemoryBoards, MemoryOrders, MemoryStock};
use orders_adapters::requests::{answer, answer_line};
use orders_adapters::security::SecurityEvent;
use orders_testing::{ManualClock, SequentialIds};
use orders_wire::v1::{BoardQuery, BoardReply, CommandReply, FailureCode, subject};
use orders_wire::{Form, decode};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

const NOW: u64 = 1_790_000_000_000;
/// What another program makes of the message in the specification.
const EXPECTED_CODE: &str = "606895d1ac1bd48eda37110331e8df46583a60a155e835645f37278a9821bec5";

/// None that anybody would use.
fn secret_of(id: &str) -> String {
    format!("{id}: not a secret, it stands in a test")
}

fn key(id: &str, tenant: &str, roles: &[&str]) -> Value {
    json!({
        "id": id, "tenant": tenant, "principal": format!("{id}-owner"), "roles": roles,
        "secret": secret_of(id),
    })
}

fn ring(keys: &[Value]) -> KeyRing {
    KeyRing::parse(&Value::from(keys).to_string()).unwrap_or_else(|error| panic!("{error}"))
}

fn usual() -> KeyRing {
    ring(&[
        key("shop", "main", &["clerk", "warehouse"]),
        key("audit", "main", &["auditor"]),
        key("acme", "acme", &["clerk"]),
    ])
}

fn known(ring: &KeyRing, id: &str) -> Key {
    ring.get(id).expect("the test has it").clone()
}

const fn message<'a>(payload: &'a [u8], token: Option<&'a str>) -> Message<'a> {
    Message {
        subject: subject::BOARD,
        form: None,
        payload,
        token,
    }
}

/// A desk's door and somebody who has the key, whose clocks show the same time.
fn door(
    id: &str,
) -> (
    SignedMessages<ManualClock>,
    Signer<ManualClock>,
    ManualClock,
) {
    let clock = ManualClock::at(Timestamp::from_millis(NOW));
    let keys = usual();
    let signer = Signer::new(known(&keys, id), clock.clone());
    (SignedMessages::new(keys, clock.clone()), signer, clock)
}

/// AC: AC-SEC-001
#[test]
fn who_signs_is_known() {
    let (door, signer, _) = door("acme");
    let token = signer.token(&message(b"{}", None));
    let identity = door.authenticate(&message(b"{}", Some(&token))).unwrap();
    assert_eq!(identity.principal.as_str(), "acme-owner");
    assert_eq!(
        identity.reach,
        Reach::Tenant(TenantId::parse("acme").unwrap())
    );
    assert_eq!(identity.roles.len(), 1);
}

/// AC: AC-SEC-001
#[test]
fn a_token_is_worth_nothing_beside_another_message() {
    let (door, signer, _) = door("shop");
    let token = signer.token(&message(b"{}", None));
    let signed = message(b"{}", Some(&token));
    for other in [
        Message {
            payload: b"{ }",
            ..signed
        },
        Message {
            payload: b"",
            ..signed
        },
        Message {
            subject: subject::SHIP,
            ..signed
        },
        Message {
            subject: "orders.v1.acme.board",
            ..signed
        },
        Message {
            form: Some("application/cbor"),
            ..signed
        },
        // The same text, cut elsewhere.
        Message {
            form: Some("{"),
            payload: b"}",
            ..signed
        },
        Message {
            token: None,
            ..signed
        },
        Message {
            token: Some(""),
            ..signed
        },
        Message {
            token: Some("shop"),
            ..signed
        },
        Message {
            token: Some("..."),
            ..signed
        },
    ] {
        let refused = door.authenticate(&other);
        assert_eq!(
            refused,
            Err(Refusal::Unauthenticated.into()),
            "{}",
            other.subject
        );
    }
    assert!(door.authenticate(&signed).is_ok());
}

/// AC: AC-SEC-003
#[test]
fn a_token_is_good_for_half_a_minute_and_once() {
    let window = u64::try_from(SignedMessages::<ManualClock>::WINDOW.as_millis()).unwrap();
    for (early, late) in [(0, 0), (window, 0), (0, window)] {
        let (door, _, clock) = door("shop");
        let ahead = ManualClock::at(Timestamp::from_millis(NOW + early));
        let signer = Signer::new(known(&usual(), "shop"), ahead);
        let token = signer.token(&message(b"{}", None));
        clock.advance(late);
        let signed = message(b"{}", Some(&token));
        assert!(door.authenticate(&signed).is_ok(), "{early} {late}");
        assert_eq!(door.authenticate(&signed), Err(Refusal::Replayed.into()));
        clock.advance(early + window - late);
        assert_eq!(door.authenticate(&signed), Err(Refusal::Replayed.into()));
        clock.advance(1);
        assert_eq!(door.authenticate(&signed), Err(Refusal::Expired.into()));
    }
    let ahead = ManualClock::at(Timestamp::from_millis(NOW + window + 1));
    let token = Signer::new(known(&usual(), "shop"), ahead).token(&message(b"{}", None));
    let (door, ..) = door("shop");
    let refused = door.authenticate(&message(b"{}", Some(&token)));
    assert_eq!(refused, Err(Refusal::Expired.into()));
}

/// A sender who sends again signs again, even within a millisecond.
/// AC: AC-SEC-007
#[tokio::test]
async fn more_signed_requests_than_are_remembered_fail_and_none_is_forgotten() {
    let clock = ManualClock::at(Timestamp::from_millis(NOW));
    let signer = Signer::new(known(&usual(), "shop"), clock.clone());
    let door = SignedMessages::with_places(usual(), clock.clone(), 3);
    let desk = desk();
    let query = br#"{"customer_id":"ann"}"#;
    let ask = async |token: &str| {
        let reply = answer(&desk, &door, &message(query, Some(token))).await;
        (decode(&reply.bytes).expect("it is one"), reply.denied)
    };
    let token = || signer.token(&message(query, None));
    let first = token();
    for token in [first.clone(), token(), token()] {
        let (reply, denied) = ask(&token).await;
        assert!(matches!(reply, BoardReply::Found { .. }), "{reply:?}");
        assert_eq!(denied, None);
    }
    let further = token();
    let (reply, denied) = ask(&further).await;
    match reply {
        BoardReply::Failed { code, refusal, .. } => {
            assert_eq!((code, refusal), (FailureCode::Unavailable, None));
        }
        reply => panic!("{reply:?}"),
    }
    assert_eq!(denied, Some(SecurityEvent::Crowded));
    assert_eq!(ask(&first).await.1, Some(SecurityEvent::Replayed));
    // Whoever cannot sign learns nothing of it.
    assert_eq!(ask("shop").await.1, Some(SecurityEvent::Unauthenticated));

    clock.advance(60_001);
    assert_eq!(ask(&token()).await.1, None);
    assert_eq!(ask(&further).await.1, Some(SecurityEvent::Expired));
}

/// AC: AC-SEC-003
#[test]
fn each_signature_is_another_one() {
    let (door, signer, _) = door("shop");
    for _ in 0..100 {
        let token = signer.token(&message(b"{}", None));
        assert!(door.authenticate(&message(b"{}", Some(&token))).is_ok());
    }
}

/// AC: AC-SEC-001
#[test]
fn keys_are_changed_one_after_the_other() {
    let clock = ManualClock::at(Timestamp::from_millis(NOW));
    let mut old = key("old", "main", &["clerk"]);
    old["until_ms"] = Value::from(NOW + 1_000);
    let keys = ring(&[old, key("new", "main", &["clerk"])]);
    let signers = ["old", "new"].map(|id| Signer::new(known(&keys, id), clock.clone()));
    let door = SignedMessages::new(keys, clock.clone());
    let results = || {
        signers.each_ref().map(|signer| {
            let token = signer.token(&message(b"{}", None));
            door.authenticate(&message(b"{}", Some(&token))).map(drop)
        })
    };
    assert_eq!(results(), [Ok(()), Ok(())]);
    clock.advance(1_000);
    assert_eq!(results(), [Err(Refusal::Expired.into()), Ok(())]);
    // A desk to which the new key was not handed out yet.
    let other = SignedMessages::new(usual(), clock.clone());
    let token = signers[1].token(&message(b"{}", None));
    let refused = other.authenticate(&message(b"{}", Some(&token)));
    assert_eq!(refused, Err(Refusal::Unauthenticated.into()));
}

/// AC: AC-SEC-006
#[test]
fn a_file_of_keys_that_is_none_is_an_error_without_a_secret() {
    let good = key("a", "main", &["clerk"]);
    let with = |field: &str, value: Value| {
        let mut key = good.clone();
        key[field] = value;
        Value::from(vec![key]).to_string()
    };
    let secret = "far too short";
    let cases = [
        ("nonsense".to_owned(), "line 1"),
        ("[]".to_owned(), "no key"),
        (with("id", json!("a.b")), "key 1"),
        (
            Value::from(vec![good.clone(), good.clone()]).to_string(),
            "twice",
        ),
        (with("tenant", json!("")), "tenant"),
        (with("principal", json!("a b")), "principal"),
        (with("roles", json!(["king"])), "`king` is no role"),
        (with("secret", json!(secret)), "32 bytes"),
        (with("secret", json!(7)), "line 1"),
        (with("secrets", json!(secret)), "line 1"),
    ];
    for (text, part) in cases {
        let error: KeysError = KeyRing::parse(&text).unwrap_err();
        let said = error.to_string();
        assert!(said.contains(part) && !said.contains(secret), "{said}");
    }
    let shown = format!("{:?}", ring(&[good]));
    assert!(
        shown.contains("a-owner") && !shown.contains("a: not a secret"),
        "{shown}"
    );
}

fn desk() -> impl OrderDesk + StockDesk {
    let (clock, ids) = (ManualClock::default(), SequentialIds::default());
    let desk = Desk::new(
        MemoryOrders::default(),
        MemoryBoards::default(),
        clock.clone(),
        ids.clone(),
    );
    FrontDesk::new(desk, Warehouse::new(MemoryStock::default(), clock, ids))
}

/// A door that nobody may come to.
struct Unasked;

impl Authenticator for Unasked {
    fn authenticate(&self, _: &Message<'_>) -> Result<Arc<Identity>, AuthenticationError> {
        panic!("nobody looks at what is too long")
    }
}

/// What is written to the log, for a test to read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("nobody panicked")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// AC: AC-SEC-005
#[tokio::test]
async fn what_is_refused_is_reported_without_its_token_and_its_payload() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let desk = desk();
    let (door, shop, clock) = door("shop");
    let signers = ["audit", "acme"].map(|id| Signer::new(known(&usual(), id), clock.clone()));
    let [audit, acme] = &signers;
    let payload = br#"{"customer_id":"a-secret-customer"}"#;
    let unsigned = Message {
        subject: subject::PLACE,
        ..message(payload, None)
    };
    let mut tokens = vec![shop.token(&unsigned)];
    // Half a minute later that one is over.
    clock.advance(30_001);
    tokens.extend([
        shop.token(&unsigned),
        audit.token(&unsigned),
        acme.token(&unsigned),
    ]);
    let again = tokens[1].clone();
    let forged = again.replace("shop.", "acme.");
    let asked: [(&str, Option<&str>); 7] = [
        ("expired", Some(&tokens[0])),
        ("malformed", Some(&tokens[1])),
        ("replayed", Some(&again)),
        ("forbidden", Some(&tokens[2])),
        ("wrong_tenant", Some(&tokens[3])),
        ("unauthenticated", Some(&forged)),
        ("unauthenticated", None),
    ];
    for (expected, token) in asked {
        let reply = answer(&desk, &door, &Message { token, ..unsigned }).await;
        let reply: CommandReply = decode(&reply.bytes).unwrap();
        let code = match reply {
            CommandReply::Rejected { code, .. } => code,
            CommandReply::Failed { .. } => "malformed".to_owned(),
            CommandReply::Accepted { .. } => panic!("{reply:?}"),
        };
        assert_eq!(code, expected);
    }
    let long = vec![b'x'; 65_537];
    let too_long = message(&long, Some(&tokens[0]));
    let reply = answer(&desk, &Unasked, &too_long).await;
    let reply: BoardReply = decode(&reply.bytes).unwrap();
    assert!(
        matches!(reply, BoardReply::Failed { refusal: None, .. }),
        "{reply:?}"
    );

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let reported: Vec<_> = text
        .lines()
        .filter_map(|line| line.split_once("security=\"")?.1.split('"').next())
        .collect();
    let expected = [
        "expired",
        "replayed",
        "forbidden",
        "wrong_tenant",
        "unauthenticated",
        "unauthenticated",
        "too_long",
    ];
    assert_eq!(reported, expected, "{text}");
    assert!(text.contains("principal=\"audit-owner\""), "{text}");
    for token in &tokens {
        let code = token.rsplit('.').next().expect("a token has parts");
        assert!(!text.contains(code), "{text}");
    }
    assert!(!text.contains("a-secret-customer"), "{text}");
}

/// AC: AC-FORM-001
#[tokio::test]
async fn a_request_is_answered_in_its_own_form() {
    let desk = desk();
    let (door, signer, _) = door("audit");
    let query = BoardQuery {
        customer_id: "ann".to_owned(),
    };
    for form in Form::ALL {
        let payload = form.encode(&query);
        let unsigned = Message {
            form: Some(form.name()),
            ..message(&payload, None)
        };
        let token = signer.token(&unsigned);
        let signed = Message {
            token: Some(&token),
            ..unsigned
        };
        let reply = answer(&desk, &door, &signed).await;
        assert_eq!(reply.form, form);
        let reply: BoardReply = form.decode(&reply.bytes).unwrap();
        assert!(matches!(reply, BoardReply::Found { .. }), "{reply:?}");
    }
    // Who asks is settled first, and what nobody reads is answered with what everybody reads.
    let strange = Message {
        form: Some("text/plain"),
        ..message(b"ann", None)
    };
    let token = signer.token(&strange);
    for (token, expected) in [(None, Some("unauthenticated")), (Some(&*token), None)] {
        let reply = answer(&desk, &door, &Message { token, ..strange }).await;
        assert_eq!(reply.form, Form::Json);
        match decode(&reply.bytes).unwrap() {
            BoardReply::Failed {
                refusal, message, ..
            } => {
                assert_eq!(refusal.as_deref(), expected);
                let names_forms = message.contains(Form::Cbor.name());
                assert_eq!(names_forms, expected.is_none(), "{message}");
            }
            BoardReply::Found { .. } => panic!("nobody reads text"),
        }
    }
}

/// A token that other programs can compare theirs with.
/// AC: AC-SEC-001
#[test]
fn a_token_is_made_as_the_specification_says() {
    let clock = ManualClock::at(Timestamp::from_millis(NOW));
    let signer = Signer::new(known(&usual(), "shop"), clock);
    let signed = message(br#"{"customer_id":"ann"}"#, None);
    let token = signer.token_with("n-1", &signed);
    assert_eq!(token, format!("shop.{NOW}.n-1.{EXPECTED_CODE}"));
    let specification = fs::read_to_string(specification()).unwrap();
    assert!(specification.contains(&token), "SPEC.md shows {token}");
    let (door, ..) = door("shop");
    let token = Some(token.as_str());
    assert!(door.authenticate(&Message { token, ..signed }).is_ok());
}

/// The code of the first row of each table row below this heading.
fn listed(heading: &str) -> Vec<String> {
    let text = fs::read_to_string(specification()).expect("it is there");
    let lines = text.lines().skip_while(|line| !line.starts_with(heading));
    lines
        .skip(2)
        .map_while(|line| line.strip_prefix("| `"))
        .map(|row| {
            row.split('`')
                .next()
                .expect("a split has a part")
                .to_owned()
        })
        .collect()
}

fn specification() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../SPEC.md")
}

/// AC: AC-SEC-005
#[test]
fn the_codes_of_the_specification_are_those_of_the_code() {
    let refusals = Refusal::ALL.map(|refusal| refusal.code().to_owned());
    assert_eq!(listed("| Code of a refusal |"), refusals);
    let events = SecurityEvent::ALL.map(|event| event.code().to_owned());
    assert_eq!(listed("| Security event |"), events);
    let mut sorted = events.to_vec();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted, events, "each has a code of its own");
    for refusal in Refusal::ALL {
        assert_eq!(SecurityEvent::from(refusal).code(), refusal.code());
    }
}

/// Without keys the desk is as open as version 1 was, and a token is not even looked at.
/// AC: AC-SEC-006
#[tokio::test]
async fn without_keys_everybody_may_ask_for_everything() {
    let door = Door::new(None, ManualClock::default());
    assert_eq!(door.name(), "open");
    for (subject, token) in [
        (subject::BOARD, None),
        ("orders.v1.acme.board", Some("nonsense")),
    ] {
        let asked = Message {
            subject,
            ..message(br#"{"customer_id":"ann"}"#, token)
        };
        let reply = answer(&desk(), &door, &asked).await;
        let reply: BoardReply = decode(&reply.bytes).unwrap();
        assert!(matches!(reply, BoardReply::Found { .. }), "{reply:?}");
    }
}

/// AC: AC-SEC-006
#[tokio::test]
async fn a_line_is_signed_over_its_payload_without_blanks() {
    let (door, signer, _) = door("audit");
    let token = signer.token(&message(br#"{"customer_id":"ann"}"#, None));
    let line = json!({ "subject": subject::BOARD, "payload": { "customer_id": "ann" } });
    let mut signed = line.clone();
    signed["token"] = Value::from(token);
    for (line, expected) in [(line, Some(SecurityEvent::Unauthenticated)), (signed, None)] {
        let (_, denied) = answer_line(&desk(), &door, line.to_string().as_bytes()).await;
        assert_eq!(denied, expected);
    }
}

proptest! {
    /// Whatever arrives is answered, in the form that it names or in JSON.
    /// AC: AC-FORM-002
    #[test]
    fn every_request_is_answered_in_its_form(
        subject in prop_oneof![
            Just("orders.v1.place".to_owned()), Just("orders.v1.acme.ship".to_owned()),
            Just(subject::BOARD.to_owned()), "[ -~]{0,40}",
        ],
        form in prop_oneof![
            Just(None), Just(Some("application/cbor".to_owned())),
            Just(Some("application/msgpack".to_owned())), "[ -~]{0,20}".prop_map(Some),
        ],
        token in proptest::option::of("[ -~]{0,120}"),
        payload in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let request = Message {
            subject: &subject,
            form: form.as_deref(),
            payload: &payload,
            token: token.as_deref(),
        };
        let named = Form::read(request.form).unwrap_or(Form::Json);
        let open = Door::new(None, ManualClock::default());
        let (signed, ..) = door("shop");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for door in [open, Door::Signed(signed)] {
            let reply = runtime.block_on(answer(&desk(), &door, &request));
            prop_assert_eq!(reply.form, named);
            let read: CommandReply = match named.decode(&reply.bytes) {
                Ok(reply) => reply,
                Err(_) => {
                    let board: BoardReply = named.decode(&reply.bytes).expect("it is a reply");
                    let is_failed = matches!(board, BoardReply::Failed { .. });
                    prop_assert!(is_failed, "{:?}", board);
                    continue;
                }
            };
            let is_accepted = matches!(read, CommandReply::Accepted { .. });
            prop_assert!(!is_accepted, "{:?}", read);
        }
    }

    /// AC: AC-SEC-001
    #[test]
    fn no_other_token_is_let_in(at in any::<Index>(), with in "[ -~]") {
        let (door, signer, _) = door("shop");
        let token = signer.token(&message(b"{}", None));
        let at = at.index(token.len());
        let mut other = token.clone();
        other.replace_range(at..=at, &with);
        prop_assume!(other != token);
        let refused = door.authenticate(&message(b"{}", Some(&other)));
        prop_assert_eq!(refused, Err(Refusal::Unauthenticated.into()), "{}", other);
    }

    /// AC: AC-SEC-001
    #[test]
    fn no_text_is_a_token_by_chance(text in "(shop\\.)?[0-9]{0,14}\\.?[ -~]{0,80}") {
        let (door, ..) = door("shop");
        let refused = door.authenticate(&message(b"{}", Some(&text)));
        prop_assert_eq!(refused, Err(Refusal::Unauthenticated.into()));
    }
}
