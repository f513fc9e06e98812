//! Time, identity and the order as they came with the request.

use std::sync::{Mutex, PoisonError};

use orders::domain::{EventId, History, OrderKey};
use orders::port::{Clock, EventIds, Expected, Revision, Store, StoreError, Versioned};
use orders::shared::Timestamp;

/// The moment of the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GivenTime(pub(crate) Timestamp);

/// The id of the one event that a request can cause.
#[derive(Debug, Clone)]
pub(crate) struct GivenId(pub(crate) EventId);

impl Clock for GivenTime {
    fn now(&self) -> Timestamp {
        self.0
    }
}

impl EventIds for GivenId {
    fn next_id(&self) -> EventId {
        self.0.clone()
    }
}

/// A store of the one order that a request is about: nothing is looked up in it, and what is in it at the end is taken out as it is.
#[derive(Debug)]
pub(crate) struct GivenOrder(Mutex<Option<History>>);

/// The only one there is: a request is one step.
const REVISION: Revision = Revision(1);

impl GivenOrder {
    pub(crate) const fn new(known: Option<History>) -> Self {
        Self(Mutex::new(known))
    }

    pub(crate) fn into_inner(self) -> Option<History> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for &GivenOrder {
    type Of = History;

    async fn load(&self, _: &OrderKey) -> Result<Option<Versioned<History>>, StoreError> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(known.clone().map(|value| Versioned {
            value,
            revision: REVISION,
        }))
    }

    async fn commit(&self, value: &History, expected: Expected) -> Result<Revision, StoreError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_some() != (expected == Expected::At(REVISION)) {
            return Err(StoreError::Conflict);
        }
        *known = Some(value.clone());
        Ok(REVISION)
    }
}
