//! The program as it is started: its lines, its environment, its end.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test starts the program and reads files beside it"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use async_nats::{Client, ConnectOptions};
use orders_service::Config;
use orders_testing::{GuestModule, NatsServer};
use orders_wire::decode;
use orders_wire::v1::{BoardReply, subject};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

const PATIENCE: Duration = Duration::from_secs(20);

fn program(variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orders-service"));
    for (name, _) in Config::VARIABLES {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.spawn().unwrap();
    // A program that ends early does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn replies(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// AC: AC-RUN-005
#[test]
fn without_a_server_each_line_is_answered_with_a_line() {
    let session = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/session.jsonl");
    let output = run(program(&[]), &fs::read(session).unwrap());
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let accepted =
        |version: u32| json!({ "outcome": "accepted", "order_id": "o-1", "version": version });
    let board = |orders: u64, totals: Value| json!({ "outcome": "found", "customer_id": "ann", "open_orders": orders, "open_totals": totals });
    let message = "order `o-1` is shipped already";
    let expected = [
        (subject::PLACE, accepted(1)),
        (subject::PLACE, accepted(1)),
        (
            subject::BOARD,
            board(1, json!([{ "currency": "EUR", "minor": "900" }])),
        ),
        (subject::SHIP, accepted(2)),
        (
            subject::CANCEL,
            json!({ "outcome": "rejected", "code": "order_closed", "message": message }),
        ),
        (subject::BOARD, board(0, json!([]))),
    ];
    let expected = expected.map(|(subject, reply)| json!({ "subject": subject, "reply": reply }));
    assert_eq!(replies(&output), expected);
}

/// AC: AC-ORD-009
#[test]
fn a_line_that_is_no_request_is_answered_and_the_next_one_too() {
    let input = b"nonsense\n\n\xff\n{\"subject\":\"orders.v1.board\",\"payload\":{\"customer_id\":\"ann\"}}";
    let output = run(program(&[]), input);
    assert!(output.status.success(), "{output:?}");
    let outcomes: Vec<_> = replies(&output)
        .iter()
        .map(|reply| reply["reply"]["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["failed", "failed", "found"]);
}

/// AC: AC-RUN-003, AC-TOP-003
#[test]
fn a_wrong_environment_ends_it_with_a_message() {
    for (name, value) in [
        ("ORDERS_LOG", "loud"),
        ("EDGE_NODE_ID", "a.b"),
        ("ORDERS_ROLES", "clerk"),
        ("ORDERS_ROLES", "desk"),
        ("ORDERS_TOPOLOGY", "edge-wasm"),
        ("ORDERS_MODULE", "there-is-no-such-directory"),
        ("NATS_URL", "nats://127.0.0.1:1"),
    ] {
        let output = run(program(&[(name, value)]), b"");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(message.starts_with("orders-service: "), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

/// AC: AC-RUN-008, AC-RUN-009
#[test]
fn help_names_every_variable() {
    let mut command = program(&[]);
    command.arg("--help");
    let output = run(command, b"");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success());
    let variables = Config::VARIABLES.map(|(name, _)| name);
    for name in variables.into_iter().chain(["put-back", "orders.v1.board"]) {
        assert!(help.contains(name), "{help}");
    }
    let mut command = program(&[]);
    command.arg("put-forward");
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("orders-service help"));
}

/// AC: AC-OPS-002
#[test]
fn without_a_server_a_line_asks_how_it_is() {
    let place = place(1).to_string();
    let input = format!(
        "{{\"subject\":\"orders.v1.place\",\"payload\":{place}}}\n{{\"subject\":\"orders.v1.health\",\"payload\":{{}}}}\n"
    );
    let output = run(program(&[("EDGE_NODE_ID", "shop-7")]), input.as_bytes());
    let replies = replies(&output);
    let report = &replies[1]["reply"];
    assert_eq!(report["node"], "shop-7");
    assert_eq!(
        (&report["topology"], &report["ready"]),
        (&json!("embedded"), &json!(true))
    );
    let metrics = &report["metrics"];
    assert_eq!(metrics["orders_commands_accepted_total"], 1, "{report}");
    assert_eq!(metrics["orders_events_published_total"], 1, "{report}");
    assert_eq!(metrics["orders_events_projected_total"], 1, "{report}");
    assert_eq!(metrics["orders_relay_lag"], 0, "{report}");
}

/// A running program that does not outlive its test.
struct Node(Child);

impl Node {
    fn start(variables: &[(&str, &str)]) -> Self {
        Self(program(variables).stderr(Stdio::inherit()).spawn().unwrap())
    }

    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Asks it to stop, and says whether it did so in peace.
    fn stop(mut self) -> bool {
        let asked = Command::new("kill")
            .args(["-s", "TERM", &self.0.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.success();
            }
            assert!(Instant::now() < deadline, "it does not stop");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn connect(server: &NatsServer) -> Client {
    let options = ConnectOptions::new().request_timeout(Some(Duration::from_secs(1)));
    options.connect(server.url()).await.unwrap()
}

async fn request(client: &Client, subject: &'static str, message: &Value) -> Vec<u8> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match client.request(subject, message.to_string().into()).await {
            Ok(reply) => return reply.payload.to_vec(),
            // Nobody listens yet.
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn open_orders(client: &Client, customer: &str) -> u64 {
    let reply = request(client, subject::BOARD, &json!({ "customer_id": customer })).await;
    match decode(&reply).unwrap() {
        BoardReply::Found { open_orders, .. } => open_orders,
        reply @ BoardReply::Failed { .. } => panic!("{reply:?}"),
    }
}

fn place(number: usize) -> Value {
    let unit_price = json!({ "minor": 5, "currency": "EUR" });
    json!({
        "command_id": format!("c-{number}"), "order_id": format!("o-{number}"), "customer_id": "ann",
        "lines": [{ "sku": "tea", "quantity": 1, "unit_price": unit_price }],
    })
}

/// AC: AC-RUN-002, AC-RUN-006
#[tokio::test]
async fn with_a_server_it_serves_until_it_is_told_to_stop() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let node = Node::start(&[("NATS_URL", server.url()), ("EDGE_NODE_ID", "shop-7")]);
    let client = connect(&server).await;
    let reply: Value =
        serde_json::from_slice(&request(&client, subject::PLACE, &place(1)).await).unwrap();
    assert_eq!(reply["outcome"], "accepted", "{reply}");
    let deadline = Instant::now() + PATIENCE;
    while open_orders(&client, "ann").await != 1 {
        assert!(
            Instant::now() < deadline,
            "the board does not show the order"
        );
        sleep(Duration::from_millis(20)).await;
    }
    assert!(node.stop());
}

/// What the program writes when it is asked for something, after it was done.
fn ask(arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let mut command = program(variables);
    command.args(arguments);
    let output = run(command, b"");
    let mut said = String::from_utf8(output.stdout).unwrap();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// One program, a process for each role: what is asked of one comes out of the others, each says how it is, and when one is
/// gone that is told.
/// AC: AC-TOP-002, AC-OPS-002, AC-OPS-003
#[tokio::test]
async fn roles_in_processes_of_their_own_are_one_service() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let start = |role| {
        let variables = [
            ("NATS_URL", server.url()),
            ("ORDERS_ROLES", role),
            ("EDGE_NODE_ID", role),
        ];
        Node::start(&variables)
    };
    let nodes = ["projector", "relay", "desk"].map(start);
    let client = connect(&server).await;
    let reply: Value =
        serde_json::from_slice(&request(&client, subject::PLACE, &place(1)).await).unwrap();
    assert_eq!(reply["outcome"], "accepted", "{reply}");
    let deadline = Instant::now() + PATIENCE;
    while open_orders(&client, "ann").await != 1 {
        assert!(
            Instant::now() < deadline,
            "the board does not show the order"
        );
        sleep(Duration::from_millis(20)).await;
    }
    let health = |node| {
        ask(
            &["health"],
            &[("NATS_URL", server.url()), ("EDGE_NODE_ID", node)],
        )
    };
    let (is_ready, said) = health("relay");
    assert!(is_ready, "{said}");
    let mut reports: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    reports.sort_by_key(|report| report["node"].to_string());
    let published: Vec<_> = reports
        .iter()
        .map(|report| {
            let node = report["node"].as_str().unwrap().to_owned();
            (
                node,
                report["metrics"]["orders_events_published_total"].clone(),
            )
        })
        .collect();
    let expected = [("desk", 0), ("projector", 0), ("relay", 1)];
    assert_eq!(
        published,
        expected.map(|(node, count)| (node.to_owned(), json!(count)))
    );

    let [projector, mut relay, desk] = nodes;
    relay.kill();
    let (is_ready, said) = health("relay");
    assert!(!is_ready && said.contains("not ready"), "{said}");
    assert!(health("desk").0);
    assert!(desk.stop() && projector.stop());
}

/// AC: AC-REL-003, AC-PRJ-002
#[tokio::test]
async fn an_operator_repairs_with_the_program() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let variables = [("NATS_URL", server.url())];
    let node = Node::start(&variables);
    let client = connect(&server).await;
    request(&client, subject::PLACE, &place(1)).await;
    let deadline = Instant::now() + PATIENCE;
    while open_orders(&client, "ann").await != 1 {
        assert!(
            Instant::now() < deadline,
            "the board does not show the order"
        );
        sleep(Duration::from_millis(20)).await;
    }
    let context = async_nats::jetstream::new(client);
    let boards = context.get_key_value("order_boards_v1").await.unwrap();
    let live = boards.get("ann").await.unwrap().unwrap();
    boards.put("ann", "junk".into()).await.unwrap();
    let (is_done, said) = ask(&["rebuild"], &variables);
    assert_eq!(
        (is_done, said.as_str()),
        (true, "events=1 boards_replaced=1\n")
    );
    assert_eq!(boards.get("ann").await.unwrap().unwrap(), live);
    let (is_done, said) = ask(&["replay", "1"], &variables);
    assert_eq!(
        (is_done, said.as_str()),
        (true, "events=1 orders_missing=0\n")
    );

    let letter =
        json!({ "order_id": "o-1", "revision": 1, "reason": "event_refused", "attempts": 10 });
    let letter = letter.to_string().into();
    let sent = context
        .publish(subject::DEAD_LETTERS, letter)
        .await
        .unwrap();
    sent.await.unwrap();
    let (is_done, said) = ask(&["dead-letters"], &variables);
    assert_eq!(
        (is_done, said.as_str()),
        (true, "1 order=main/o-1 reason=event_refused attempts=10\n")
    );
    let (is_done, said) = ask(&["put-back", "1"], &variables);
    assert_eq!(
        (is_done, said.as_str()),
        (true, "1 order=main/o-1 is announced again\n")
    );
    assert_eq!(ask(&["dead-letters"], &variables), (true, String::new()));
    let (is_done, said) = ask(&["put-back", "1"], &variables);
    assert!(!is_done && said.contains("no dead letter 1"), "{said}");
    assert!(node.stop());
}

/// A file with other settings than the server has: the program does not start, and says which field it is.
/// AC: AC-STR-002
#[tokio::test]
async fn other_settings_than_the_server_has_end_it_with_the_field() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let node = Node::start(&[("NATS_URL", server.url())]);
    request(&connect(&server).await, subject::PLACE, &place(1)).await;
    assert!(node.stop());
    let delivered = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/streams.json");
    let delivered = fs::read_to_string(delivered).unwrap();
    let other = tempfile::NamedTempFile::new().unwrap();
    fs::write(
        other.path(),
        delivered.replace("600000000000", "700000000000"),
    )
    .unwrap();
    let path = other.path().to_str().unwrap();
    let (is_done, said) = ask(&[], &[("NATS_URL", server.url()), ("ORDERS_STREAMS", path)]);
    assert!(!is_done, "{said}");
    for part in [
        "`ORDERS_V1`",
        "`duplicate_window`",
        "600000000000",
        "700000000000",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

/// The permissions that `cargo contract permissions` writes are enough, also for modules, and forbid the rest.
/// AC: AC-EDGE-011
#[tokio::test]
async fn with_its_permissions_it_can_do_what_it_does_and_no_more() {
    let permissions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/nats.conf");
    let permissions = fs::read_to_string(permissions)
        .unwrap()
        .replace("$ORDERS_SERVICE_PASSWORD", "secret")
        .replacen("users = [", "users = [ { user: clerk, password: clerk }", 1);
    // Who does not say who it is is the service.
    let configuration = format!("no_auth_user: orders-service\n{permissions}");
    let server = NatsServer::configured(&configuration).unwrap_or_else(|error| panic!("{error}"));
    let node = Node::start(&[("NATS_URL", server.url())]);
    let clerk = ConnectOptions::with_user_and_password("clerk".to_owned(), "clerk".to_owned())
        .request_timeout(Some(Duration::from_secs(1)))
        .connect(server.url())
        .await
        .unwrap();
    let reply: Value =
        serde_json::from_slice(&request(&clerk, subject::PLACE, &place(1)).await).unwrap();
    assert_eq!(reply["outcome"], "accepted", "{reply}");
    let deadline = Instant::now() + PATIENCE;
    while open_orders(&clerk, "ann").await != 1 {
        assert!(
            Instant::now() < deadline,
            "the board does not show the order"
        );
        sleep(Duration::from_millis(20)).await;
    }
    assert!(node.stop());
    let guest = GuestModule::load().unwrap_or_else(|error| panic!("{error}"));
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("manifest.toml"), &guest.manifest).unwrap();
    fs::write(directory.path().join("module.wasm"), &guest.module).unwrap();
    let variables = [("NATS_URL", server.url())];
    let (is_announced, said) = ask(&["install", directory.path().to_str().unwrap()], &variables);
    assert!(is_announced, "{said}");
    let (_, said) = ask(&["modules"], &variables);
    assert_eq!(said.lines().count(), 1, "{said}");
    let node = Node::start(&[variables[0], ("ORDERS_TOPOLOGY", "edge-wasm")]);
    let reply: Value =
        serde_json::from_slice(&request(&clerk, subject::PLACE, &place(2)).await).unwrap();
    assert_eq!(reply["outcome"], "accepted", "{reply}");
    assert!(node.stop());

    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let service = ConnectOptions::new()
        .event_callback(move |event| {
            let tell = tell.clone();
            async move {
                if let async_nats::Event::ServerError(error) = event {
                    let _ = tell.send(error.to_string());
                }
            }
        })
        .connect(server.url())
        .await
        .unwrap();
    service.publish(subject::PLACED, "".into()).await.unwrap();
    let forbidden = [
        "orders.v2.placed",
        subject::PLACE,
        "$JS.API.STREAM.DELETE.ORDERS_V1",
    ];
    for forbidden in forbidden {
        service.publish(forbidden, "".into()).await.unwrap();
        service.flush().await.unwrap();
        let error = tokio::time::timeout(PATIENCE, told.recv())
            .await
            .unwrap()
            .unwrap();
        assert!(
            error.to_lowercase().contains("permissions violation") && error.contains(forbidden),
            "{error}"
        );
    }
    let _subscription = service.subscribe(">").await.unwrap();
    let error = tokio::time::timeout(PATIENCE, told.recv())
        .await
        .unwrap()
        .unwrap();
    assert!(
        error.to_lowercase().contains("subscription to \">\""),
        "{error}"
    );
}
