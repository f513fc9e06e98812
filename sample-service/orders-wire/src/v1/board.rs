//! The board of a customer: the question, the reply, and how it is stored.

use std::collections::BTreeMap;

use orders::domain::{
    BoardEntry, CustomerBoard, CustomerId, CustomerKey, Money, OrderId, Refusal, TenantId, Version,
};
use orders::port::DeskError;
use serde::{Deserialize, Serialize};

use super::line::Amount;
use super::reply::{FailureCode, failure};
use super::tenant;
use crate::error::WireError;

/// `orders.v1.board`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardQuery {
    /// Whose board.
    pub customer_id: String,
}

/// The reply to `orders.v1.board`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum BoardReply {
    /// Here it is.
    Found {
        /// Whose board.
        customer_id: String,
        /// How many orders are open.
        open_orders: u64,
        /// What they cost, by currency.
        open_totals: Vec<OpenTotal>,
    },
    /// It could not be shown.
    Failed {
        /// Why, for programs.
        code: FailureCode,
        /// Why, for people.
        message: String,
        /// Why the sender is not listened to. There were no such codes when the others were published, so this stands beside
        /// `malformed`, which says to all readers that sending it again does not help.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refusal: Option<String>,
    },
}

/// What the open orders of one currency cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTotal {
    /// Three capital letters.
    pub currency: String,
    /// In the smallest unit, in decimal: the sum may be larger than what JSON readers count.
    pub minor: String,
}

/// A board as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRecord {
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Whose board.
    pub customer_id: String,
    /// What is known about each order.
    pub orders: BTreeMap<String, BoardOrder>,
}

/// One order on a stored board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardOrder {
    /// The newest version that was seen.
    pub version: u32,
    /// What it costs while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Amount>,
}

impl BoardQuery {
    /// Whose board it asks for, under a subject of the tenant.
    pub fn of_tenant(self, tenant: TenantId) -> Result<CustomerKey, WireError> {
        Ok(CustomerKey::new(
            tenant,
            CustomerId::parse(&self.customer_id)?,
        ))
    }
}

impl From<Result<CustomerBoard, DeskError>> for BoardReply {
    fn from(result: Result<CustomerBoard, DeskError>) -> Self {
        match result {
            Ok(board) => Self::Found {
                customer_id: board.customer().id.to_string(),
                open_orders: board.open_orders() as u64,
                open_totals: board
                    .open_totals()
                    .into_iter()
                    .map(|(currency, minor)| OpenTotal {
                        currency: currency.to_string(),
                        minor: minor.to_string(),
                    })
                    .collect(),
            },
            Err(error) => {
                let (code, message) = failure(&error);
                Self::Failed {
                    code,
                    message,
                    refusal: None,
                }
            }
        }
    }
}

impl From<WireError> for BoardReply {
    fn from(error: WireError) -> Self {
        Self::Failed {
            code: FailureCode::Malformed,
            message: error.to_string(),
            refusal: None,
        }
    }
}

impl From<Refusal> for BoardReply {
    fn from(refusal: Refusal) -> Self {
        Self::Failed {
            code: FailureCode::Malformed,
            message: refusal.to_string(),
            refusal: Some(refusal.code().to_owned()),
        }
    }
}

impl From<&CustomerBoard> for BoardRecord {
    fn from(board: &CustomerBoard) -> Self {
        let orders = board.orders().iter().map(|(order, entry)| {
            let stored = BoardOrder {
                version: entry.version.get(),
                open: entry.open.map(Amount::from),
            };
            (order.to_string(), stored)
        });
        Self {
            tenant_id: tenant::to_wire(&board.customer().tenant),
            customer_id: board.customer().id.to_string(),
            orders: orders.collect(),
        }
    }
}

impl TryFrom<BoardRecord> for CustomerBoard {
    type Error = WireError;

    fn try_from(record: BoardRecord) -> Result<Self, WireError> {
        let mut orders = BTreeMap::new();
        for (order, stored) in record.orders {
            let entry = BoardEntry {
                version: Version::new(stored.version).ok_or(WireError::Version)?,
                open: stored.open.map(Money::try_from).transpose()?,
            };
            orders.insert(OrderId::parse(&order)?, entry);
        }
        let customer = CustomerKey::new(
            tenant::from_wire(record.tenant_id.as_deref())?,
            CustomerId::parse(&record.customer_id)?,
        );
        Ok(Self::restore(customer, orders))
    }
}
