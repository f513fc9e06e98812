//! Stock: the command that counts goods, the question how many there are, and the replies.

use orders::domain::{self, CommandId, Quantity, Refusal, Sku, StockKey, TenantId, Version};
use orders::port::DeskError;
use serde::{Deserialize, Serialize};

use super::reply::{FailureCode, failure};
use crate::error::WireError;

/// `orders.v1.receive`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveGoods {
    /// Sent again with the same id, the goods are counted once.
    pub command_id: String,
    /// The article.
    pub sku: String,
    /// How many arrived, 1 to 10,000.
    pub quantity: u32,
}

/// The reply to `orders.v1.receive`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ReceiveReply {
    /// They are counted, now or when it was sent before.
    Accepted {
        /// The article.
        sku: String,
        /// The version of its stock that this made.
        version: u32,
    },
    /// The rules refuse it; sending it again does not help.
    Rejected {
        /// Why, for programs.
        code: String,
        /// Why, for people.
        message: String,
    },
    /// They could not be counted, or nobody knows whether they were.
    Failed {
        /// Why, for programs.
        code: FailureCode,
        /// Why, for people.
        message: String,
    },
}

/// `orders.v1.stock`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockQuery {
    /// Of which article.
    pub sku: String,
}

/// The reply to `orders.v1.stock`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum StockReply {
    /// Here it is.
    Found {
        /// Of which article.
        sku: String,
        /// How many ever arrived.
        received: u64,
        /// How many are set aside for orders.
        reserved: u64,
        /// How many ever left.
        issued: u64,
        /// How many are there for further orders.
        available: u64,
    },
    /// The article was never counted, and is not limited.
    Uncounted {
        /// Which article.
        sku: String,
    },
    /// It could not be shown.
    Failed {
        /// Why, for programs.
        code: FailureCode,
        /// Why, for people.
        message: String,
        /// Why the sender is not listened to, for programs that know it: then the code is `malformed`, which is all that readers of
        /// version 1 know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refusal: Option<String>,
    },
}

impl ReceiveGoods {
    /// What it means for the tenant under whose subject it was sent.
    pub fn of_tenant(self, tenant: TenantId) -> Result<domain::Receive, WireError> {
        Ok(domain::Receive {
            id: CommandId::parse(&self.command_id)?,
            article: StockKey::new(tenant, Sku::parse(&self.sku)?),
            quantity: Quantity::new(self.quantity)?,
        })
    }
}

impl StockQuery {
    /// Whose stock it asks for, under a subject of the tenant.
    pub fn of_tenant(self, tenant: TenantId) -> Result<StockKey, WireError> {
        Ok(StockKey::new(tenant, Sku::parse(&self.sku)?))
    }
}

impl ReceiveReply {
    /// The reply to who sent the command.
    pub fn new(article: &StockKey, result: Result<Version, DeskError>) -> Self {
        match result {
            Ok(version) => Self::Accepted {
                sku: article.id.to_string(),
                version: version.get(),
            },
            Err(DeskError::Rejected(rejection)) => Self::Rejected {
                code: rejection.code().to_owned(),
                message: rejection.to_string(),
            },
            Err(error) => {
                let (code, message) = failure(&error);
                Self::Failed { code, message }
            }
        }
    }
}

impl StockReply {
    /// The reply to who asked.
    pub fn new(article: &StockKey, result: Result<Option<domain::Stock>, DeskError>) -> Self {
        let sku = article.id.to_string();
        match result {
            Ok(Some(stock)) => Self::Found {
                sku,
                received: stock.balance().received,
                reserved: stock.reserved(),
                issued: stock.balance().issued,
                available: stock.available(),
            },
            Ok(None) => Self::Uncounted { sku },
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

impl From<WireError> for ReceiveReply {
    fn from(error: WireError) -> Self {
        Self::Failed {
            code: FailureCode::Malformed,
            message: error.to_string(),
        }
    }
}

impl From<WireError> for StockReply {
    fn from(error: WireError) -> Self {
        Self::Failed {
            code: FailureCode::Malformed,
            message: error.to_string(),
            refusal: None,
        }
    }
}

impl From<Refusal> for ReceiveReply {
    fn from(refusal: Refusal) -> Self {
        Self::Rejected {
            code: refusal.code().to_owned(),
            message: refusal.to_string(),
        }
    }
}

impl From<Refusal> for StockReply {
    fn from(refusal: Refusal) -> Self {
        Self::Failed {
            code: FailureCode::Malformed,
            message: refusal.to_string(),
            refusal: Some(refusal.code().to_owned()),
        }
    }
}
