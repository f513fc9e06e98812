//! The history of an order as it is stored.

use orders::domain::{Entry, History, OrderId, OrderKey, TenantId};
use serde::{Deserialize, Serialize};

use super::command::Command;
use super::event::Event;
use super::tenant;
use crate::error::WireError;

/// A stored history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRecord {
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Whose history.
    pub order_id: String,
    /// What happened, first things first.
    pub entries: Vec<RecordEntry>,
    /// How many of the entries the world knows.
    pub published: usize,
}

/// One entry of a stored history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// What was asked for.
    pub command: Command,
    /// What happened.
    pub event: Event,
}

impl From<&History> for HistoryRecord {
    fn from(history: &History) -> Self {
        let entries = history.entries().iter().map(|entry| RecordEntry {
            command: (&entry.command).into(),
            event: (&entry.event).into(),
        });
        Self {
            tenant_id: tenant::to_wire(&history.order().tenant),
            order_id: history.order().id.to_string(),
            entries: entries.collect(),
            published: history.published(),
        }
    }
}

impl TryFrom<HistoryRecord> for History {
    type Error = WireError;

    fn try_from(record: HistoryRecord) -> Result<Self, WireError> {
        let tenant = tenant::from_wire(record.tenant_id.as_deref())?;
        let order = OrderKey::new(tenant, OrderId::parse(&record.order_id)?);
        let entries = record.entries.into_iter();
        let entries: Result<Vec<_>, WireError> =
            entries.map(|stored| entry(stored, &order.tenant)).collect();
        Ok(Self::restore(order, entries?, record.published)?)
    }
}

fn entry(stored: RecordEntry, tenant: &TenantId) -> Result<Entry, WireError> {
    Ok(Entry {
        command: stored.command.of_tenant(tenant.clone())?,
        event: stored.event.try_into()?,
    })
}
