//! What happened to an order.

use super::aggregate::DomainEvent;
use super::command::CancelReason;
use super::id::{CustomerId, CustomerKey, EventId, OrderKey, ParcelId, Scoped};
use super::line::Lines;
use super::version::Version;
use crate::shared::Timestamp;

/// Something that happened to an order and does not change any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEvent {
    /// Which event.
    pub id: EventId,
    /// To which order of which tenant.
    pub order: OrderKey,
    /// Whose order it is.
    pub customer: CustomerId,
    /// The how manieth event of the order it is.
    pub version: Version,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub change: Change,
}

/// What can happen to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was placed.
    Placed {
        /// What was ordered.
        lines: Lines,
    },
    /// It was cancelled.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// It was handed over to the carrier.
    Shipped {
        /// In which parcel.
        parcel: ParcelId,
    },
}

impl OrderEvent {
    /// Whose board shows it.
    pub fn customer_key(&self) -> CustomerKey {
        Scoped::new(self.order.tenant.clone(), self.customer.clone())
    }
}

impl DomainEvent for OrderEvent {
    fn id(&self) -> &EventId {
        &self.id
    }

    fn version(&self) -> Version {
        self.version
    }
}
