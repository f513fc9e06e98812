//! The same requests in every topology, with the same program.

use orders_testing::NatsServer;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use crate::deployment::{Deployment, PATIENCE, ask};
use crate::modules::Module;

/// A request and the reply to it.
type Step = (&'static str, Value, Value);

/// How many commands place an order that is there already: that takes a second look.
const PLACED_BEFORE: usize = 2;

fn place(command: &str, order: &str) -> Value {
    let unit_price = json!({ "minor": 450, "currency": "EUR" });
    json!({
        "command_id": command, "order_id": order, "customer_id": "ann",
        "lines": [{ "sku": "tea", "quantity": 2, "unit_price": unit_price }],
    })
}

fn accepted(order: &str, version: u32) -> Value {
    json!({ "outcome": "accepted", "order_id": order, "version": version })
}

fn rejected(code: &str, message: &str) -> Value {
    json!({ "outcome": "rejected", "code": code, "message": message })
}

/// Each kind of reply that commands have, for two tenants.
fn table() -> Vec<Step> {
    let ship = |command: &str, order: &str| json!({ "command_id": command, "order_id": order, "parcel_id": "p-1" });
    let cancel = |command: &str, order: &str| json!({ "command_id": command, "order_id": order, "reason": "out_of_stock" });
    let (place_it, ship_it, cancel_it) = ("orders.v1.place", "orders.v1.ship", "orders.v1.cancel");
    vec![
        (place_it, place("c-1", "o-1"), accepted("o-1", 1)),
        // The same once more changes nothing.
        (place_it, place("c-1", "o-1"), accepted("o-1", 1)),
        (
            place_it,
            place("c-2", "o-1"),
            rejected("order_exists", "there is an order `o-1` already"),
        ),
        (ship_it, ship("c-3", "o-1"), accepted("o-1", 2)),
        (ship_it, ship("c-3", "o-1"), accepted("o-1", 2)),
        (
            cancel_it,
            cancel("c-4", "o-1"),
            rejected("order_closed", "order `o-1` is shipped already"),
        ),
        (place_it, place("c-1", "o-2"), accepted("o-2", 1)),
        (
            ship_it,
            ship("c-1", "o-2"),
            rejected(
                "command_id_reused",
                "command `c-1` was sent before with another content",
            ),
        ),
        (cancel_it, cancel("c-2", "o-2"), accepted("o-2", 2)),
        (
            ship_it,
            ship("c-1", "o-9"),
            rejected("order_unknown", "there is no order `o-9`"),
        ),
        (
            "orders.v1.acme.place",
            place("c-1", "o-1"),
            accepted("o-1", 1),
        ),
        (place_it, place("c-1", "o-3"), accepted("o-3", 1)),
    ]
}

/// What the boards show when everything took its effect.
fn boards() -> [(&'static str, Value); 2] {
    let board = json!({
        "outcome": "found", "customer_id": "ann", "open_orders": 1,
        "open_totals": [{ "currency": "EUR", "minor": "900" }],
    });
    [
        ("orders.v1.board", board.clone()),
        ("orders.v1.acme.board", board),
    ]
}

async fn holds(deployment: &mut Deployment) {
    let name = deployment.name;
    for (subject, payload, expected) in table() {
        let reply = deployment.request(subject, &payload).await;
        assert_eq!(reply, expected, "{name}: {subject} {payload}");
    }
    for (subject, expected) in boards() {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let reply = deployment
                .request(subject, &json!({ "customer_id": "ann" }))
                .await;
            if reply == expected {
                break;
            }
            assert!(Instant::now() < deadline, "{name}: {reply}");
            sleep(Duration::from_millis(20)).await;
        }
    }
}

fn server() -> NatsServer {
    NatsServer::start().unwrap_or_else(|error| panic!("{error}"))
}

/// One artifact: in memory with the rules of the domain and with those of a module, a process for each role, and nodes whose desks
/// have the rules of the module that was announced.
/// AC: AC-TOP-003, AC-TOP-004, AC-EDGE-011
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_program_has_the_same_replies_in_every_topology() {
    let module = Module::good();
    let edge = server();
    let (is_announced, said) = ask(&edge, &["install", module.path()]);
    let announced = format!("orders-guest 0.1.0 sha256={} is announced\n", module.sha256);
    assert_eq!((is_announced, said), (true, announced));
    let edge_wasm = [("ORDERS_TOPOLOGY", "edge-wasm"), ("ORDERS_ROLES", "desk")];
    let mut deployments = [
        Deployment::embedded("embedded", &[]),
        Deployment::embedded("embedded", &[("ORDERS_MODULE", module.path())]),
        Deployment::on_server(
            "split",
            server(),
            &[
                &[("ORDERS_ROLES", "desk")],
                &[("ORDERS_ROLES", "relay")],
                &[("ORDERS_ROLES", "projector")],
            ],
        )
        .await,
        Deployment::on_server(
            "edge-wasm",
            edge,
            &[&edge_wasm, &[("ORDERS_ROLES", "relay,projector")]],
        )
        .await,
    ];
    let has_module = [false, true, false, true];
    let mut artifacts = Vec::new();
    for (deployment, has_module) in deployments.iter_mut().zip(has_module) {
        holds(deployment).await;
        let report = deployment.desk().await;
        assert_eq!(report["topology"], deployment.name, "{report}");
        assert_eq!(report["ready"], true, "{report}");
        let (expected, calls) = if has_module {
            (
                json!({ "id": "orders-guest", "version": "0.1.0", "sha256": module.sha256 }),
                table().len() + PLACED_BEFORE,
            )
        } else {
            (Value::Null, 0)
        };
        assert_eq!(report["module"], expected, "{report}");
        let metrics = &report["metrics"];
        assert_eq!(metrics["orders_module_calls_total"], calls, "{report}");
        assert_eq!(metrics["orders_module_failures_total"], 0, "{report}");
        artifacts.extend(deployment.processes.iter().map(|it| it.artifact()));
    }
    assert_eq!(artifacts.len(), 7);
    artifacts.dedup();
    assert_eq!(artifacts.len(), 1, "one artifact: {artifacts:?}");
}
