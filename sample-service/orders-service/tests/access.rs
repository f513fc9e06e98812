//! The program with keys, on a real server: whom it listens to, what it tells the others, and what it writes about them.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test starts the program and reads what it writes"
)]

mod clients;

use std::fs;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_nats::{Client, HeaderMap};
use clients::token;
use orders::port::{Clock, Message};
use orders::shared::Timestamp;
use orders_adapters::nats::{FORM_HEADER, TOKEN_HEADER};
use orders_adapters::system::SystemClock;
use orders_service::Config;
use orders_testing::{ManualClock, NatsServer};
use orders_wire::Form;
use orders_wire::v1::{HealthReport, subject};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::time::{Instant, sleep};

const KEYS_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/keys.json");
const PATIENCE: Duration = Duration::from_secs(20);

/// The program at work, and everything that it writes to its log.
struct Node {
    child: Child,
    log: NamedTempFile,
}

impl Node {
    fn start(server: &NatsServer, variables: &[(&str, &str)]) -> Self {
        let log = NamedTempFile::new().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_orders-service"));
        for (name, _) in Config::VARIABLES {
            command.env_remove(name);
        }
        command
            .env("NATS_URL", server.url())
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.reopen().unwrap());
        Self {
            child: command.spawn().unwrap(),
            log,
        }
    }

    /// What it wrote until it was ended.
    fn end(mut self) -> String {
        // It may have ended already.
        let _ = self.child.kill();
        self.child.wait().unwrap();
        fs::read_to_string(self.log.path()).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Who sends something, and what.
struct Sender<'a> {
    client: &'a Client,
}

impl Sender<'_> {
    /// The reply to what is sent with the headers, and the form that it says it has.
    async fn send(&self, subject: &str, headers: &HeaderMap, payload: &[u8]) -> (Form, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let sent = self.client.request_with_headers(
                subject.to_owned(),
                headers.clone(),
                payload.to_vec().into(),
            );
            match sent.await {
                Ok(reply) => {
                    let form = reply.headers.as_ref().and_then(|it| it.get(FORM_HEADER));
                    let form = Form::read(form.map(|it| it.as_str())).unwrap();
                    return (form, reply.payload.to_vec());
                }
                // Nobody listens yet.
                Err(error) => assert!(Instant::now() < deadline, "{error}"),
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Why what is sent is refused: a code, or the outcome if it is not.
    async fn refusal(&self, subject: &str, token: Option<&str>, payload: &[u8]) -> String {
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            headers.insert(TOKEN_HEADER, token);
        }
        let (_, reply) = self.send(subject, &headers, payload).await;
        let reply: Value = Form::Json.decode(&reply).unwrap();
        let code = match &reply["refusal"] {
            Value::Null => &reply["code"],
            refusal => refusal,
        };
        let said = if code.is_null() {
            &reply["outcome"]
        } else {
            code
        };
        said.as_str().unwrap().to_owned()
    }
}

fn signed(key: &str, clock: impl Clock, subject: &str, payload: &[u8]) -> String {
    let message = Message {
        subject,
        form: None,
        payload,
        token: None,
    };
    token(key, clock, &message)
}

fn millis_ago(millis: u64) -> ManualClock {
    let now = SystemClock.now().as_millis();
    ManualClock::at(Timestamp::from_millis(now - millis))
}

async fn health(client: &Client) -> HealthReport {
    let asked = client.request(subject::HEALTH, "".into()).await;
    Form::Json.decode(&asked.unwrap().payload).unwrap()
}

