//! A dead letter as it is stored.

use orders::domain::OrderId;
use orders::port::{DeadLetter, Revision};
use serde::{Deserialize, Serialize};

use crate::error::WireError;

/// `orders.v1.dead_letters`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterRecord {
    /// Of which order.
    pub order_id: String,
    /// Which announcement.
    pub revision: u64,
    /// Why it was given up, as a code.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
}

impl From<&DeadLetter> for DeadLetterRecord {
    fn from(letter: &DeadLetter) -> Self {
        Self {
            order_id: letter.order.to_string(),
            revision: letter.revision.0,
            reason: letter.reason.clone(),
            attempts: letter.attempts,
        }
    }
}

impl TryFrom<DeadLetterRecord> for DeadLetter {
    type Error = WireError;

    fn try_from(record: DeadLetterRecord) -> Result<Self, WireError> {
        Ok(Self {
            order: OrderId::parse(&record.order_id)?,
            revision: Revision(record.revision),
            reason: record.reason,
            attempts: record.attempts,
        })
    }
}
