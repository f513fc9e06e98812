//! A dead letter as it is stored: one of an order, or one of a stock.

use orders::domain::{OrderId, OrderKey, RecordKey, Sku, StockKey};
use orders::port::{DeadLetter, Revision};
use serde::{Deserialize, Serialize};

use super::{subject, tenant};
use crate::error::WireError;
use crate::json::{decode_record, encode};

/// `orders.v1.dead_letters`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeadLetterRecord {
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

/// `orders.v1.dead_stock`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeadStockRecord {
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Of the stock of which article.
    pub sku: String,
    /// Which announcement.
    pub revision: u64,
    /// Why it was given up, as a code.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// The letter as bytes; the subject belongs to it.
pub fn encode_letter(letter: &DeadLetter) -> (&'static str, Vec<u8>) {
    let revision = letter.revision.0;
    let reason = letter.reason.clone();
    let attempts = letter.attempts;
    match &letter.record {
        RecordKey::Order(order) => {
            let record = DeadLetterRecord {
                tenant_id: tenant::to_wire(&order.tenant),
                order_id: order.id.to_string(),
                revision,
                reason,
                attempts,
            };
            (subject::DEAD_LETTERS, encode(&record))
        }
        RecordKey::Stock(article) => {
            let record = DeadStockRecord {
                tenant_id: tenant::to_wire(&article.tenant),
                sku: article.id.to_string(),
                revision,
                reason,
                attempts,
            };
            (subject::DEAD_STOCK, encode(&record))
        }
    }
}

/// The letter that is kept under the subject.
pub fn decode_letter(subject: &str, bytes: &[u8]) -> Result<DeadLetter, WireError> {
    match subject {
        subject::DEAD_LETTERS => {
            let record: DeadLetterRecord = decode_record(bytes)?;
            let tenant = tenant::from_wire(record.tenant_id.as_deref())?;
            Ok(DeadLetter {
                record: OrderKey::new(tenant, OrderId::parse(&record.order_id)?).into(),
                revision: Revision(record.revision),
                reason: record.reason,
                attempts: record.attempts,
            })
        }
        subject::DEAD_STOCK => {
            let record: DeadStockRecord = decode_record(bytes)?;
            let tenant = tenant::from_wire(record.tenant_id.as_deref())?;
            Ok(DeadLetter {
                record: StockKey::new(tenant, Sku::parse(&record.sku)?).into(),
                revision: Revision(record.revision),
                reason: record.reason,
                attempts: record.attempts,
            })
        }
        _ => Err(WireError::Subject {
            subject: subject.to_owned(),
        }),
    }
}
