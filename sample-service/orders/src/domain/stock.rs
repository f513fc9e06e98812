//! The stock of an article: what arrived, what left, and what is set aside for orders.
//!
//! As an order and its history, the stock of an article is one value with all that belongs together: the balances, the receipts
//! that were counted, and the events that still have to be published. It is as large as what is going on, not as what ever went on.

use std::collections::{BTreeMap, VecDeque};

use thiserror::Error;

use super::aggregate::{Aggregate, DomainEvent, Entity};
use super::history::{Recorded, Stamp};
use super::id::{ArticleKind, CommandId, EventId, OrderId, StockKey};
use super::line::Quantity;
use super::rejection::Rejection;
use super::version::Version;
use crate::shared::Timestamp;

/// The stock of an article that was counted at least once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    article: StockKey,
    balance: Balance,
}

/// What is known about a stock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// How many ever arrived.
    pub received: u64,
    /// How many ever left.
    pub issued: u64,
    /// What is set aside, by order.
    pub reservations: BTreeMap<OrderId, Quantity>,
    /// The last receipts, oldest first.
    pub receipts: VecDeque<Receipt>,
    /// How many things have happened to it; none if that is nothing.
    pub version: Option<Version>,
    /// What the world does not know yet, first things first.
    pub unpublished: Vec<StockEvent>,
}

/// Goods that arrived. Sent again with the same id it means the same goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receive {
    /// Which arrival.
    pub id: CommandId,
    /// Of which article of which tenant.
    pub article: StockKey,
    /// How many.
    pub quantity: Quantity,
}

/// Goods that were counted when they arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// By which command.
    pub command: CommandId,
    /// How many.
    pub quantity: Quantity,
    /// The version that it made.
    pub version: Version,
}

/// Something that happened to a stock and does not change any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockEvent {
    /// Which event.
    pub id: EventId,
    /// Of which article of which tenant.
    pub article: StockKey,
    /// The how manieth event of the stock it is.
    pub version: Version,
    /// When.
    pub at: Timestamp,
    /// How many of the article it is about.
    pub quantity: Quantity,
    /// What happened to them.
    pub change: StockChange,
}

/// What can happen to goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockChange {
    /// They arrived.
    Received,
    /// They were set aside for the order.
    Reserved(OrderId),
    /// They are there for others again.
    Released(OrderId),
    /// They left with the order.
    Issued(OrderId),
}

/// What an order that asks for goods has to do with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It gets what is there.
    Open,
    /// It has taken them: whether they were there is no question any more.
    Shipped,
}

/// Why nothing was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotReserved {
    /// There are too few.
    #[error("too few are there")]
    OutOfStock,
    /// Too many orders have something set aside, or too much is to be made known; later it is better.
    #[error("more than {} orders and events wait", Stock::MAX_PENDING)]
    Crowded,
}

/// What cannot be known about a stock.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("event `{event}` is none of the last ones of this stock")]
pub struct InvalidStock {
    /// An event that does not belong there.
    pub event: EventId,
}

impl Stock {
    /// How many receipts are remembered: one that is sent again after that many others counts twice.
    pub const MAX_RECEIPTS: usize = 100;
    /// How many orders may have something set aside, together with the events that nobody knows yet. So a record fits a message.
    pub const MAX_PENDING: usize = 2_000;

    /// The stock of an article that was never counted.
    pub fn new(article: StockKey) -> Self {
        Self {
            article,
            balance: Balance::default(),
        }
    }

    /// The stock of which this is known.
    pub fn restore(article: StockKey, balance: Balance) -> Result<Self, InvalidStock> {
        let mut version = balance.version;
        for event in balance.unpublished.iter().rev() {
            if event.article != article || Some(event.version) != version {
                let event = event.id.clone();
                return Err(InvalidStock { event });
            }
            version = Version::new(event.version.get() - 1);
        }
        Ok(Self { article, balance })
    }

    /// What is known about it.
    pub const fn balance(&self) -> &Balance {
        &self.balance
    }

