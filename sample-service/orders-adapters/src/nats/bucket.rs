//! A key-value bucket of records.

use std::fmt::Display;

use async_nats::jetstream::kv::{CreateErrorKind, Operation, Store, UpdateErrorKind};
use async_nats::jetstream::{self, stream};
use orders::port::{Expected, Revision, StoreError, Versioned};
use orders_wire::{WireError, decode_record, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::NatsConfig;
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
        config: &NatsConfig,
        name: &str,
    ) -> Result<Self, ConnectError> {
        let store = store(context, config, name).await?;
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

    /// Keeps what is there once more, as it is, so that whoever reads the stream reads it again. If somebody else is faster,
    /// theirs is read.
    pub(super) async fn touch(&self, key: &str) -> Result<(), StoreError> {
        let entry = self.store.entry(key).await.map_err(store_unavailable)?;
        let Some(entry) = entry.filter(|entry| entry.operation == Operation::Put) else {
            return Ok(());
        };
        match self.store.update(key, entry.value, entry.revision).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision => Ok(()),
            Err(error) => Err(store_unavailable(error)),
        }
    }

    /// Nothing is kept under the key any more.
    pub(super) async fn forget(&self, key: &str) -> Result<(), StoreError> {
        self.store.delete(key).await.map_err(store_unavailable)
    }
}

/// The bucket as the client has it, made if it is not there.
pub(super) async fn store(
    context: &jetstream::Context,
    config: &NatsConfig,
    name: &str,
) -> Result<Store, ConnectError> {
    stream(context, config, topology::bucket(&config.streams, name)?).await?;
    context
        .get_key_value(name)
        .await
        .map_err(|error| ConnectError::resource(name, error))
}

/// The stream with these settings, made if it is not there.
pub(super) async fn stream(
    context: &jetstream::Context,
    config: &NatsConfig,
    settings: stream::Config,
) -> Result<stream::Stream, ConnectError> {
    let name = settings.name.clone();
    let stream = context
        .get_or_create_stream(settings)
        .await
        .map_err(|error| ConnectError::resource(&name, error))?;
    config.streams.check_stream(&stream.cached_info().config)?;
    Ok(stream)
}

/// The stream with these settings. One that was made when there were fewer subjects keeps all of them from now on; nothing else
/// about it is changed.
pub(super) async fn grown_stream(
    context: &jetstream::Context,
    config: &NatsConfig,
    settings: stream::Config,
) -> Result<stream::Stream, ConnectError> {
    let name = settings.name.clone();
    let failed = |error: &dyn Display| ConnectError::resource(&name, error);
    let wanted = settings.subjects.clone();
    let there = context.get_or_create_stream(settings.clone()).await;
    let found = there
        .map_err(|error| failed(&error))?
        .cached_info()
        .config
        .clone();
    let grows = found.subjects.iter().all(|kept| wanted.contains(kept));
    if grows && found.subjects.len() < wanted.len() {
        let grown = stream::Config {
            name: settings.name.clone(),
            subjects: wanted,
            ..found
        };
        let changed = context.update_stream(grown).await;
        changed.map_err(|error| failed(&error))?;
    }
    stream(context, config, settings).await
}