/// AC: AC-SEC-001, AC-SEC-002, AC-SEC-003, AC-SEC-004, AC-SEC-005
#[tokio::test]
async fn a_desk_with_keys_listens_to_those_who_sign_and_reports_the_others() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let variables = [("ORDERS_KEYS", KEYS_FILE), ("ORDERS_LOG", "trace")];
    let node = Node::start(&server, &variables);
    let client = async_nats::connect(server.url()).await.unwrap();
    let sender = Sender { client: &client };

    let place = json!({
        "command_id": "c-1", "order_id": "o-1", "customer_id": "confidential-customer",
        "lines": [{ "sku": "tea", "quantity": 1, "unit_price": { "minor": 5, "currency": "EUR" } }],
    });
    let place = place.to_string().into_bytes();
    let board = br#"{"customer_id":"confidential-customer"}"#;
    let long = vec![b'x'; 65_537];
    let sign = |key: &str, payload: &[u8]| signed(key, SystemClock, subject::PLACE, payload);

    let good = sign("shop-1", &place);
    let other = sign("shop-1", board);
    let forged = good.replace("shop-1.", "acme-1.");
    let old = signed("shop-1", millis_ago(60_000), subject::PLACE, &place);
    let elsewhere = signed("shop-1", SystemClock, "orders.v1.acme.place", &place);
    let (foreign, powerless) = (sign("acme-1", &place), sign("warehouse-1", &place));
    let (blind, oversized) = (
        signed("acme-1", SystemClock, subject::BOARD, board),
        sign("shop-1", &long),
    );
    let asked: [(&str, Option<&str>, &[u8], &str); 11] = [
        (subject::PLACE, None, &place, "unauthenticated"),
        (subject::PLACE, Some("nonsense"), &place, "unauthenticated"),
        (subject::PLACE, Some(&other), &place, "unauthenticated"),
        (subject::PLACE, Some(&forged), &place, "unauthenticated"),
        (subject::PLACE, Some(&old), &place, "expired"),
        (
            "orders.v1.acme.place",
            Some(&elsewhere),
            &place,
            "wrong_tenant",
        ),
        (subject::PLACE, Some(&foreign), &place, "wrong_tenant"),
        (subject::PLACE, Some(&powerless), &place, "forbidden"),
        (subject::PLACE, Some(&good), &place, "accepted"),
        (subject::PLACE, Some(&good), &place, "replayed"),
        (subject::BOARD, Some(&blind), board, "wrong_tenant"),
    ];
    for (subject, token, payload, expected) in asked {
        let said = sender.refusal(subject, token, payload).await;
        assert_eq!(said, expected, "{subject}");
    }
    let said = sender
        .refusal(subject::PLACE, Some(&oversized), &long)
        .await;
    assert_eq!(said, "malformed");

    let report = health(&client).await;
    assert_eq!(report.access.as_deref(), Some("signed"));
    assert_eq!(report.metrics["orders_requests_denied_total"], 11);
    assert_eq!(report.metrics["orders_commands_accepted_total"], 1);
    let log = node.end();
    for (code, times) in [
        ("unauthenticated", 4),
        ("expired", 1),
        ("wrong_tenant", 3),
        ("forbidden", 1),
        ("replayed", 1),
        ("too_long", 1),
    ] {
        let reported = log.matches(&format!("security=\"{code}\"")).count();
        assert_eq!(reported, times, "{code}");
    }
    assert!(log.contains("principal=\"warehouse\""));
    for token in [&good, &other, &old, &foreign, &powerless, &blind] {
        let code = token.rsplit('.').next().unwrap();
        assert!(!log.contains(code), "a token is in the log");
    }
    assert!(!log.contains("confidential"), "a payload is in the log");
    assert!(
        !log.contains("everybody can read"),
        "a secret is in the log"
    );
}

/// As the README says: a token for what is on standard input, which any client of the server can send.
/// AC: AC-SEC-008
#[tokio::test]
async fn a_request_can_be_signed_by_hand() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let node = Node::start(&server, &[("ORDERS_KEYS", KEYS_FILE)]);
    let client = async_nats::connect(server.url()).await.unwrap();
    let sender = Sender { client: &client };
    let board = br#"{ "customer_id": "ann" }"#;
    let signed = |arguments: &[&str], payload: &[u8]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orders-service"));
        command.arg("sign").args(arguments);
        command.env("ORDERS_KEYS", KEYS_FILE).env_remove("NATS_URL");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(payload).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.success(), said.trim_end().to_owned())
    };
    let (is_signed, token) = signed(&["shop-1", subject::BOARD], board);
    assert!(is_signed, "{token}");
    let said = sender.refusal(subject::BOARD, Some(&token), board).await;
    assert_eq!(said, "found");
    let said = sender.refusal(subject::BOARD, Some(&token), board).await;
    assert_eq!(said, "replayed");

    let query = Form::Cbor.encode(&json!({ "customer_id": "ann" }));
    let form = Form::Cbor.name();
    let (_, token) = signed(&["shop-1", subject::BOARD, form], &query);
    let mut headers = HeaderMap::new();
    headers.insert(FORM_HEADER, form);
    headers.insert(TOKEN_HEADER, token.as_str());
    let (shown, reply) = sender.send(subject::BOARD, &headers, &query).await;
    let reply: Value = shown.decode(&reply).unwrap();
    assert_eq!((shown, &reply["outcome"]), (Form::Cbor, &json!("found")));

    let (is_signed, said) = signed(&["nobody", subject::BOARD], board);
    assert!(!is_signed && said.contains("no key `nobody`"), "{said}");
    node.end();
}

/// AC: AC-SEC-006
#[tokio::test]
async fn a_desk_without_keys_is_open_and_says_so() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let node = Node::start(&server, &[]);
    let client = async_nats::connect(server.url()).await.unwrap();
    let sender = Sender { client: &client };
    let board = br#"{"customer_id":"ann"}"#;
    let said = sender.refusal(subject::BOARD, None, board).await;
    assert_eq!(said, "found");
    let report = health(&client).await;
    assert_eq!(report.access.as_deref(), Some("open"));
    let log = node.end();
    assert!(log.contains("no `ORDERS_KEYS`"), "{log}");
}

