//! Where entities are kept.

use std::future::Future;

use super::versioned::{Expected, Revision, StoreError, Versioned};
use crate::domain::{Entity, Key};

/// Keeps one value for each key and replaces it in one step.
pub trait Store: Send + Sync {
    /// What is kept.
    type Of: Entity;

    /// What is kept under the key, if there is something.
    fn load(
        &self,
        key: &Key<Self::Of>,
    ) -> impl Future<Output = Result<Option<Versioned<Self::Of>>, StoreError>> + Send;

    /// Keeps the value in place of the expected one.
    fn commit(
        &self,
        value: &Self::Of,
        expected: Expected,
    ) -> impl Future<Output = Result<Revision, StoreError>> + Send;
}
