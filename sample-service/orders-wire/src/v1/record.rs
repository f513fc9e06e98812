//! The history of an order as it is stored.

use orders::domain::{self, Entry, History, OrderId};
use serde::{Deserialize, Serialize};

use super::command::Command;
use super::event::Event;
use crate::error::WireError;

/// A stored history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRecord {
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
            order_id: history.order().to_string(),
            entries: entries.collect(),
            published: history.published(),
        }
    }
}

impl TryFrom<HistoryRecord> for History {
    type Error = WireError;

    fn try_from(record: HistoryRecord) -> Result<Self, WireError> {
        let entries: Result<Vec<_>, WireError> = record.entries.into_iter().map(entry).collect();
        let order = OrderId::parse(&record.order_id)?;
        Ok(Self::restore(order, entries?, record.published)?)
    }
}

fn entry(stored: RecordEntry) -> Result<Entry, WireError> {
    Ok(Entry {
        command: domain::Command::try_from(stored.command)?,
        event: stored.event.try_into()?,
    })
}
