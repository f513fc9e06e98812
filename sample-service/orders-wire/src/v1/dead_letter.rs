//! A dead letter as it is stored.

use orders::domain::{OrderId, OrderKey, RecordKey};
use orders::port::{DeadLetter, Revision};
use serde::{Deserialize, Serialize};

use super::tenant;
use crate::error::WireError;

/// `orders.v1.dead_letters`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterRecord {
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
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
        let RecordKey::Order(order) = &letter.record;
        Self {
            tenant_id: tenant::to_wire(&order.tenant),
            order_id: order.id.to_string(),
            revision: letter.revision.0,
            reason: letter.reason.clone(),
            attempts: letter.attempts,
        }
    }
}

impl TryFrom<DeadLetterRecord> for DeadLetter {
    type Error = WireError;

    fn try_from(record: DeadLetterRecord) -> Result<Self, WireError> {
        let order = OrderKey::new(
            tenant::from_wire(record.tenant_id.as_deref())?,
            OrderId::parse(&record.order_id)?,
        );
        Ok(Self {
            record: order.into(),
            revision: Revision(record.revision),
            reason: record.reason,
            attempts: record.attempts,
        })
    }
}
