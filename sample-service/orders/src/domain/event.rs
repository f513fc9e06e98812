//! What happened to an order.

use std::fmt;

use super::aggregate::DomainEvent;
use super::command::CancelReason;
use super::id::{CustomerId, CustomerKey, EventId, OrderKey, ParcelId, Scoped};
use super::line::Lines;
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

/// How many things have happened to an order; the first event makes version 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u32);

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

impl Version {
    /// The version that the first event makes.
    pub const FIRST: Self = Self(1);

    /// The version with this number; there is no version 0.
    pub const fn new(number: u32) -> Option<Self> {
        match number {
            0 => None,
            number => Some(Self(number)),
        }
    }

    /// The version that the next event makes.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
