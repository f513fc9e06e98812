//! The whole service on a NATS server. Several nodes may run on one server and share the work.

use std::future::Future;
use std::sync::Arc;

use orders::application::{Desk, Projector, Relay};
use orders_adapters::nats::{
    ConnectError, Nats, NatsBoards, NatsConfig, NatsFeed, NatsLog, NatsOrders, NatsRequests,
};
use orders_adapters::system::{RandomIds, SystemClock};
use thiserror::Error;
use tokio::task::{JoinError, JoinSet};

use crate::workers::{Stop, project, relay};

/// A node that is connected and receives requests.
#[derive(Debug)]
pub struct Node {
    nats: Nats,
    requests: NatsRequests,
    desk: Desk<NatsOrders, NatsBoards, SystemClock, RandomIds>,
    relay: Relay<NatsOrders, NatsOrders, NatsLog>,
    projector: Projector<NatsFeed, NatsBoards>,
}

/// Why a node does not run.
#[derive(Debug, Error)]
pub enum NodeError {
    /// The server does not offer what is needed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A part of the node ended although nobody told it to.
    #[error("a part of the node ended by itself")]
    Ended,
    /// A part of the node panicked.
    #[error("a part of the node broke: {0}")]
    Broken(#[from] JoinError),
}

/// The reader of events that keeps the boards.
const PROJECTOR: &str = "projector";

impl Node {
    /// Connects; when this returns, requests arrive.
    pub async fn start(config: NatsConfig) -> Result<Self, NodeError> {
        let nats = Nats::connect(config).await?;
        let orders = nats.orders().await?;
        let boards = nats.boards().await?;
        let log = nats.log().await?;
        let feed = log.feed(PROJECTOR).await?;
        Ok(Self {
            requests: nats.requests().await?,
            desk: Desk::new(orders.clone(), boards.clone(), SystemClock, RandomIds),
            relay: Relay::new(orders.clone(), orders, log),
            projector: Projector::new(feed, boards),
            nats,
        })
    }

    /// Works until `stop` is there, then finishes what was begun.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), NodeError> {
        let (stopping, stopped) = Stop::channel();
        let mut parts: JoinSet<Result<(), NodeError>> = JoinSet::new();
        let relaying = stopped.clone();
        let answering = stopped.clone().requested();
        parts.spawn(async move { Ok(self.requests.serve(Arc::new(self.desk), answering).await?) });
        parts.spawn(async move {
            relay(self.relay, relaying).await;
            Ok(())
        });
        parts.spawn(async move {
            project(self.projector, stopped).await;
            Ok(())
        });
        tokio::select! {
            () = stop => {}
            Some(ended) = parts.join_next() => {
                ended??;
                return Err(NodeError::Ended);
            }
        }
        stopping.send_replace(true);
        while let Some(ended) = parts.join_next().await {
            ended??;
        }
        Ok(self.nats.close().await?)
    }
}
