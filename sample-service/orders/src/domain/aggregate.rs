//! What is kept as one record, and what happens to it.

use super::id::{EventId, Id, Kind, Scoped};
use super::version::Version;

/// Something that is kept under a key.
pub trait Entity: Clone + Send + Sync {
    /// What the id in its key is the id of.
    type Kind: Kind;

    /// Under which key.
    fn key(&self) -> &Key<Self>;
}

/// The key of an entity.
pub type Key<T> = Scoped<Id<<T as Entity>::Kind>>;

/// A unit of consistency: its state, what was asked of it and the events that the world does not know yet are one value.
pub trait Aggregate: Entity {
    /// What can happen to it.
    type Event: DomainEvent;

    /// The events that the world does not know yet, first things first.
    fn unpublished(&self) -> impl Iterator<Item = &Self::Event> + Send;

    /// The world knows all events up to the one that made this version.
    fn mark_published(&mut self, through: Version);
}

/// Something that happened to an aggregate.
pub trait DomainEvent: Send + Sync {
    /// Which event.
    fn id(&self) -> &EventId;

    /// The how manieth event of its aggregate it is.
    fn version(&self) -> Version;
}
