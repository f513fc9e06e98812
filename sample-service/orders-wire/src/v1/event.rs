//! Events.

use orders::domain::{
    Change, CustomerId, EventId, Money, OrderEvent, OrderId, OrderKey, ParcelId, Version,
};
use orders::shared::Timestamp;
use serde::{Deserialize, Serialize};

use super::command::CancelReason;
use super::line::{Amount, OrderLine, from_lines, to_lines};
use super::{subject, tenant};
use crate::error::WireError;
use crate::json::{decode, encode};

/// Any event; the subject says which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event {
    /// An order was placed.
    #[serde(rename = "orders.v1.placed")]
    Placed(OrderPlaced),
    /// An order was cancelled.
    #[serde(rename = "orders.v1.cancelled")]
    Cancelled(OrderCancelled),
    /// An order was shipped.
    #[serde(rename = "orders.v1.shipped")]
    Shipped(OrderShipped),
}

/// `orders.v1.placed`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlaced {
    /// The same event has the same id, however often it arrives.
    pub event_id: String,
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The order.
    pub order_id: String,
    /// Whose order it is.
    pub customer_id: String,
    /// The how manieth event of the order this is, from 1.
    pub version: u32,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub occurred_at_ms: u64,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
    /// What it costs.
    pub total: Amount,
}

/// `orders.v1.cancelled`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    /// The same event has the same id, however often it arrives.
    pub event_id: String,
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The order.
    pub order_id: String,
    /// Whose order it was.
    pub customer_id: String,
    /// The how manieth event of the order this is, from 1.
    pub version: u32,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub occurred_at_ms: u64,
    /// Why.
    pub reason: CancelReason,
}

/// `orders.v1.shipped`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShipped {
    /// The same event has the same id, however often it arrives.
    pub event_id: String,
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The order.
    pub order_id: String,
    /// Whose order it is.
    pub customer_id: String,
    /// The how manieth event of the order this is, from 1.
    pub version: u32,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub occurred_at_ms: u64,
    /// In which parcel.
    pub parcel_id: String,
}

impl Event {
    /// The tenant that it names; nothing: `main`.
    pub fn tenant_id(&self) -> Option<&str> {
        match self {
            Self::Placed(event) => event.tenant_id.as_deref(),
            Self::Cancelled(event) => event.tenant_id.as_deref(),
            Self::Shipped(event) => event.tenant_id.as_deref(),
        }
    }

    /// The event as bytes; the subject belongs to it.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Placed(event) => encode(event),
            Self::Cancelled(event) => encode(event),
            Self::Shipped(event) => encode(event),
        }
    }

    /// The event that was made known under the subject. It belongs to the tenant of the subject.
    pub fn decode(subject: &str, bytes: &[u8]) -> Result<Self, WireError> {
        let (found, said) = subject::read(subject)?;
        let event = match said {
            subject::PLACED => Self::Placed(decode(bytes)?),
            subject::CANCELLED => Self::Cancelled(decode(bytes)?),
            subject::SHIPPED => Self::Shipped(decode(bytes)?),
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
}

/// The subject under which the event is made known.
pub fn subject_of(event: &OrderEvent) -> String {
    let tenant = &event.order.tenant;
    match event.change {
        Change::Placed { .. } => subject::of(tenant, "placed"),
        Change::Cancelled { .. } => subject::of(tenant, "cancelled"),
        Change::Shipped { .. } => subject::of(tenant, "shipped"),
    }
}

impl From<&OrderEvent> for Event {
    fn from(event: &OrderEvent) -> Self {
        let event_id = event.id.to_string();
        let tenant_id = tenant::to_wire(&event.order.tenant);
        let order_id = event.order.id.to_string();
        let customer_id = event.customer.to_string();
        let version = event.version.get();
        let occurred_at_ms = event.at.as_millis();
        match &event.change {
            Change::Placed { lines } => Self::Placed(OrderPlaced {
                event_id,
                tenant_id,
                order_id,
                customer_id,
                version,
                occurred_at_ms,
                lines: from_lines(lines),
                total: lines.total().into(),
            }),
            Change::Cancelled { reason } => Self::Cancelled(OrderCancelled {
                event_id,
                tenant_id,
                order_id,
                customer_id,
                version,
                occurred_at_ms,
                reason: (*reason).into(),
            }),
            Change::Shipped { parcel } => Self::Shipped(OrderShipped {
                event_id,
                tenant_id,
                order_id,
                customer_id,
                version,
                occurred_at_ms,
                parcel_id: parcel.to_string(),
            }),
        }
    }
}

impl TryFrom<Event> for OrderEvent {
    type Error = WireError;

    fn try_from(event: Event) -> Result<Self, WireError> {
        let tenant = tenant::from_wire(event.tenant_id())?;
        let (id, order, customer, version, at, change) = match event {
            Event::Placed(placed) => (
                placed.event_id,
                placed.order_id,
                placed.customer_id,
                placed.version,
                placed.occurred_at_ms,
                placed_change(placed.lines, placed.total)?,
            ),
            Event::Cancelled(cancelled) => (
                cancelled.event_id,
                cancelled.order_id,
                cancelled.customer_id,
                cancelled.version,
                cancelled.occurred_at_ms,
                Change::Cancelled {
                    reason: cancelled.reason.into(),
                },
            ),
            Event::Shipped(shipped) => (
                shipped.event_id,
                shipped.order_id,
                shipped.customer_id,
                shipped.version,
                shipped.occurred_at_ms,
                Change::Shipped {
                    parcel: ParcelId::parse(&shipped.parcel_id)?,
                },
            ),
        };
        Ok(Self {
            id: EventId::parse(&id)?,
            order: OrderKey::new(tenant, OrderId::parse(&order)?),
            customer: CustomerId::parse(&customer)?,
            version: Version::new(version).ok_or(WireError::Version)?,
            at: Timestamp::from_millis(at),
            change,
        })
    }
}

fn placed_change(lines: Vec<OrderLine>, total: Amount) -> Result<Change, WireError> {
    let lines = to_lines(lines)?;
    let stated = Money::try_from(total)?;
    if stated != lines.total() {
        return Err(WireError::Total {
            stated: stated.to_string(),
            computed: lines.total().to_string(),
        });
    }
    Ok(Change::Placed { lines })
}
