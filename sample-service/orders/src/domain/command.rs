//! What somebody wants to happen to an order.

use super::id::{CommandId, CustomerId, OrderKey, ParcelId};
use super::line::Lines;

/// A wish about one order. Sent again with the same id it means the same wish, not a second one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Which wish.
    pub id: CommandId,
    /// About which order of which tenant.
    pub order: OrderKey,
    /// What is wished.
    pub action: Action,
}

/// What can be done with an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Order something.
    Place {
        /// Who orders.
        customer: CustomerId,
        /// What is ordered.
        lines: Lines,
    },
    /// Take an order back that has not left the house.
    Cancel {
        /// Why.
        reason: CancelReason,
    },
    /// Hand an order over to the carrier.
    Ship {
        /// In which parcel.
        parcel: ParcelId,
    },
}

/// Why an order is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CancelReason {
    /// The customer changed their mind.
    CustomerRequest,
    /// An article is not there.
    OutOfStock,
    /// It was not paid.
    PaymentFailed,
}
