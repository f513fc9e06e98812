//! Entities in a bucket. The stream behind the bucket is the outbox of aggregates: each commit is a message in it.

use std::marker::PhantomData;
use std::time::Duration;

use async_nats::jetstream;
use orders::domain::{Aggregate, Entity, Fulfilment, History, Key, Stock};
use orders::port::{Changed, Expected, Outbox, Revision, Store, StoreError, Versioned};
use orders_wire::v1::{FulfilmentRecord, HistoryRecord, StockRecord};
use orders_wire::{WireError, decode_record};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::NatsConfig;
use super::bucket::{Bucket, stream};
use super::error::{ConnectError, store_unavailable};
use super::pull::{NatsReceipt, Reader, delivery, discard};
use super::topology::{self, RELAY, key, read_key};

/// Keeps entities, each as a record `R`.
#[derive(Debug)]
pub struct NatsStore<T, R> {
    bucket: Bucket,
    kept: PhantomData<fn() -> (T, R)>,
}

/// Keeps aggregates, each as a record `R`, and announces each commit.
#[derive(Debug)]
pub struct NatsRecords<T, R> {
    store: NatsStore<T, R>,
    announcements: Reader,
    prefix: String,
}

/// Keeps histories of orders and announces each commit.
pub type NatsOrders = NatsRecords<History, HistoryRecord>;
/// Keeps the stock of articles and announces each commit.
pub type NatsStock = NatsRecords<Stock, StockRecord>;
/// Keeps how far orders and stock have come together.
pub type NatsFulfilments = NatsStore<Fulfilment, FulfilmentRecord>;

impl<T, R> Clone for NatsStore<T, R> {
    fn clone(&self) -> Self {
        Self {
            bucket: self.bucket.clone(),
            kept: PhantomData,
        }
    }
}

impl<T, R> Clone for NatsRecords<T, R> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            announcements: self.announcements.clone(),
            prefix: self.prefix.clone(),
        }
    }
}

impl<T, R> NatsStore<T, R> {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
        name: &str,
    ) -> Result<Self, ConnectError> {
        let bucket = Bucket::open(context, config, name).await?;
        let kept = PhantomData;
        Ok(Self { bucket, kept })
    }
}

impl<T, R> NatsRecords<T, R> {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
        name: &str,
    ) -> Result<Self, ConnectError> {
        let store = NatsStore::open(context, config, name).await?;
        let settings = topology::bucket(&config.streams, name)?;
        let of = settings.name.clone();
        let stream = stream(context, config, settings).await?;
        let announcements = Reader::open(&stream, &of, RELAY, config).await?;
        Ok(Self {
            store,
            announcements,
            prefix: topology::bucket_prefix(name),
        })
    }
}

impl<T, R> Store for NatsStore<T, R>
where
    T: Entity + TryFrom<R, Error = WireError>,
    R: Serialize + DeserializeOwned + for<'a> From<&'a T> + Send + Sync,
{
    type Of = T;

    async fn load(&self, owner: &Key<T>) -> Result<Option<Versioned<T>>, StoreError> {
        self.bucket
            .load::<R, _, _>(&key(owner), Entity::key, owner)
            .await
    }

    async fn commit(&self, value: &T, expected: Expected) -> Result<Revision, StoreError> {
        let record = R::from(value);
        self.bucket
            .commit(&key(value.key()), &record, expected)
            .await
    }
}

impl<T, R> Store for NatsRecords<T, R>
where
    T: Entity + TryFrom<R, Error = WireError>,
    R: Serialize + DeserializeOwned + for<'a> From<&'a T> + Send + Sync,
{
    type Of = T;

    async fn load(&self, owner: &Key<T>) -> Result<Option<Versioned<T>>, StoreError> {
        self.store.load(owner).await
    }

    async fn commit(&self, value: &T, expected: Expected) -> Result<Revision, StoreError> {
        self.store.commit(value, expected).await
    }
}

impl<T, R> Outbox for NatsRecords<T, R>
where
    T: Aggregate + TryFrom<R, Error = WireError>,
    R: DeserializeOwned + Send + Sync,
{
    type Of = T;
    type Receipt = NatsReceipt;

    async fn changed(&self, most: usize) -> Result<Vec<Changed<T, NatsReceipt>>, StoreError> {
        let mut changed = Vec::new();
        for message in self
            .announcements
            .read(most)
            .await
            .map_err(store_unavailable)?
        {
            let key = message.subject.strip_prefix(&self.prefix);
            match read_key(key.unwrap_or_default()) {
                Ok(key) => {
                    let (revision, attempt) = delivery(&message).map_err(store_unavailable)?;
                    let committed = read_committed::<T, R>(&key, revision, &message.payload);
                    changed.push(Changed {
                        key,
                        committed,
                        revision,
                        attempt,
                        receipt: NatsReceipt::new(message),
                    });
                }
                Err(error) => discard(&message, &error).await.map_err(store_unavailable)?,
            }
        }
        Ok(changed)
    }

    async fn confirm(&self, receipt: NatsReceipt) -> Result<(), StoreError> {
        receipt.acknowledge().await.map_err(store_unavailable)
    }

    async fn postpone(&self, receipt: NatsReceipt, delay: Duration) -> Result<(), StoreError> {
        receipt.postpone(delay).await.map_err(store_unavailable)
    }

    async fn announce(&self, of: &Key<T>) -> Result<(), StoreError> {
        self.store.bucket.touch(&key(of)).await
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        self.announcements
            .waiting()
            .await
            .map_err(store_unavailable)
    }
}

/// The record in the announcement. One that cannot be read is none: who looks it up is told why.
fn read_committed<T, R>(key: &Key<T>, revision: Revision, payload: &[u8]) -> Option<Versioned<T>>
where
    T: Aggregate + TryFrom<R, Error = WireError>,
    R: DeserializeOwned,
{
    let record = decode_record::<R>(payload).ok()?;
    let value = T::try_from(record).ok()?;
    (value.key() == key).then_some(Versioned { value, revision })
}
