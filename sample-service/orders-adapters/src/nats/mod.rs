//! The ports over NATS JetStream.
//!
//! Histories, stock and boards live in key-value buckets and are replaced by revision. Events live in streams that drop what they
//! have under the same `Nats-Msg-Id`. Whatever is read is acknowledged explicitly, after it was dealt with.

mod access;
mod boards;
mod bucket;
mod dead_letters;
mod error;
mod health;
mod log;
mod pull;
mod records;
mod requests;
mod streams;
mod topology;

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::{self, kv};
use async_nats::{Client, ConnectOptions, Event};
use orders::port::{Metric, Telemetry};

pub use access::NatsAccess;
pub use boards::NatsBoards;
pub use dead_letters::NatsDeadLetters;
pub use error::ConnectError;
pub use health::NatsHealth;
pub use log::{NatsFeed, NatsLog};
pub use pull::NatsReceipt;
pub use records::{NatsFulfilments, NatsOrders, NatsRecords, NatsStock, NatsStore};
pub use requests::{Capacity, FORM_HEADER, NatsRequests, TOKEN_HEADER};
pub use streams::Streams;
use topology::{FULFILMENTS_BUCKET, ORDERS_BUCKET, STOCK_BUCKET};

/// What has to be known to talk to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NatsConfig {
    /// Where the server is, such as `nats://127.0.0.1:4222`.
    pub url: String,
    /// The name under which the server lists the connection.
    pub name: String,
    /// How long a reader waits for news before it says that there is none.
    pub patience: Duration,
    /// The settings of streams and consumers.
    pub streams: Streams,
}

/// A connection over which all ports are offered.
#[derive(Debug, Clone)]
pub struct Nats {
    client: Client,
    jetstream: jetstream::Context,
    config: NatsConfig,
}

impl NatsConfig {
    /// The usual patience towards the server at the address, with the settings that the service is delivered with.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            name: "orders".to_owned(),
            patience: Duration::from_secs(1),
            streams: Streams::parse(Streams::DELIVERED).expect("a test reads what is delivered"),
        }
    }
}

impl Nats {
    /// Connects to the server. The connection is made again when it is lost, which is logged and counted.
    pub async fn connect(
        config: NatsConfig,
        telemetry: Arc<dyn Telemetry>,
    ) -> Result<Self, ConnectError> {
        let client = ConnectOptions::new()
            .name(&config.name)
            .event_callback(move |event| {
                notice(&event, telemetry.as_ref());
                std::future::ready(())
            })
            .connect(&config.url)
            .await
            .map_err(ConnectError::server)?;
        Ok(Self {
            jetstream: jetstream::new(client.clone()),
            client,
            config,
        })
    }

    /// Whether the connection is there at the moment.
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == async_nats::connection::State::Connected
    }

    /// The store of histories and its outbox. Makes the bucket if it is not there.
    pub async fn orders(&self) -> Result<NatsOrders, ConnectError> {
        NatsOrders::open(&self.jetstream, &self.config, ORDERS_BUCKET).await
    }

    /// The store of stock and its outbox. Makes the bucket if it is not there.
    pub async fn stock(&self) -> Result<NatsStock, ConnectError> {
        NatsStock::open(&self.jetstream, &self.config, STOCK_BUCKET).await
    }

    /// The store of fulfilments. Makes the bucket if it is not there.
    pub async fn fulfilments(&self) -> Result<NatsFulfilments, ConnectError> {
        NatsFulfilments::open(&self.jetstream, &self.config, FULFILMENTS_BUCKET).await
    }

    /// The store of boards. Makes the bucket if it is not there.
    pub async fn boards(&self) -> Result<NatsBoards, ConnectError> {
        NatsBoards::open(&self.jetstream, &self.config).await
    }

    /// The log of events. Makes its streams if they are not there.
    pub async fn log(&self) -> Result<NatsLog, ConnectError> {
        NatsLog::open(&self.jetstream, &self.config).await
    }

    /// The dead letters. Makes the stream if it is not there.
    pub async fn dead_letters(&self) -> Result<NatsDeadLetters, ConnectError> {
        NatsDeadLetters::open(&self.jetstream, &self.config).await
    }

    /// What desks agreed on. Makes the bucket if it is not there.
    pub async fn access(&self) -> Result<NatsAccess, ConnectError> {
        NatsAccess::open(&self.jetstream, &self.config).await
    }

    /// A bucket for something else than orders, with the settings that the file has for it. Makes it if it is not there.
    pub async fn bucket(&self, name: &str) -> Result<kv::Store, ConnectError> {
        bucket::store(&self.jetstream, &self.config, name).await
    }

    /// The requests that clients send. They are shared out among all who listen.
    pub async fn requests(&self) -> Result<NatsRequests, ConnectError> {
        NatsRequests::listen(&self.client).await
    }

    /// The questions how the node is.
    pub async fn health(&self) -> Result<NatsHealth, ConnectError> {
        NatsHealth::listen(&self.client).await
    }

    /// What nodes say about themselves within the time.
    pub async fn ask_health(&self, wait: Duration) -> Result<Vec<Vec<u8>>, ConnectError> {
        health::ask(&self.client, wait).await
    }

    /// Sends what is still to be sent and ends the connection.
    pub async fn close(&self) -> Result<(), ConnectError> {
        self.client.drain().await.map_err(ConnectError::server)
    }
}

fn notice(event: &Event, telemetry: &dyn Telemetry) {
    match event {
        Event::Connected => tracing::info!("connected to the server"),
        Event::Disconnected => {
            telemetry.add(Metric::Disconnects, 1);
            tracing::warn!("lost the connection to the server");
        }
        Event::ServerError(error) => tracing::warn!(%error, "the server complains"),
        Event::ClientError(error) => tracing::warn!(%error, "the connection has trouble"),
        Event::SlowConsumer(_) => tracing::warn!("messages arrive faster than they are read"),
        Event::LameDuckMode => tracing::info!("the server is about to stop"),
        Event::Draining | Event::Closed => {}
    }
}
