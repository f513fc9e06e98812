//! A server with nodes, clients that do not give up, and what must be true at the end.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_nats::jetstream::{self, stream::Stream};
use async_nats::{Client, ConnectOptions};
use orders::application::Retry;
use orders_adapters::meters::Meters;
use orders_adapters::nats::{Nats, NatsConfig, Streams};
use orders_service::Config;
use orders_testing::{NatsServer, quick_streams};
use orders_wire::v1::{BoardReply, CommandReply, subject};
use orders_wire::{decode, encode};
use serde_json::json;
use tempfile::NamedTempFile;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// How long to wait for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(50);
/// What fails is tried again at once, and never given up.
pub(crate) const RETRY: Retry = Retry {
    first: Duration::from_millis(10),
    longest: Duration::from_millis(10),
    attempts: 100,
};
/// What every order costs, in cents.
const WORTH: u64 = 5;

pub(crate) fn server() -> NatsServer {
    NatsServer::start().unwrap_or_else(|error| panic!("{error}"))
}

/// Settings with which what was not acknowledged comes again soon.
pub(crate) fn quick(ack_wait: Duration) -> String {
    quick_streams(Streams::DELIVERED, ack_wait, &[])
}

pub(crate) fn config(server: &NatsServer, ack_wait: Duration) -> NatsConfig {
    NatsConfig {
        patience: Duration::from_millis(50),
        streams: Streams::parse(&quick(ack_wait)).unwrap(),
        ..NatsConfig::new(server.url())
    }
}

/// A connection with which what somebody had who died comes again at once.
pub(crate) async fn impatient(server: &NatsServer) -> Nats {
    let config = config(server, Duration::from_millis(150));
    let nats = Nats::connect(config, Arc::new(Meters::default())).await;
    nats.unwrap()
}

pub(crate) async fn connect(server: &NatsServer) -> Client {
    let options = ConnectOptions::new().request_timeout(Some(Duration::from_secs(1)));
    options.connect(server.url()).await.unwrap()
}

/// A process of the service that does not outlive its test.
pub(crate) struct Program {
    process: Child,
    _settings: NamedTempFile,
}

impl Program {
    pub(crate) fn start(server: &NatsServer) -> Self {
        let settings = NamedTempFile::new().unwrap();
        fs::write(settings.path(), quick(Duration::from_secs(1))).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_orders-service"));
        for (name, _) in Config::VARIABLES {
            command.env_remove(name);
        }
        command
            .env("NATS_URL", server.url())
            .env("ORDERS_STREAMS", settings.path())
            .env("ORDERS_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self {
            process: command.spawn().unwrap(),
            _settings: settings,
        }
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends a request until there is a reply that says what became of it.
pub(crate) async fn insist(
    client: &Client,
    subject: &'static str,
    payload: Vec<u8>,
) -> CommandReply {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Ok(reply) = client.request(subject, payload.clone().into()).await {
            match decode(&reply.payload).unwrap() {
                CommandReply::Failed { .. } => {}
                reply => return reply,
            }
        }
        assert!(Instant::now() < deadline, "nobody answers");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Orders that clients place, side by side, each until it is accepted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) orders: usize,
    pub(crate) clients: usize,
    pub(crate) customers: usize,
}

impl Load {
    /// Returns when all orders are accepted, and calls `halfway` when half of them are.
    pub(crate) async fn place(self, client: &Client, halfway: impl AsyncFnOnce()) {
        let taken = Arc::new(AtomicUsize::new(0));
        let accepted = Arc::new(AtomicUsize::new(0));
        let mut clients = JoinSet::new();
        for _ in 0..self.clients {
            let (client, taken, accepted) =
                (client.clone(), Arc::clone(&taken), Arc::clone(&accepted));
            clients.spawn(async move {
                loop {
                    let number = taken.fetch_add(1, Ordering::Relaxed);
                    if number >= self.orders {
                        return;
                    }
                    let place = self.order(number);
                    let reply = insist(&client, subject::PLACE, place).await;
                    assert!(
                        matches!(reply, CommandReply::Accepted { version: 1, .. }),
                        "{reply:?}"
                    );
                    accepted.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while accepted.load(Ordering::Relaxed) < self.orders / 2 {
            sleep(Duration::from_millis(5)).await;
            assert!(!clients.is_empty());
            if let Some(ended) = clients.try_join_next() {
                ended.unwrap();
            }
        }
        halfway().await;
        while let Some(ended) = clients.join_next().await {
            ended.unwrap();
        }
    }

    fn order(self, number: usize) -> Vec<u8> {
        encode(&json!({
            "command_id": format!("c-{number}"),
            "order_id": format!("o-{number}"),
            "customer_id": format!("customer-{}", number % self.customers),
            "lines": [{ "sku": "tea", "quantity": 1, "unit_price": { "minor": WORTH, "currency": "EUR" } }],
        }))
    }

    /// Each order has one record, is in the log once, and the boards add up to all of them. That is looked at when nothing moves any
    /// more: then nothing is missing, and nothing is too much.
    pub(crate) async fn holds(self, client: &Client) {
        let context = jetstream::new(client.clone());
        quiet(&context, "KV_orders_v1", "relay").await;
        quiet(&context, "ORDERS_V1", "projector").await;
        let expected = (self.orders as u64, self.orders as u64 * WORTH);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.boards(client).await;
            // A board that nobody shows is asked for again.
            if found == expected {
                break;
            }
            assert!(Instant::now() < deadline, "{found:?} and not {expected:?}");
            sleep(Duration::from_millis(100)).await;
        }
        for stream in ["KV_orders_v1", "ORDERS_V1"] {
            let kept = context.get_stream(stream).await.unwrap();
            assert_eq!(kept.cached_info().state.messages, self.orders as u64);
        }
        let letters = context.get_stream("ORDERS_DEAD_V1").await.unwrap();
        assert_eq!(letters.cached_info().state.messages, 0);
    }

    /// How many orders are open on all boards, and what they cost.
    async fn boards(self, client: &Client) -> (u64, u64) {
        let (mut orders, mut worth) = (0, 0);
        for number in 0..self.customers {
            let query = encode(&json!({ "customer_id": format!("customer-{number}") }));
            // Who does not answer shows nothing; it is asked again.
            let Ok(reply) = client.request(subject::BOARD, query.into()).await else {
                continue;
            };
            if let BoardReply::Found {
                open_orders,
                open_totals,
                ..
            } = decode(&reply.payload).unwrap()
            {
                orders += open_orders;
                let minor = |total: &orders_wire::v1::OpenTotal| total.minor.parse::<u64>();
                worth += open_totals
                    .iter()
                    .map(|total| minor(total).unwrap())
                    .sum::<u64>();
            }
        }
        (orders, worth)
    }
}

/// Returns when the consumer was given everything and has acknowledged everything; fails if it stops getting there.
pub(crate) async fn quiet(context: &jetstream::Context, stream: &str, consumer: &str) {
    let stream: Stream = context.get_stream(stream).await.unwrap();
    let mut deadline = Instant::now() + PATIENCE;
    let mut last = u64::MAX;
    loop {
        let info = stream.consumer_info(consumer).await.unwrap();
        let waiting = info.num_pending + info.num_ack_pending as u64;
        if waiting == 0 {
            return;
        }
        if waiting < last {
            (last, deadline) = (waiting, Instant::now() + PATIENCE);
        }
        assert!(Instant::now() < deadline, "`{consumer}` is stuck: {info:?}");
        sleep(Duration::from_millis(20)).await;
    }
}
