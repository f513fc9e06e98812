//! A node on a NATS server. Several may run on one server and share the work, each all of it or some of its roles.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use orders::application::{
    Desk, FrontDesk, Fulfiller, NativeRules, Projector, Relay, Retry, Warehouse,
};
use orders::port::{Metric, StoreError};
use orders_adapters::authentication::{Door, KeyRing};
use orders_adapters::measured::Measured;
use orders_adapters::meters::Meters;
use orders_adapters::nats::{
    Capacity, ConnectError, Nats, NatsBoards, NatsConfig, NatsDeadLetters, NatsFeed,
    NatsFulfilments, NatsHealth, NatsLog, NatsOrders, NatsRequests, NatsStock,
};
use orders_adapters::system::{RandomIds, SystemClock};
use orders_edge::{ModuleStore, ModuleStoreError};
use thiserror::Error;
use tokio::task::{JoinError, JoinSet};

use crate::access::Access;
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
    /// The keys of those whom its desk listens to; without any it listens to everybody.
    pub keys: Option<KeyRing>,
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
    relays: Option<NodeRelays>,
    projector: Option<NodeProjector>,
    fulfiller: Option<NodeFulfiller>,
    capacity: Capacity,
}

#[derive(Debug)]
struct DeskPart {
    requests: Requests,
    desk: Measured<FrontDesk<NodeDesk<DeskRules>, NodeWarehouse>, Meters>,
    door: Door<SystemClock>,
    access: Access,
}

/// When requests arrive.
#[derive(Debug)]
enum Requests {
    /// They do already.
    Arriving(NatsRequests),
    /// When there is a module to ask: until then other nodes get them.
    WithModule(Edge, Box<ModuleStore>),
}

/// What publishes: one relay for each kind of record.
#[derive(Debug, Clone)]
struct NodeRelays {
    orders: Relay<NatsOrders, NatsOrders, NatsLog, NatsDeadLetters>,
    stock: Relay<NatsStock, NatsStock, NatsLog, NatsDeadLetters>,
}

type NodeDesk<R = NativeRules> = Desk<NatsOrders, NatsBoards, SystemClock, RandomIds, R>;
type NodeWarehouse = Warehouse<NatsStock, SystemClock, RandomIds>;
pub(crate) type NodeFulfiller =
    Fulfiller<NatsFeed, NodeDesk, NatsOrders, NatsFulfilments, NatsStock, SystemClock, RandomIds>;
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
    /// It has a desk without keys, and another desk of the server has some.
    #[error(
        "a desk of this server has keys, so none may be open: set `ORDERS_KEYS` to the file that it has"
    )]
    NoKeys,
    /// A part of the node ended although nobody told it to.
    #[error("a part of the node ended by itself")]
    Ended,
    /// A part of the node panicked.
    #[error("a part of the node broke: {0}")]
    Broken(#[from] JoinError),
}

/// The reader of events that keeps the boards.
pub(crate) const PROJECTOR: &str = "projector";
/// The reader of events that brings orders and stock together.
pub(crate) const FULFILMENT: &str = "fulfilment";
/// How many relays, projectors and fulfillers work side by side in a node: one asks for messages while another deals with some. With
/// more of them each gets fewer at a time, and each time costs.
const SIDE_BY_SIDE: usize = 2;

