//! Commands.

use orders::domain::{self, Action, CommandId, CustomerId, OrderId, OrderKey, ParcelId, TenantId};
use serde::{Deserialize, Serialize};

use super::line::{OrderLine, from_lines, to_lines};
use super::subject;
use crate::error::WireError;
use crate::form::Form;

/// Any command; the subject says which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Command {
    /// Place an order.
    #[serde(rename = "orders.v1.place")]
    Place(PlaceOrder),
    /// Cancel an order.
    #[serde(rename = "orders.v1.cancel")]
    Cancel(CancelOrder),
    /// Ship an order.
    #[serde(rename = "orders.v1.ship")]
    Ship(ShipOrder),
}

/// `orders.v1.place`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOrder {
    /// Sent again with the same id, the command is carried out once.
    pub command_id: String,
    /// The order that shall exist.
    pub order_id: String,
    /// Who orders.
    pub customer_id: String,
    /// What is ordered.
    pub lines: Vec<OrderLine>,
}

/// `orders.v1.cancel`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelOrder {
    /// Sent again with the same id, the command is carried out once.
    pub command_id: String,
    /// The order that shall not be shipped.
    pub order_id: String,
    /// Why.
    pub reason: CancelReason,
}

/// `orders.v1.ship`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipOrder {
    /// Sent again with the same id, the command is carried out once.
    pub command_id: String,
    /// The order that goes to the carrier.
    pub order_id: String,
    /// In which parcel.
    pub parcel_id: String,
}

/// Why an order is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The customer changed their mind.
    CustomerRequest,
    /// An article is not there.
    OutOfStock,
    /// It was not paid.
    PaymentFailed,
}

impl Command {
    /// The command that was sent, in the form, under the subject, which for `main` would be this one.
    pub fn decode(form: Form, subject: &str, bytes: &[u8]) -> Result<Self, WireError> {
        match subject {
            subject::PLACE => Ok(Self::Place(form.decode(bytes)?)),
            subject::CANCEL => Ok(Self::Cancel(form.decode(bytes)?)),
            subject::SHIP => Ok(Self::Ship(form.decode(bytes)?)),
            _ => Err(WireError::Subject {
                subject: subject.to_owned(),
            }),
        }
    }
}

impl Command {
    /// What it means for the tenant under whose subject it was sent.
    pub fn of_tenant(self, tenant: TenantId) -> Result<domain::Command, WireError> {
        let (id, order, action) = match self {
            Self::Place(place) => (
                place.command_id,
                place.order_id,
                Action::Place {
                    customer: CustomerId::parse(&place.customer_id)?,
                    lines: to_lines(place.lines)?,
                },
            ),
            Self::Cancel(cancel) => (
                cancel.command_id,
                cancel.order_id,
                Action::Cancel {
                    reason: cancel.reason.into(),
                },
            ),
            Self::Ship(ship) => (
                ship.command_id,
                ship.order_id,
                Action::Ship {
                    parcel: ParcelId::parse(&ship.parcel_id)?,
                },
            ),
        };
        Ok(domain::Command {
            id: CommandId::parse(&id)?,
            order: OrderKey::new(tenant, OrderId::parse(&order)?),
            action,
        })
    }
}

impl From<&domain::Command> for Command {
    fn from(command: &domain::Command) -> Self {
        let command_id = command.id.to_string();
        let order_id = command.order.id.to_string();
        match &command.action {
            Action::Place { customer, lines } => Self::Place(PlaceOrder {
                command_id,
                order_id,
                customer_id: customer.to_string(),
                lines: from_lines(lines),
            }),
            Action::Cancel { reason } => Self::Cancel(CancelOrder {
                command_id,
                order_id,
                reason: (*reason).into(),
            }),
            Action::Ship { parcel } => Self::Ship(ShipOrder {
                command_id,
                order_id,
                parcel_id: parcel.to_string(),
            }),
        }
    }
}

impl From<CancelReason> for domain::CancelReason {
    fn from(reason: CancelReason) -> Self {
        match reason {
            CancelReason::CustomerRequest => Self::CustomerRequest,
            CancelReason::OutOfStock => Self::OutOfStock,
            CancelReason::PaymentFailed => Self::PaymentFailed,
        }
    }
}

impl From<domain::CancelReason> for CancelReason {
    fn from(reason: domain::CancelReason) -> Self {
        match reason {
            domain::CancelReason::CustomerRequest => Self::CustomerRequest,
            domain::CancelReason::OutOfStock => Self::OutOfStock,
            domain::CancelReason::PaymentFailed => Self::PaymentFailed,
        }
    }
}
