//! A node on a NATS server. Several may run on one server and share the work, each all of it or some of its roles.

use std::future::Future;
use std::sync::Arc;

use orders::application::{Desk, NativeRules, Projector, Relay, Retry};
use orders_adapters::measured::Measured;
use orders_adapters::meters::Meters;
use orders_adapters::nats::{
    Capacity, ConnectError, Nats, NatsBoards, NatsConfig, NatsDeadLetters, NatsFeed, NatsHealth,
    NatsLog, NatsOrders, NatsRequests,
};
use orders_adapters::system::{RandomIds, SystemClock};
use orders_edge::{ModuleStore, ModuleStoreError};
use thiserror::Error;
use tokio::task::{JoinError, JoinSet};

use crate::edge::{DeskRules, Edge, EdgeError};
use crate::health::{Health, Pulse};
use crate::role::Role;
use crate::topology::Topology;
use crate::workers::{self, Notes, Stop};

/// How a node runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeConfig {
    /// The server.
    pub nats: NatsConfig,
    /// The name of the node.
    pub name: String,
    /// What it does.
    pub roles: Vec<Role>,
    /// How it is arranged with others.
    pub topology: Topology,
    /// How many requests it takes on.
    pub capacity: Capacity,
    /// When what failed is tried again.
    pub retry: Retry,
}

/// A node that is connected and, if it has the desk, receives requests.
#[derive(Debug)]
pub struct Node {
    nats: Nats,
    questions: NatsHealth,
    health: Health,
    desk: Option<DeskPart>,
    relay: Option<NodeRelay>,
    projector: Option<NodeProjector>,
    capacity: Capacity,
}

#[derive(Debug)]
struct DeskPart {
    requests: Requests,
    desk: Measured<Desk<NatsOrders, NatsBoards, SystemClock, RandomIds, DeskRules>, Meters>,
}

/// When requests arrive.
#[derive(Debug)]
enum Requests {
    /// They do already.
    Arriving(NatsRequests),
    /// When there is a module to ask: until then other nodes get them.
    WithModule(Edge, Box<ModuleStore>),
}

type NodeRelay = Relay<NatsOrders, NatsOrders, NatsLog, NatsDeadLetters>;
type NodeProjector = Projector<NatsFeed, NatsBoards>;