impl NodeConfig {
    /// A node with all roles on the server.
    pub fn new(nats: NatsConfig) -> Self {
        Self {
            nats,
            name: "orders".to_owned(),
            roles: Role::ALL.to_vec(),
            keys: None,
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
        let fulfiller = if has(Role::Fulfilment) {
            Some(fulfiller(&nats, config.retry).await?)
        } else {
            None
        };
        let relays = if has(Role::Relay) {
            Some(NodeRelays::open(&nats, config.retry).await?)
        } else {
            None
        };
        let edge = match config.topology {
            Topology::EdgeWasm => Some(Edge::new()?),
            Topology::Embedded | Topology::Split => None,
        };
        let desk = if has(Role::Desk) {
            let access = Access::agree(&nats, config.keys.is_some()).await?;
            if matches!(access, Access::Refused) {
                return Err(NodeError::NoKeys);
            }
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
            let warehouse = Warehouse::new(nats.stock().await?, SystemClock, RandomIds);
            let desk = FrontDesk::new(desk, warehouse);
            Some(DeskPart {
                requests,
                desk: Measured::new(desk, meters.clone()),
                door: Door::new(config.keys, SystemClock),
                access,
            })
        } else {
            None
        };
        Ok(Self {
            questions: nats.health().await?,
            health: Health {
                node: config.name,
                topology: config.topology,
                access: desk.as_ref().map(|part| part.door.name()),
                roles: config.roles,
                pulse: Pulse::new(),
                meters,
                edge,
            },
            desk,
            relays,
            projector,
            fulfiller,
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
        let told = (&notes, &stopped);
        if let Some(relays) = &self.relays {
            start_workers(&mut parts, relays, told, relay, watch_relays);
        }
        if let Some(projector) = &self.projector {
            start_workers(&mut parts, projector, told, project, watch_projector);
        }
        if let Some(fulfiller) = &self.fulfiller {
            start_workers(&mut parts, fulfiller, told, fulfil, watch_fulfiller);
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

impl NodeRelays {
    async fn open(nats: &Nats, retry: Retry) -> Result<Self, ConnectError> {
        let (orders, stock) = (nats.orders().await?, nats.stock().await?);
        let (log, letters) = (nats.log().await?, nats.dead_letters().await?);
        Ok(Self {
            orders: Relay::new(orders.clone(), orders, log.clone(), letters.clone(), retry),
            stock: Relay::new(stock.clone(), stock, log, letters, retry),
        })
    }

    /// What waits for both, and the dead letters of both.
    async fn lag(&self) -> Result<(u64, u64), StoreError> {
        let (orders, letters) = self.orders.lag().await?;
        let (stock, _) = self.stock.lag().await?;
        Ok((orders + stock, letters))
    }
}

pub(crate) async fn fulfiller(nats: &Nats, retry: Retry) -> Result<NodeFulfiller, ConnectError> {
    let (orders, boards) = (nats.orders().await?, nats.boards().await?);
    Ok(Fulfiller::new(
        nats.log().await?.feed(FULFILMENT).await?,
        // What runs short is cancelled by the rules of the domain, whatever becomes of a module.
        Desk::new(orders.clone(), boards, SystemClock, RandomIds),
        orders,
        nats.fulfilments().await?,
        Warehouse::new(nats.stock().await?, SystemClock, RandomIds),
        retry,
    ))
}

fn start_desk(
    parts: &mut Parts,
    part: DeskPart,
    nats: &Nats,
    capacity: Capacity,
    notes: &Notes,
    stop: &Stop,
) {
    let DeskPart {
        requests,
        desk,
        door,
        access,
    } = part;
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
        let mut refused = pin!(access.refused());
        let arriving = match requests {
            Requests::Arriving(arriving) => arriving,
            Requests::WithModule(edge, _) => tokio::select! {
                () = edge.occupied() => nats.requests().await?,
                () = stop.clone().requested() => return Ok(()),
                () = &mut refused => return Err(NodeError::NoKeys),
            },
        };
        let desk = Arc::new(desk);
        let over = async {
            tokio::select! {
                () = stop.clone().requested() => {}
                () = refused => {}
            }
        };
        arriving.serve(desk, &door, &meters, capacity, over).await?;
        if stop.is_requested() {
            Ok(())
        } else {
            Err(NodeError::NoKeys)
        }
    });
}

/// Starts those who work side by side until it is time to stop, and one who looks how much waits for them.
fn start_workers<W: Clone, F, L>(
    parts: &mut Parts,
    worker: &W,
    (notes, stop): (&Notes, &Stop),
    work: impl Fn(W, Notes, Stop) -> F,
    watch: impl FnOnce(W, Notes, Stop) -> L,
) where
    F: Future<Output = ()> + Send + 'static,
    L: Future<Output = ()> + Send + 'static,
{
    for _ in 0..SIDE_BY_SIDE {
        let working = work(worker.clone(), notes.clone(), stop.clone());
        parts.spawn(ended(working));
    }
    let watching = watch(worker.clone(), notes.clone(), stop.clone());
    parts.spawn(ended(watching));
}

async fn ended(part: impl Future<Output = ()>) -> Result<(), NodeError> {
    part.await;
    Ok(())
}

async fn relay(relays: NodeRelays, notes: Notes, stop: Stop) {
    tokio::join!(
        workers::relay(&relays.orders, &notes, &stop),
        workers::relay(&relays.stock, &notes, &stop),
    );
}

async fn watch_relays(relays: NodeRelays, notes: Notes, stop: Stop) {
    workers::watch_relays(|| relays.lag(), &notes, &stop).await;
}

async fn project(projector: NodeProjector, notes: Notes, stop: Stop) {
    workers::project(&projector, &notes, &stop).await;
}

async fn watch_projector(projector: NodeProjector, notes: Notes, stop: Stop) {
    let lag = || projector.lag();
    workers::watch_reader(lag, Metric::ProjectorLag, &notes, &stop).await;
}

async fn fulfil(fulfiller: NodeFulfiller, notes: Notes, stop: Stop) {
    workers::fulfil(&fulfiller, &notes, &stop).await;
}

async fn watch_fulfiller(fulfiller: NodeFulfiller, notes: Notes, stop: Stop) {
    let lag = || fulfiller.lag();
    workers::watch_reader(lag, Metric::FulfilmentLag, &notes, &stop).await;
}
