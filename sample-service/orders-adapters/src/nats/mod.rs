//! The ports over NATS JetStream.
//!
//! Histories and boards live in key-value buckets and are replaced by revision. Events live in a stream that drops what it
//! has under the same `Nats-Msg-Id`. Whatever is read is acknowledged explicitly, after it was dealt with.

mod boards;
mod bucket;
mod error;
mod log;
mod orders;
mod pull;
mod requests;
mod topology;

use std::time::Duration;

use async_nats::jetstream;
use async_nats::{Client, ConnectOptions};

pub use boards::NatsBoards;
pub use error::ConnectError;
pub use log::{NatsFeed, NatsLog};
pub use orders::NatsOrders;
pub use pull::NatsReceipt;
pub use requests::NatsRequests;

/// What has to be known to talk to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NatsConfig {
    /// Where the server is, such as `nats://127.0.0.1:4222`.
    pub url: String,
    /// The name under which the server lists the connection.
    pub name: String,
    /// How long a reader waits for news before it says that there is none.
    pub patience: Duration,
    /// After which time what was read but not acknowledged comes again.
    pub ack_wait: Duration,
}

/// A connection over which all ports are offered.
#[derive(Debug, Clone)]
pub struct Nats {
    client: Client,
    jetstream: jetstream::Context,
    config: NatsConfig,
}

impl NatsConfig {
    /// The usual patience towards the server at the address.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            name: "orders".to_owned(),
            patience: Duration::from_secs(1),
            ack_wait: Duration::from_secs(5),
        }
    }
}

impl Nats {
    /// Connects to the server.
    pub async fn connect(config: NatsConfig) -> Result<Self, ConnectError> {
        let client = ConnectOptions::new()
            .name(&config.name)
            .connect(&config.url)
            .await
            .map_err(ConnectError::server)?;
        Ok(Self {
            jetstream: jetstream::new(client.clone()),
            client,
            config,
        })
    }

    /// The store of histories and its outbox. Makes the bucket if it is not there.
    pub async fn orders(&self) -> Result<NatsOrders, ConnectError> {
        NatsOrders::open(&self.jetstream, &self.config).await
    }

    /// The store of boards. Makes the bucket if it is not there.
    pub async fn boards(&self) -> Result<NatsBoards, ConnectError> {
        NatsBoards::open(&self.jetstream).await
    }

    /// The log of events. Makes the stream if it is not there.
    pub async fn log(&self) -> Result<NatsLog, ConnectError> {
        NatsLog::open(&self.jetstream, &self.config).await
    }

    /// The requests that clients send. They are shared out among all who listen.
    pub async fn requests(&self) -> Result<NatsRequests, ConnectError> {
        NatsRequests::listen(&self.client).await
    }

    /// Sends what is still to be sent and ends the connection.
    pub async fn close(&self) -> Result<(), ConnectError> {
        self.client.drain().await.map_err(ConnectError::server)
    }
}
