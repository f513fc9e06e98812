//! An order and its rules.

use super::command::{Action, Command};
use super::event::{Change, OrderEvent};
use super::id::{CustomerId, OrderKey};
use super::line::Lines;
use super::money::Money;
use super::rejection::Rejection;
use super::status::Status;
use super::version::Version;

/// An order as its events left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    id: OrderKey,
    customer: CustomerId,
    lines: Lines,
    status: Status,
    version: Version,
}

impl Order {
    /// Which order.
    pub const fn id(&self) -> &OrderKey {
        &self.id
    }

    /// Whose it is.
    pub const fn customer(&self) -> &CustomerId {
        &self.customer
    }

    /// What was ordered.
    pub const fn lines(&self) -> &Lines {
        &self.lines
    }

    /// What it costs.
    pub const fn total(&self) -> Money {
        self.lines.total()
    }

    /// Where it stands.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// How many events it has.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// What the command changes about the order as it is now, and whose order that is.
    pub fn decide(
        current: Option<&Self>,
        command: &Command,
    ) -> Result<(CustomerId, Change), Rejection> {
        match (&command.action, current) {
            (Action::Place { customer, lines }, None) => Ok((
                customer.clone(),
                Change::Placed {
                    lines: lines.clone(),
                },
            )),
            (Action::Place { .. }, Some(order)) => Err(Rejection::OrderExists {
                order: order.id.id.clone(),
            }),
            (Action::Cancel { .. } | Action::Ship { .. }, None) => Err(Rejection::unknown(command)),
            (Action::Cancel { reason }, Some(order)) => {
                order.while_open(Change::Cancelled { reason: *reason })
            }
            (Action::Ship { parcel }, Some(order)) => order.while_open(Change::Shipped {
                parcel: parcel.clone(),
            }),
        }
    }

    /// The order after the event; nothing if such an order cannot have such an event.
    pub fn after(current: Option<Self>, event: &OrderEvent) -> Option<Self> {
        match (&event.change, current) {
            (Change::Placed { lines }, None) if event.version == Version::FIRST => Some(Self {
                id: event.order.clone(),
                customer: event.customer.clone(),
                lines: lines.clone(),
                status: Status::Open,
                version: event.version,
            }),
            (Change::Cancelled { .. }, Some(order)) => order.closed(Status::Cancelled, event),
            (Change::Shipped { .. }, Some(order)) => order.closed(Status::Shipped, event),
            (Change::Placed { .. }, _) | (_, None) => None,
        }
    }

    fn while_open(&self, change: Change) -> Result<(CustomerId, Change), Rejection> {
        match self.status {
            Status::Open => Ok((self.customer.clone(), change)),
            status => Err(Rejection::OrderClosed {
                order: self.id.id.clone(),
                status,
            }),
        }
    }

    fn closed(self, status: Status, event: &OrderEvent) -> Option<Self> {
        let fits = self.status == Status::Open
            && event.order == self.id
            && event.customer == self.customer
            && event.version == self.version.next();
        fits.then_some(Self {
            status,
            version: event.version,
            ..self
        })
    }
}
