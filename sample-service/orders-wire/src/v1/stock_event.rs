//! Events of stock.

use orders::domain::{self, EventId, OrderId, Quantity, Sku, StockChange, StockKey, Version};
use orders::shared::Timestamp;
use serde::{Deserialize, Serialize};

use super::{subject, tenant};
use crate::error::WireError;
use crate::json::{decode, encode};

/// Any event of a stock; the subject says which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum StockEvent {
    /// Goods arrived.
    #[serde(rename = "orders.v1.stock_received")]
    Received(StockReceived),
    /// Goods were set aside for an order.
    #[serde(rename = "orders.v1.stock_reserved")]
    Reserved(StockMoved),
    /// Goods that were set aside are there for others again.
    #[serde(rename = "orders.v1.stock_released")]
    Released(StockMoved),
    /// Goods left with an order.
    #[serde(rename = "orders.v1.stock_issued")]
    Issued(StockMoved),
}

/// `orders.v1.stock_received`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockReceived {
    /// The same event has the same id, however often it arrives.
    pub event_id: String,
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The article.
    pub sku: String,
    /// The how manieth event of the stock this is, from 1.
    pub version: u32,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub occurred_at_ms: u64,
    /// How many.
    pub quantity: u32,
}

/// `orders.v1.stock_reserved`, `orders.v1.stock_released`, `orders.v1.stock_issued`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockMoved {
    /// The same event has the same id, however often it arrives.
    pub event_id: String,
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The article.
    pub sku: String,
    /// The how manieth event of the stock this is, from 1.
    pub version: u32,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub occurred_at_ms: u64,
    /// How many.
    pub quantity: u32,
    /// For which order.
    pub order_id: String,
}

impl StockEvent {
    /// The event as bytes; the subject belongs to it.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Received(event) => encode(event),
            Self::Reserved(event) | Self::Released(event) | Self::Issued(event) => encode(event),
        }
    }

    /// The event that was made known under the subject. It belongs to the tenant of the subject.
    pub fn decode(subject: &str, bytes: &[u8]) -> Result<Self, WireError> {
        let (found, said) = subject::read(subject)?;
        let event = match said {
            subject::STOCK_RECEIVED => Self::Received(decode(bytes)?),
            subject::STOCK_RESERVED => Self::Reserved(decode(bytes)?),
            subject::STOCK_RELEASED => Self::Released(decode(bytes)?),
            subject::STOCK_ISSUED => Self::Issued(decode(bytes)?),
            _ => {
                return Err(WireError::Subject {
                    subject: subject.to_owned(),
                });
            }
        };
        let stated = tenant::from_wire(event.tenant_id())?;
        if stated != found {
            return Err(WireError::Tenant { stated, found });
        }
        Ok(event)
    }

    fn tenant_id(&self) -> Option<&str> {
        match self {
            Self::Received(event) => event.tenant_id.as_deref(),
            Self::Reserved(event) | Self::Released(event) | Self::Issued(event) => {
                event.tenant_id.as_deref()
            }
        }
    }
}

/// The subject under which the event is made known.
pub fn stock_subject_of(event: &domain::StockEvent) -> String {
    let tenant = &event.article.tenant;
    match event.change {
        StockChange::Received => subject::of(tenant, "stock_received"),
        StockChange::Reserved(_) => subject::of(tenant, "stock_reserved"),
        StockChange::Released(_) => subject::of(tenant, "stock_released"),
        StockChange::Issued(_) => subject::of(tenant, "stock_issued"),
    }
}

impl From<&domain::StockEvent> for StockEvent {
    fn from(event: &domain::StockEvent) -> Self {
        let moved = |order: &OrderId| StockMoved {
            event_id: event.id.to_string(),
            tenant_id: tenant::to_wire(&event.article.tenant),
            sku: event.article.id.to_string(),
            version: event.version.get(),
            occurred_at_ms: event.at.as_millis(),
            quantity: event.quantity.get(),
            order_id: order.to_string(),
        };
        match &event.change {
            StockChange::Received => Self::Received(StockReceived {
                event_id: event.id.to_string(),
                tenant_id: tenant::to_wire(&event.article.tenant),
                sku: event.article.id.to_string(),
                version: event.version.get(),
                occurred_at_ms: event.at.as_millis(),
                quantity: event.quantity.get(),
            }),
            StockChange::Reserved(order) => Self::Reserved(moved(order)),
            StockChange::Released(order) => Self::Released(moved(order)),
            StockChange::Issued(order) => Self::Issued(moved(order)),
        }
    }
}

impl TryFrom<StockEvent> for domain::StockEvent {
    type Error = WireError;

    fn try_from(event: StockEvent) -> Result<Self, WireError> {
        let (moved, change): (StockMoved, fn(OrderId) -> StockChange) = match event {
            StockEvent::Received(event) => return received(event),
            StockEvent::Reserved(event) => (event, StockChange::Reserved),
            StockEvent::Released(event) => (event, StockChange::Released),
            StockEvent::Issued(event) => (event, StockChange::Issued),
        };
        let order = OrderId::parse(&moved.order_id)?;
        let event = received(StockReceived {
            event_id: moved.event_id,
            tenant_id: moved.tenant_id,
            sku: moved.sku,
            version: moved.version,
            occurred_at_ms: moved.occurred_at_ms,
            quantity: moved.quantity,
        })?;
        let change = change(order);
        Ok(Self { change, ..event })
    }
}

fn received(event: StockReceived) -> Result<domain::StockEvent, WireError> {
    let tenant = tenant::from_wire(event.tenant_id.as_deref())?;
    Ok(domain::StockEvent {
        id: EventId::parse(&event.event_id)?,
        article: StockKey::new(tenant, Sku::parse(&event.sku)?),
        version: Version::new(event.version).ok_or(WireError::Version)?,
        at: Timestamp::from_millis(event.occurred_at_ms),
        quantity: Quantity::new(event.quantity)?,
        change: StockChange::Received,
    })
}
