//! What an operator asks for on a NATS server: dead letters, boards made anew, modules, and how nodes are.

use std::sync::Arc;
use std::time::Duration;

use orders::application::{
    DeadLetterOffice, PutBackError, Rebuild, RebuildError, RebuildReport, ReplayError, Retry,
};
use orders::domain::RecordKey;
use orders::port::{Buried, StoreError};
use orders_adapters::health;
use orders_adapters::meters::Meters;
use orders_adapters::nats::{
    ConnectError, Nats, NatsBoards, NatsConfig, NatsDeadLetters, NatsLog, NatsOrders, NatsStock,
};
use orders_edge::{Manifest, ManifestError, ModuleStore, ModuleStoreError, Sha256};
use thiserror::Error;

use crate::edge::{Edge, EdgeError, ModuleFiles};
use crate::node::fulfiller;

/// A connection for repairs. The service may run meanwhile.
#[derive(Debug)]
pub struct Repair {
    nats: Nats,
}

/// Why something was not done.
#[derive(Debug, Error)]
pub enum RepairError {
    /// The server does not offer what is needed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The letters cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The letter was not put back.
    #[error(transparent)]
    PutBack(#[from] PutBackError),
    /// Boards are not, or not all, what the log says.
    #[error(transparent)]
    Rebuild(#[from] RebuildError),
    /// Orders and stock do not, or not all, agree.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The module is not announced: it is no good.
    #[error(transparent)]
    Module(#[from] EdgeError),
    /// The server does not take or give modules.
    #[error(transparent)]
    Modules(#[from] ModuleStoreError),
}

/// A module that is announced, or was before the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedModule {
    /// Its hash.
    pub sha256: Sha256,
    /// What it says about itself.
    pub manifest: Result<Manifest, ManifestError>,
}

/// How nodes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodesHealth {
    /// What each node says, as it says it.
    pub reports: Vec<Vec<u8>>,
    /// Whether those who were asked for answered, and all who answered are ready.
    pub is_ready: bool,
}

/// What was taken in once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replayed {
    /// How many events boards were told of.
    pub events: u64,
    /// How many of them are of orders that the store does not have.
    pub orders_missing: u64,
}

/// The most letters that are listed.
const LISTED: usize = 1000;

impl Repair {
    /// Connects to the server.
    pub async fn connect(config: NatsConfig) -> Result<Self, RepairError> {
        let nats = Nats::connect(config, Arc::new(Meters::default())).await?;
        Ok(Self { nats })
    }

    /// The oldest dead letters.
    pub async fn dead_letters(&self) -> Result<Vec<Buried>, RepairError> {
        Ok(self.office().await?.list(LISTED).await?)
    }

    /// Has the relay try the letter's order once more.
    pub async fn put_back(&self, place: u64) -> Result<RecordKey, RepairError> {
        Ok(self.office().await?.put_back(place).await?)
    }

    /// Makes all boards what the log says.
    pub async fn rebuild(&self) -> Result<RebuildReport, RepairError> {
        Ok(self.boards().await?.rebuild().await?)
    }

    /// Has the boards take in everything from this place of the log on, and brings its orders and the stock together, once more.
    pub async fn replay(&self, from: u64) -> Result<Replayed, RepairError> {
        let boards = self.boards().await?.replay(from).await?;
        let fulfiller = fulfiller(&self.nats, Retry::USUAL).await?;
        let orders = fulfiller.replay(&self.nats.log().await?, from).await?;
        Ok(Replayed {
            events: boards.events,
            orders_missing: orders.given_up.len() as u64,
        })
    }

    /// How the nodes are that answer within the time. The node of that name is among them, or else it is not ready; without a
    /// name any node will do.
    pub async fn health(
        &self,
        node: Option<&str>,
        wait: Duration,
    ) -> Result<NodesHealth, RepairError> {
        let reports = self.nats.ask_health(wait).await?;
        let read = reports
            .iter()
            .filter_map(|report| health::read(report).ok());
        let asked: Vec<_> = read
            .filter(|report| node.is_none_or(|node| report.node == node))
            .collect();
        Ok(NodesHealth {
            is_ready: !asked.is_empty() && asked.iter().all(|report| report.ready),
            reports,
        })
    }

    /// Announces the module to the desks that follow, after it was tried here.
    pub async fn install(&self, files: ModuleFiles) -> Result<Manifest, RepairError> {
        let modules = ModuleStore::open(&self.nats).await?;
        let manifest = Edge::new()?.install(files.clone()).await?;
        modules.publish(&files.manifest, &files.module).await?;
        Ok(manifest)
    }

    /// The modules whose announcements are kept: the one before, then the present one. Announcements that cannot be read are told
    /// in their place.
    pub async fn modules(
        &self,
    ) -> Result<Vec<Result<AnnouncedModule, ModuleStoreError>>, RepairError> {
        let kept = ModuleStore::open(&self.nats).await?.kept().await?;
        let read = |announced: Result<orders_edge::Announced, _>| {
            announced.map(|announced| AnnouncedModule {
                sha256: announced.sha256,
                manifest: Manifest::parse(&announced.manifest),
            })
        };
        Ok(kept.into_iter().map(read).collect())
    }

    async fn office(
        &self,
    ) -> Result<DeadLetterOffice<NatsOrders, NatsStock, NatsDeadLetters>, ConnectError> {
        let (orders, stock) = (self.nats.orders().await?, self.nats.stock().await?);
        let letters = self.nats.dead_letters().await?;
        Ok(DeadLetterOffice::new(orders, stock, letters))
    }

    async fn boards(&self) -> Result<Rebuild<NatsLog, NatsBoards>, ConnectError> {
        Ok(Rebuild::new(
            self.nats.log().await?,
            self.nats.boards().await?,
        ))
    }
}