/// One desk has keys: the open one leaves it the requests and ends, and no other one starts, also when nobody has keys any more. Whoever
/// has no desk needs none.
/// AC: AC-SEC-009
#[tokio::test]
async fn no_desk_is_open_beside_one_with_keys() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let mut open = Node::start(&server, &[]);
    let client = async_nats::connect(server.url()).await.unwrap();
    let sender = Sender { client: &client };
    let board = br#"{"customer_id":"ann"}"#;
    let said = sender.refusal(subject::BOARD, None, board).await;
    assert_eq!(said, "found");

    let others = [("ORDERS_ROLES", "relay,projector,fulfilment")];
    let mut deskless = Node::start(&server, &others);
    let named = ("EDGE_NODE_ID", "with-keys");
    let mut signed = Node::start(&server, &[named, ("ORDERS_KEYS", KEYS_FILE)]);
    let deadline = Instant::now() + PATIENCE;
    let mut answered = 0;
    // Whoever does not sign is answered by the open one, until the one with keys listens. From then on by nobody.
    while sender.refusal(subject::BOARD, None, board).await == "found" {
        answered += 1;
        assert!(Instant::now() < deadline, "{answered} were answered");
        sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(ended(&mut open).await, Some(1));
    assert!(open.end().contains("`ORDERS_KEYS`"));
    for _ in 0..200 {
        let said = sender.refusal(subject::BOARD, None, board).await;
        assert_eq!(said, "unauthenticated");
    }
    let token = signed_now("shop-1", board);
    let said = sender.refusal(subject::BOARD, Some(&token), board).await;
    assert_eq!(said, "found");

    signed.child.kill().unwrap();
    for roles in ["desk,relay,projector,fulfilment", "desk"] {
        let mut late = Node::start(&server, &[("ORDERS_ROLES", roles)]);
        assert_eq!(ended(&mut late).await, Some(1));
        let log = late.end();
        assert!(
            log.starts_with("orders-service: ") && log.contains("`ORDERS_KEYS`"),
            "{log}"
        );
    }
    assert!(
        deskless.child.try_wait().unwrap().is_none(),
        "it has no desk"
    );

    let context = async_nats::jetstream::new(client.clone());
    let access = context.get_key_value("desk_access_v1").await.unwrap();
    access.delete("desk").await.unwrap();
    let again = Node::start(&server, &[]);
    let said = sender.refusal(subject::BOARD, None, board).await;
    assert_eq!(said, "found");
    again.end();
    let log = signed.end();
    assert!(log.contains("unauthenticated"), "{log}");
}

/// With which status it ended by itself.
async fn ended(node: &mut Node) -> Option<i32> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = node.child.try_wait().unwrap() {
            return status.code();
        }
        assert!(Instant::now() < deadline, "it goes on");
        sleep(Duration::from_millis(10)).await;
    }
}

fn signed_now(key: &str, payload: &[u8]) -> String {
    signed(key, SystemClock, subject::BOARD, payload)
}

/// AC: AC-SEC-006
#[test]
fn keys_that_are_none_end_it_with_a_message() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    for path in [
        "/nowhere/keys.json",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ] {
        let mut node = Node::start(&server, &[("ORDERS_KEYS", path)]);
        let deadline = std::time::Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = node.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                std::time::Instant::now() < deadline,
                "it serves without keys"
            );
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status.code(), Some(1));
        let log = fs::read_to_string(node.log.path()).unwrap();
        assert!(log.starts_with("orders-service: `ORDERS_KEYS`: "), "{log}");
    }
}

/// AC: AC-FORM-001
#[tokio::test]
async fn a_reply_on_a_server_has_the_form_of_its_request() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let node = Node::start(&server, &[]);
    let client = async_nats::connect(server.url()).await.unwrap();
    let sender = Sender { client: &client };
    let query = json!({ "customer_id": "ann" });
    for form in Form::ALL {
        let mut headers = HeaderMap::new();
        headers.insert(FORM_HEADER, form.name());
        let payload = form.encode(&query);
        let (shown, reply) = sender.send(subject::BOARD, &headers, &payload).await;
        assert_eq!(shown, form);
        let reply: Value = form.decode(&reply).unwrap();
        assert_eq!(reply["outcome"], "found", "{reply}");
    }
    let mut headers = HeaderMap::new();
    headers.insert(FORM_HEADER, "text/plain");
    let (shown, reply) = sender.send(subject::BOARD, &headers, b"ann").await;
    assert_eq!(shown, Form::Json);
    let reply: Value = Form::Json.decode(&reply).unwrap();
    assert_eq!(reply["code"], "malformed", "{reply}");
    assert!(!node.end().contains("ann"));
}