/// Why a node does not run.
#[derive(Debug, Error)]
pub enum NodeError {
    /// The server does not offer what is needed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// There is nothing to run a module on.
    #[error(transparent)]
    Edge(#[from] EdgeError),
    /// The server does not give modules.
    #[error(transparent)]
    Modules(#[from] ModuleStoreError),
    /// A part of the node ended although nobody told it to.
    #[error("a part of the node ended by itself")]
    Ended,
    /// A part of the node panicked.
    #[error("a part of the node broke: {0}")]
    Broken(#[from] JoinError),
}

/// The reader of events that keeps the boards.
pub(crate) const PROJECTOR: &str = "projector";
/// How many relays, and how many projectors, work side by side in a node: each waits for the server most of the time.
const SIDE_BY_SIDE: usize = 8;

impl NodeConfig {
    /// A node with all roles on the server.
    pub fn new(nats: NatsConfig) -> Self {
        Self {
            nats,
            name: "orders".to_owned(),
            roles: Role::ALL.to_vec(),
            topology: Topology::Split,
            capacity: Capacity::USUAL,
            retry: Retry::USUAL,
        }
    }
}

impl Node {
    /// Connects; when this returns, requests arrive, or will as soon as there is a module for them.
    pub async fn start(config: NodeConfig) -> Result<Self, NodeError> {
        let meters = Meters::default();
        let nats = Nats::connect(config.nats, Arc::new(meters.clone())).await?;
        let has = |role| config.roles.contains(&role);
        let projector = if has(Role::Projector) {
            let feed = nats.log().await?.feed(PROJECTOR).await?;
            Some(Projector::new(feed, nats.boards().await?, config.retry))
        } else {
            None
        };
        let relay = if has(Role::Relay) {
            let orders = nats.orders().await?;
            let (log, letters) = (nats.log().await?, nats.dead_letters().await?);
            Some(Relay::new(
                orders.clone(),
                orders,
                log,
                letters,
                config.retry,
            ))
        } else {
            None
        };
        let edge = match config.topology {
            Topology::EdgeWasm => Some(Edge::new()?),
            Topology::Embedded | Topology::Split => None,
        };
        let desk = if has(Role::Desk) {
            let (orders, boards) = (nats.orders().await?, nats.boards().await?);
            let (rules, requests) = match &edge {
                Some(edge) => {
                    let modules = ModuleStore::open(&nats).await?;
                    let requests = Requests::WithModule(edge.clone(), Box::new(modules));
                    (edge.rules(&meters), requests)
                }
                None => {
                    let requests = Requests::Arriving(nats.requests().await?);
                    (DeskRules::Domain(NativeRules), requests)
                }
            };
            let desk = Desk::with_rules(orders, boards, SystemClock, RandomIds, rules);
            Some(DeskPart {
                requests,
                desk: Measured::new(desk, meters.clone()),
            })
        } else {
            None
        };
        Ok(Self {
            questions: nats.health().await?,
            health: Health {
                node: config.name,
                topology: config.topology,
                roles: config.roles,
                pulse: Pulse::new(),
                meters,
                edge,
            },
            desk,
            relay,
            projector,
            capacity: config.capacity,
            nats,
        })
    }

    /// Works until `stop` is there, then finishes what was begun.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), NodeError> {
        let (stopping, stopped) = Stop::channel();
        let mut parts: JoinSet<Result<(), NodeError>> = JoinSet::new();
        let notes = Notes {
            meters: self.health.meters.clone(),
            pulse: self.health.pulse.clone(),
        };
        if let Some(part) = self.desk {
            start_desk(
                &mut parts,
                part,
                &self.nats,
                self.capacity,
                &notes,
                &stopped,
            );
        }
        if let Some(relay) = self.relay {
            start_relays(&mut parts, relay, &notes, &stopped);
        }
        if let Some(projector) = self.projector {
            start_projectors(&mut parts, projector, &notes, &stopped);
        }
        let (questions, health, nats) = (self.questions, self.health, self.nats.clone());
        parts.spawn(async move {
            let report = || health.report(nats.is_connected());
            questions.serve(report, stopped.requested()).await;
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

type Parts = JoinSet<Result<(), NodeError>>;

fn start_desk(
    parts: &mut Parts,
    part: DeskPart,
    nats: &Nats,
    capacity: Capacity,
    notes: &Notes,
    stop: &Stop,
) {
    let DeskPart { requests, desk } = part;
    if let Requests::WithModule(edge, modules) = &requests {
        let (edge, modules, stop) = (edge.clone(), modules.clone(), stop.clone());
        parts.spawn(async move {
            tokio::select! {
                () = edge.follow(*modules) => {}
                () = stop.requested() => {}
            }
            Ok(())
        });
    }
    let (nats, meters, stop) = (nats.clone(), notes.meters.clone(), stop.clone());
    parts.spawn(async move {
        let arriving = match requests {
            Requests::Arriving(arriving) => arriving,
            Requests::WithModule(edge, _) => tokio::select! {
                () = edge.occupied() => nats.requests().await?,
                () = stop.clone().requested() => return Ok(()),
            },
        };
        let desk = Arc::new(desk);
        Ok(arriving
            .serve(desk, &meters, capacity, stop.requested())
            .await?)
    });
}

fn start_relays(parts: &mut Parts, relay: NodeRelay, notes: &Notes, stop: &Stop) {
    for _ in 0..SIDE_BY_SIDE {
        let (relay, notes, stop) = (relay.clone(), notes.clone(), stop.clone());
        parts.spawn(async move {
            workers::relay(&relay, &notes, &stop).await;
            Ok(())
        });
    }
    let (notes, stop) = (notes.clone(), stop.clone());
    parts.spawn(async move {
        workers::watch_relay(&relay, &notes, &stop).await;
        Ok(())
    });
}

fn start_projectors(parts: &mut Parts, projector: NodeProjector, notes: &Notes, stop: &Stop) {
    for _ in 0..SIDE_BY_SIDE {
        let (projector, notes, stop) = (projector.clone(), notes.clone(), stop.clone());
        parts.spawn(async move {
            workers::project(&projector, &notes, &stop).await;
            Ok(())
        });
    }
    let (notes, stop) = (notes.clone(), stop.clone());
    parts.spawn(async move {
        workers::watch_projector(&projector, &notes, &stop).await;
        Ok(())
    });
}
