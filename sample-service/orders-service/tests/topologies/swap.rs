//! Modules that come while requests flow: good ones, one that is no good, and one that turns out to be none.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use async_nats::Client;
use orders_testing::NatsServer;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::deployment::{PATIENCE, Process, ask, connect, health, request};
use crate::modules::Module;

/// How many clients place orders all the time.
const CLIENTS: usize = 8;
/// How many orders a customer has.
const ORDERS: usize = 50;
/// After so many failures one after the other the module before is taken back.
const FAILURES: usize = 5;

fn order(number: usize) -> Value {
    let unit_price = json!({ "minor": 5, "currency": "EUR" });
    let customer = format!("customer-{}", number / ORDERS);
    json!({
        "command_id": format!("c-{number}"), "order_id": format!("o-{number}"), "customer_id": customer,
        "lines": [{ "sku": "tea", "quantity": 1, "unit_price": unit_price }],
    })
}

/// Clients that place orders until they are told to stop, each when it has the reply to the one before, which must be good.
struct Flow {
    stop: Arc<AtomicBool>,
    placed: Arc<AtomicUsize>,
    clients: JoinSet<()>,
}

impl Flow {
    fn start(client: &Client) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (taken, placed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let (client, stop) = (client.clone(), Arc::clone(&stop));
            let (taken, placed) = (Arc::clone(&taken), Arc::clone(&placed));
            clients.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let number = taken.fetch_add(1, Ordering::Relaxed);
                    let reply = request(&client, "orders.v1.place", &order(number)).await;
                    assert_eq!(reply["outcome"], "accepted", "{reply}");
                    placed.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        Self {
            stop,
            placed,
            clients,
        }
    }

    /// Returns when so many more orders were placed.
    async fn goes_on(&self, more: usize) {
        let deadline = Instant::now() + PATIENCE;
        let wanted = self.placed.load(Ordering::Relaxed) + more;
        while self.placed.load(Ordering::Relaxed) < wanted {
            assert!(Instant::now() < deadline, "nothing is placed any more");
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// How many orders were placed.
    async fn end(mut self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        while let Some(ended) = self.clients.join_next().await {
            ended.unwrap();
        }
        self.placed.load(Ordering::Relaxed)
    }
}

/// Returns when all desks have the module.
async fn used(server: &NatsServer, module: &Module) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let reports = health(server);
        let has = |report: &Value| report["module"]["sha256"] == module.sha256.as_str();
        if !reports.is_empty() && reports.iter().all(has) {
            return;
        }
        assert!(Instant::now() < deadline, "{reports:?}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// How many orders are open on the boards of all customers, of which there are so many orders.
async fn open_orders(client: &Client, placed: usize) -> u64 {
    let mut open = 0;
    for customer in 0..=placed / ORDERS {
        let query = json!({ "customer_id": format!("customer-{customer}") });
        let board = request(client, "orders.v1.board", &query).await;
        open += board["open_orders"].as_u64().unwrap();
    }
    open
}

/// AC: AC-EDGE-011, AC-EDGE-012
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn modules_come_and_go_while_requests_flow_and_nothing_is_lost() {
    let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
    let node = [("ORDERS_TOPOLOGY", "edge-wasm"), ("EDGE_NODE_ID", "shop-7")];
    let _node = Process::on(&server, &node);
    let client = connect(&server).await;

    // Without a module it runs, is not ready, and leaves requests to others.
    let deadline = Instant::now() + PATIENCE;
    let report = loop {
        if let Some(report) = health(&server).pop() {
            break report;
        }
        assert!(Instant::now() < deadline, "the node does not start");
    };
    let desk = json!({ "role": "desk", "ready": false });
    assert!(
        report["roles"].as_array().unwrap().contains(&desk),
        "{report}"
    );
    assert_eq!(report["module"], Value::Null, "{report}");
    let order = order(0).to_string();
    let nobody = client.request("orders.v1.place", order.into()).await;
    let kind = nobody.unwrap_err().kind();
    assert_eq!(kind, async_nats::RequestErrorKind::NoResponders);

    let (good, next, defective) = (Module::good(), Module::next(), Module::defective());
    assert!(ask(&server, &["install", good.path()]).0);
    used(&server, &good).await;
    let flow = Flow::start(&client);
    flow.goes_on(50).await;
    assert!(ask(&server, &["install", next.path()]).0);
    used(&server, &next).await;
    flow.goes_on(50).await;

    // What is no good is not even announced.
    let (is_announced, said) = ask(&server, &["install", Module::hopeless().path()]);
    assert!(!is_announced && said.contains("exports no"), "{said}");
    let (_, said) = ask(&server, &["modules"]);
    let listed = |which: &str, module: &Module| {
        format!("{which} sha256={} orders-guest 0.1.0\n", module.sha256)
    };
    assert_eq!(said, listed("previous", &good) + &listed("present", &next));

    // One that passes all trials, until somebody wants what it cannot do.
    assert!(ask(&server, &["install", defective.path()]).0);
    used(&server, &defective).await;
    flow.goes_on(50).await;
    let placed = flow.end().await;
    let mut failed = 0;
    for number in 0..10 {
        let cancel = json!({
            "command_id": format!("c-x-{number}"), "order_id": format!("o-{number}"), "reason": "out_of_stock",
        });
        loop {
            let reply = request(&client, "orders.v1.cancel", &cancel).await;
            if reply["outcome"] == "accepted" {
                break;
            }
            assert_eq!(reply["code"], "unavailable", "{reply}");
            failed += 1;
            assert!(failed < FAILURES, "the module before is not taken back");
        }
    }
    // The fifth was answered by the module before.
    assert_eq!(failed, FAILURES - 1);
    used(&server, &next).await;
    let report = health(&server).pop().unwrap();
    let metrics = &report["metrics"];
    assert_eq!(report["ready"], true, "{report}");
    assert_eq!(metrics["orders_modules_taken_total"], 3, "{report}");
    assert_eq!(metrics["orders_modules_withdrawn_total"], 1, "{report}");
    assert_eq!(metrics["orders_module_failures_total"], failed, "{report}");

    let expected = placed as u64 - 10;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let open = open_orders(&client, placed).await;
        if open == expected {
            break;
        }
        assert!(Instant::now() < deadline, "{open} and not {expected}");
        sleep(Duration::from_millis(50)).await;
    }
    let context = async_nats::jetstream::new(client.clone());
    let log = context.get_stream("ORDERS_V1").await.unwrap();
    assert_eq!(log.cached_info().state.messages, placed as u64 + 10);
}
