//! A key-value bucket of records.

use std::fmt::Display;

use async_nats::jetstream::kv::{CreateErrorKind, Operation, Store, UpdateErrorKind};
use async_nats::jetstream::{self, stream};
use orders::port::{Expected, Revision, StoreError, Versioned};
use orders_wire::{WireError, decode_record, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{ConnectError, store_unavailable};
use super::topology;

#[derive(Debug, Clone)]
pub(super) struct Bucket {
    store: Store,
}

impl Bucket {
    /// The bucket, made if it is not there.
    pub(super) async fn open(
        context: &jetstream::Context,
        name: &str,
    ) -> Result<Self, ConnectError> {
        stream(context, topology::bucket(name)).await?;
        let store = context
            .get_key_value(name)
            .await
            .map_err(|error| ConnectError::resource(name, error))?;
        Ok(Self { store })
    }

    /// What is kept under the key, read from a record `R`. It says itself what it belongs to, which must be `owner`.
    pub(super) async fn load<R, T, O>(
        &self,
        key: &str,
        owner_of: impl Fn(&T) -> &O,
        owner: &O,
    ) -> Result<Option<Versioned<T>>, StoreError>
    where
        R: DeserializeOwned,
        T: TryFrom<R, Error = WireError>,
        O: PartialEq + Display,
    {
        let unreadable = |reason| StoreError::Unreadable {
            key: key.to_owned(),
            reason,
        };
        let entry = self.store.entry(key).await.map_err(store_unavailable)?;
        let Some(entry) = entry.filter(|entry| entry.operation == Operation::Put) else {
            return Ok(None);
        };
        let value = decode_record::<R>(&entry.value)
            .and_then(T::try_from)
            .map_err(|error| unreadable(error.to_string()))?;
        let stated = owner_of(&value);
        if stated != owner {
            return Err(unreadable(format!("it belongs to `{stated}`")));
        }
        Ok(Some(Versioned {
            value,
            revision: Revision(entry.revision),
        }))
    }

    /// Keeps the record under the key in place of the expected one.
    pub(super) async fn commit(
        &self,
        key: &str,
        record: &impl Serialize,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        let bytes = encode(record).into();
        let result = match expected {
            Expected::Absent => {
                self.store
                    .create(key, bytes)
                    .await
                    .map_err(|error| match error.kind() {
                        CreateErrorKind::AlreadyExists => StoreError::Conflict,
                        _ => store_unavailable(error),
                    })
            }
            Expected::At(Revision(revision)) => self
                .store
                .update(key, bytes, revision)
                .await
                .map_err(|error| match error.kind() {
                    UpdateErrorKind::WrongLastRevision => StoreError::Conflict,
                    _ => store_unavailable(error),
                }),
        };
        result.map(Revision)
    }
}

/// The stream with these settings, made if it is not there.
pub(super) async fn stream(
    context: &jetstream::Context,
    config: stream::Config,
) -> Result<stream::Stream, ConnectError> {
    let name = config.name.clone();
    context
        .get_or_create_stream(config)
        .await
        .map_err(|error| ConnectError::resource(&name, error))
}
