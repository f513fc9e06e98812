//! Everything that happened to one order and how far the world was told.
//!
//! The history is the unit of consistency: the state, the commands that were carried out and the events that still have
//! to be published are one value, so whoever stores it stores all three or none.

use thiserror::Error;

use super::aggregate::{Aggregate, Entity};
use super::command::Command;
use super::event::OrderEvent;
use super::id::{EventId, OrderKey, OrderKind};
use super::order::Order;
use super::rejection::Rejection;
use super::version::Version;
use crate::shared::Timestamp;

/// The history of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    order: OrderKey,
    entries: Vec<Entry>,
    published: usize,
    state: Option<Order>,
}

/// A command that was carried out, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was asked for.
    pub command: Command,
    /// What happened.
    pub event: OrderEvent,
}

/// The identity and the moment of an event that is about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The id that it will have.
    pub id: EventId,
    /// When it happens.
    pub at: Timestamp,
}

/// What became of a command that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It made this version.
    New(Version),
    /// It had made this version before; nothing happened now.
    Before(Version),
}

/// Entries that cannot be the history of an order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HistoryError {
    /// An event does not follow from those before it.
    #[error("event `{event}` cannot have happened after those before it")]
    Sequence {
        /// The event.
        event: EventId,
    },
    /// An entry is about another order.
    #[error("event `{event}` belongs to another order")]
    ForeignEntry {
        /// The event.
        event: EventId,
    },
    /// More events were published than there are.
    #[error("{published} events were published but only {recorded} happened")]
    Published {
        /// How many were published.
        published: usize,
        /// How many there are.
        recorded: usize,
    },
}

impl History {
    /// The history of an order to which nothing happened yet.
    pub const fn new(order: OrderKey) -> Self {
        Self {
            order,
            entries: Vec::new(),
            published: 0,
            state: None,
        }
    }

    /// The history with these entries, of which the first `published` are known to the world.
    pub fn restore(
        order: OrderKey,
        entries: Vec<Entry>,
        published: usize,
    ) -> Result<Self, HistoryError> {
        if published > entries.len() {
            return Err(HistoryError::Published {
                published,
                recorded: entries.len(),
            });
        }
        let mut state = None;
        for Entry { command, event } in &entries {
            if event.order != order || command.order != order {
                return Err(HistoryError::ForeignEntry {
                    event: event.id.clone(),
                });
            }
            state = Order::after(state, event);
            if state.is_none() {
                return Err(HistoryError::Sequence {
                    event: event.id.clone(),
                });
            }
        }
        Ok(Self {
            order,
            entries,
            published,
            state,
        })
    }

    /// Whose history it is.
    pub const fn order(&self) -> &OrderKey {
        &self.order
    }

    /// What happened, first things first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many of the entries the world knows.
    pub const fn published(&self) -> usize {
        self.published
    }

    /// The order as it is now, if it was ever placed.
    pub const fn state(&self) -> Option<&Order> {
        self.state.as_ref()
    }

    /// The events that the world does not know yet, first things first.
    pub fn unpublished(&self) -> impl Iterator<Item = &OrderEvent> {
        self.entries
            .iter()
            .skip(self.published)
            .map(|entry| &entry.event)
    }

    /// Carries the command out, unless it was carried out before.
    pub fn carry_out(&mut self, command: &Command, stamp: Stamp) -> Result<Recorded, Rejection> {
        if let Some(before) = self
            .entries
            .iter()
            .find(|entry| entry.command.id == command.id)
        {
            if before.command == *command {
                return Ok(Recorded::Before(before.event.version));
            }
            return Err(Rejection::CommandIdReused {
                command: command.id.clone(),
            });
        }
        let (customer, change) = Order::decide(self.state.as_ref(), command)?;
        let version = match &self.state {
            Some(order) => order.version().next(),
            None => Version::FIRST,
        };
        let event = OrderEvent {
            id: stamp.id,
            order: self.order.clone(),
            customer,
            version,
            at: stamp.at,
            change,
        };
        let order = Order::after(self.state.take(), &event);
        self.state = Some(order.expect("a change that was decided on an order can happen to it"));
        self.entries.push(Entry {
            command: command.clone(),
            event,
        });
        Ok(Recorded::New(version))
    }

    /// The world knows all that happened so far.
    pub fn mark_published(&mut self) {
        self.published = self.entries.len();
    }
}

impl Entity for History {
    type Kind = OrderKind;

    fn key(&self) -> &OrderKey {
        &self.order
    }
}

impl Aggregate for History {
    type Event = OrderEvent;

    fn unpublished(&self) -> impl Iterator<Item = &OrderEvent> + Send {
        self.unpublished()
    }

    fn mark_published(&mut self, through: Version) {
        let known = |entry: &&Entry| entry.event.version <= through;
        self.published = self.entries.iter().take_while(known).count();
    }
}
