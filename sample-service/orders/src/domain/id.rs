//! Ids that cannot be mixed up: each kind is a type of its own.

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use thiserror::Error;

use crate::shared::{InvalidToken, Token};

/// The id of a thing of the kind `K`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<K> {
    token: Token,
    kind: PhantomData<K>,
}

/// What an id is the id of.
pub trait Kind: Copy + Ord + Hash + fmt::Debug + Send + Sync + 'static {
    /// The word for it in messages.
    const NAME: &'static str;
}

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind} is no id: {reason}")]
pub struct InvalidId {
    /// What it should have been the id of.
    pub kind: &'static str,
    /// What is wrong with it.
    pub reason: InvalidToken,
}

/// A thing of one tenant: two tenants may give one id to two things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scoped<I> {
    /// Whose it is.
    pub tenant: TenantId,
    /// Its id within the tenant.
    pub id: I,
}

/// What has a record with something to tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKey {
    /// An order.
    Order(OrderKey),
    /// The stock of an article.
    Stock(StockKey),
}

/// An order of a tenant.
pub type OrderKey = Scoped<OrderId>;
/// The stock of an article of a tenant.
pub type StockKey = Scoped<Sku>;
/// A customer of a tenant.
pub type CustomerKey = Scoped<CustomerId>;

/// The id of a tenant: a business that has the desk for itself, as far as it can see.
pub type TenantId = Id<TenantKind>;
/// The id of somebody who asks things of the desk: a person or a program.
pub type PrincipalId = Id<PrincipalKind>;
/// The id of an order, chosen by whoever places it.
pub type OrderId = Id<OrderKind>;
/// The id of a customer.
pub type CustomerId = Id<CustomerKind>;
/// The id of an article.
pub type Sku = Id<ArticleKind>;
/// The id of a parcel.
pub type ParcelId = Id<ParcelKind>;
/// The id of a command: the same command sent twice has the same one.
pub type CommandId = Id<CommandKind>;
/// The id of an event.
pub type EventId = Id<EventKind>;

/// Tenants have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TenantKind {}
/// Principals have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalKind {}
/// Orders have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderKind {}
/// Customers have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerKind {}
/// Articles have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleKind {}
/// Parcels have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParcelKind {}
/// Commands have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandKind {}
/// Events have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {}

impl Kind for TenantKind {
    const NAME: &'static str = "tenant";
}
impl Kind for PrincipalKind {
    const NAME: &'static str = "principal";
}
impl Kind for OrderKind {
    const NAME: &'static str = "order";
}
impl Kind for CustomerKind {
    const NAME: &'static str = "customer";
}
impl Kind for ArticleKind {
    const NAME: &'static str = "sku";
}
impl Kind for ParcelKind {
    const NAME: &'static str = "parcel";
}
impl Kind for CommandKind {
    const NAME: &'static str = "command";
}
impl Kind for EventKind {
    const NAME: &'static str = "event";
}

impl<K: Kind> Id<K> {
    /// The id that the text is.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        match Token::parse(text) {
            Ok(token) => Ok(Self {
                token,
                kind: PhantomData,
            }),
            Err(reason) => Err(InvalidId {
                kind: K::NAME,
                reason,
            }),
        }
    }

    /// The text of it.
    pub fn as_str(&self) -> &str {
        self.token.as_str()
    }
}

impl<I> Scoped<I> {
    /// The thing of the tenant with the id.
    pub const fn new(tenant: TenantId, id: I) -> Self {
        Self { tenant, id }
    }
}

impl From<OrderKey> for RecordKey {
    fn from(order: OrderKey) -> Self {
        Self::Order(order)
    }
}

impl From<StockKey> for RecordKey {
    fn from(article: StockKey) -> Self {
        Self::Stock(article)
    }
}

/// For messages and logs: `order=acme/o-1`, `stock=acme/tea`.
impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(order) => write!(f, "order={order}"),
            Self::Stock(article) => write!(f, "stock={article}"),
        }
    }
}

/// For messages and logs: `acme/o-1`.
impl<I: fmt::Display> fmt::Display for Scoped<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.tenant, self.id)
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.token.fmt(f)
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", K::NAME, self.token)
    }
}