    /// How many are set aside.
    pub fn reserved(&self) -> u64 {
        let reservations = self.balance.reservations.values();
        reservations.map(|quantity| u64::from(quantity.get())).sum()
    }

    /// How many are there for further orders.
    pub fn available(&self) -> u64 {
        let taken = self.balance.issued.saturating_add(self.reserved());
        self.balance.received.saturating_sub(taken)
    }

    /// Whether something is set aside for the order.
    pub fn has_reserved(&self, order: &OrderId) -> bool {
        self.balance.reservations.contains_key(order)
    }

    /// Counts goods that arrived, unless they were counted before.
    pub fn receive(&mut self, command: &Receive, stamp: Stamp) -> Result<Recorded, Rejection> {
        let mut known = self.balance.receipts.iter();
        if let Some(before) = known.find(|receipt| receipt.command == command.id) {
            if before.quantity == command.quantity {
                return Ok(Recorded::Before(before.version));
            }
            return Err(Rejection::CommandIdReused {
                command: command.id.clone(),
            });
        }
        let version = self.record(StockChange::Received, command.quantity, stamp);
        let balance = &mut self.balance;
        balance.received = balance
            .received
            .saturating_add(command.quantity.get().into());
        if balance.receipts.len() >= Self::MAX_RECEIPTS {
            balance.receipts.pop_front();
        }
        balance.receipts.push_back(Receipt {
            command: command.id.clone(),
            quantity: command.quantity,
            version,
        });
        Ok(Recorded::New(version))
    }

    /// Sets goods aside for the order, unless that is so already.
    pub fn reserve(
        &mut self,
        order: &OrderId,
        quantity: Quantity,
        claim: Claim,
        stamp: Stamp,
    ) -> Result<(), NotReserved> {
        if self.has_reserved(order) {
            return Ok(());
        }
        if claim == Claim::Open && self.available() < quantity.get().into() {
            return Err(NotReserved::OutOfStock);
        }
        if self.balance.reservations.len() + self.balance.unpublished.len() >= Self::MAX_PENDING {
            return Err(NotReserved::Crowded);
        }
        self.balance.reservations.insert(order.clone(), quantity);
        self.record(StockChange::Reserved(order.clone()), quantity, stamp);
        Ok(())
    }

    /// What is set aside for the order is there for others again; nothing happens if that is nothing.
    pub fn release(&mut self, order: &OrderId, stamp: Stamp) {
        if let Some(quantity) = self.balance.reservations.remove(order) {
            self.record(StockChange::Released(order.clone()), quantity, stamp);
        }
    }

    /// What is set aside for the order leaves; nothing happens if that is nothing.
    pub fn issue(&mut self, order: &OrderId, stamp: Stamp) {
        if let Some(quantity) = self.balance.reservations.remove(order) {
            self.balance.issued = self.balance.issued.saturating_add(quantity.get().into());
            self.record(StockChange::Issued(order.clone()), quantity, stamp);
        }
    }

    fn record(&mut self, change: StockChange, quantity: Quantity, stamp: Stamp) -> Version {
        let version = self.balance.version.map_or(Version::FIRST, Version::next);
        self.balance.version = Some(version);
        self.balance.unpublished.push(StockEvent {
            id: stamp.id,
            article: self.article.clone(),
            version,
            at: stamp.at,
            quantity,
            change,
        });
        version
    }
}

impl Entity for Stock {
    type Kind = ArticleKind;

    fn key(&self) -> &StockKey {
        &self.article
    }
}

impl Aggregate for Stock {
    type Event = StockEvent;

    fn unpublished(&self) -> impl Iterator<Item = &StockEvent> + Send {
        self.balance.unpublished.iter()
    }

    fn mark_published(&mut self, through: Version) {
        let unpublished = &mut self.balance.unpublished;
        unpublished.retain(|event| event.version > through);
    }
}

impl DomainEvent for StockEvent {
    fn id(&self) -> &EventId {
        &self.id
    }

    fn version(&self) -> Version {
        self.version
    }
}
