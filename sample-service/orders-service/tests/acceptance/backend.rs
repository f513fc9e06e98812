//! What a scenario runs on: the service over memory, or nodes on a NATS server of its own.

use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::stream::Stream;
use async_nats::{HeaderMap, HeaderValue};
use orders::port::Message;
use orders::shared::Timestamp;
use orders_adapters::authentication::KeyRing;
use orders_adapters::nats::{FORM_HEADER, NatsConfig, TOKEN_HEADER};
use orders_adapters::system::SystemClock;
use orders_service::{Embedded, Node, NodeConfig, NodeError, Role};
use orders_testing::{ManualClock, NatsServer, SequentialIds};
use orders_wire::v1::{Event, StockEvent, stock_subject_of, subject_of};
use orders_wire::{Form, WireError};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::clients::token;

/// How long to wait for a node to be done.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// Everything in one process.
    Memory,
    /// One node that does everything.
    Nats,
    /// A node for each role.
    Split,
}

#[derive(Debug)]
pub(crate) enum Backend {
    Memory(Box<Embedded<ManualClock, SequentialIds>>, ManualClock),
    Nats(Box<Running>),
}

/// What is sent, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) subject: &'a str,
    pub(crate) form: Option<&'a str>,
    /// With which key it is signed.
    pub(crate) key: Option<&'a str>,
    pub(crate) payload: &'a [u8],
}

/// How a node ended.
type Ended = JoinHandle<Result<(), NodeError>>;

/// Nodes at work. The server is last: it goes after those who talk to it.
#[derive(Debug)]
pub(crate) struct Running {
    client: async_nats::Client,
    context: jetstream::Context,
    nodes: Vec<(oneshot::Sender<()>, Ended)>,
    _server: NatsServer,
}

impl Backend {
    pub(crate) async fn start(kind: Kind, keys: Option<KeyRing>) -> Self {
        match kind {
            Kind::Memory => {
                let clock = ManualClock::at(Timestamp::from_millis(1_790_000_000_000));
                let ids = SequentialIds::default();
                let service = Embedded::new("test", keys, clock.clone(), ids);
                Self::Memory(Box::new(service), clock)
            }
            Kind::Nats => Self::Nats(Box::new(Running::start(&[&Role::ALL], keys).await)),
            Kind::Split => {
                let roles = Role::ALL.map(|role| [role]);
                let roles = roles.each_ref().map(|roles| roles.as_slice());
                Self::Nats(Box::new(Running::start(&roles, keys).await))
            }
        }
    }

    /// The reply, and the form that it says it has.
    pub(crate) async fn request(&self, sent: Sent<'_>) -> (Form, Vec<u8>) {
        let message = Message {
            subject: sent.subject,
            form: sent.form,
            payload: sent.payload,
            token: None,
        };
        match self {
            Self::Memory(service, clock) => {
                let token = sent.key.map(|key| token(key, clock.clone(), &message));
                let token = token.as_deref();
                let reply = service.answer(&Message { token, ..message }).await;
                let reply = reply.expect("memory does not fail");
                (reply.form, reply.bytes)
            }
            Self::Nats(running) => {
                let mut headers = HeaderMap::new();
                if let Some(form) = sent.form {
                    headers.insert(FORM_HEADER, form);
                }
                if let Some(key) = sent.key {
                    headers.insert(TOKEN_HEADER, token(key, SystemClock, &message));
                }
                let (subject, payload) = (sent.subject.to_owned(), sent.payload.to_vec().into());
                // Without headers it is what version 1 knows.
                let reply = if headers.is_empty() {
                    running.client.request(subject, payload).await
                } else {
                    let sent = running
                        .client
                        .request_with_headers(subject, headers, payload);
                    sent.await
                };
                let reply = reply.expect("the node answers");
                let form = reply.headers.as_ref().and_then(|it| it.get(FORM_HEADER));
                let form = Form::read(form.map(HeaderValue::as_str));
                (form.expect("replies have a form"), reply.payload.to_vec())
            }
        }
    }

    /// Everything that was made known after all that was asked for took its effect.
    pub(crate) async fn events(&self) -> Vec<(String, Event)> {
        self.settle().await;
        match self {
            Self::Memory(service, _) => {
                let events = service.events();
                let told = events.iter().map(|event| (subject_of(event), event.into()));
                told.collect()
            }
            Self::Nats(running) => running.events().await,
        }
    }

    /// Everything that was made known of stock after all that was asked for took its effect.
    pub(crate) async fn stock_events(&self) -> Vec<(String, StockEvent)> {
        self.settle().await;
        match self {
            Self::Memory(service, _) => {
                let events = service.stock_events();
                let told = events.iter();
                told.map(|event| (stock_subject_of(event), event.into()))
                    .collect()
            }
            Self::Nats(running) => running.stock_events().await,
        }
    }

    /// Returns when all that was asked for took its effect.
    pub(crate) async fn settle(&self) {
        if let Self::Nats(running) = self {
            // What one of them does may be news for another, but not more than twice: an order is placed, and cancelled.
            for _ in 0..3 {
                for (stream, consumer) in [
                    ("KV_orders_v1", "relay"),
                    ("ORDERS_V1", "projector"),
                    ("ORDERS_V1", "fulfilment"),
                    ("KV_stock_v1", "relay"),
                ] {
                    running.quiet(stream, consumer).await;
                }
            }
        }
    }

    /// Stops as the service stops, and says how that went.
    pub(crate) async fn stop(&mut self) {
        let Self::Nats(running) = self else { return };
        for (stop, node) in std::mem::take(&mut running.nodes) {
            stop.send(()).expect("the node runs until it is stopped");
            let ended = timeout(PATIENCE, node).await.expect("the node stops");
            let ended = ended.expect("the node does not panic");
            ended.expect("the node stops in peace");
        }
    }
}

impl Running {
    async fn start(nodes: &[&[Role]], keys: Option<KeyRing>) -> Self {
        let server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
        let mut started = Vec::new();
        for roles in nodes {
            let nats = NatsConfig {
                patience: Duration::from_millis(50),
                ..NatsConfig::new(server.url())
            };
            let config = NodeConfig {
                roles: roles.to_vec(),
                keys: keys.clone(),
                ..NodeConfig::new(nats)
            };
            let node = Node::start(config).await.expect("the server is new");
            let (stop, stopped) = oneshot::channel();
            let node = tokio::spawn(node.run(async {
                let _ = stopped.await;
            }));
            started.push((stop, node));
        }
        let client = async_nats::connect(server.url())
            .await
            .expect("the server listens");
        Self {
            context: jetstream::new(client.clone()),
            client,
            nodes: started,
            _server: server,
        }
    }

    async fn stream(&self, name: &str) -> Stream {
        self.context
            .get_stream(name)
            .await
            .expect("the node made it")
    }

    /// Returns when the consumer was given everything and has acknowledged everything.
    async fn quiet(&self, stream: &str, consumer: &str) {
        let stream = self.stream(stream).await;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let info = stream
                .consumer_info(consumer)
                .await
                .expect("the node made it");
            if info.num_pending == 0 && info.num_ack_pending == 0 {
                return;
            }
            assert!(Instant::now() < deadline, "`{consumer}` is busy: {info:?}");
            sleep(Duration::from_millis(10)).await;
        }
    }

    async fn events(&self) -> Vec<(String, Event)> {
        self.read("ORDERS_V1", Event::decode).await
    }

    async fn stock_events(&self) -> Vec<(String, StockEvent)> {
        self.read("STOCK_V1", StockEvent::decode).await
    }

    async fn read<T>(
        &self,
        stream: &str,
        decode: impl Fn(&str, &[u8]) -> Result<T, WireError>,
    ) -> Vec<(String, T)> {
        let stream = self.stream(stream).await;
        let mut events = Vec::new();
        for sequence in 1..=stream.cached_info().state.last_sequence {
            let message = stream
                .get_raw_message(sequence)
                .await
                .expect("nothing is deleted");
            let event = decode(&message.subject, &message.payload);
            let event = event.expect("only events are made known");
            events.push((message.subject.to_string(), event));
        }
        events
    }
}
