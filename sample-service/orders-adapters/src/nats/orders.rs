//! Histories in a bucket. The stream behind the bucket is the outbox: each commit is a message in it.

use std::time::Duration;

use async_nats::jetstream;
use orders::domain::{History, OrderKey};
use orders::port::{ChangedOrder, Expected, OrderStore, Outbox, Revision, StoreError, Versioned};
use orders_wire::decode_record;
use orders_wire::v1::HistoryRecord;

use super::NatsConfig;
use super::bucket::{Bucket, stream};
use super::error::{ConnectError, store_unavailable};
use super::pull::{NatsReceipt, Reader, delivery, discard};
use super::topology::{self, ORDERS_BUCKET, RELAY, key, read_key};

/// Keeps histories and announces each commit.
#[derive(Debug, Clone)]
pub struct NatsOrders {
    bucket: Bucket,
    announcements: Reader,
}

impl NatsOrders {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
    ) -> Result<Self, ConnectError> {
        let bucket = Bucket::open(context, config, ORDERS_BUCKET).await?;
        let settings = topology::bucket(&config.streams, ORDERS_BUCKET)?;
        let of = settings.name.clone();
        let stream = stream(context, config, settings).await?;
        let announcements = Reader::open(&stream, &of, RELAY, config).await?;
        Ok(Self {
            bucket,
            announcements,
        })
    }
}

impl OrderStore for NatsOrders {
    async fn load(&self, order: &OrderKey) -> Result<Option<Versioned<History>>, StoreError> {
        self.bucket
            .load::<HistoryRecord, _, _>(&key(order), History::order, order)
            .await
    }

    async fn commit(&self, history: &History, expected: Expected) -> Result<Revision, StoreError> {
        let record = HistoryRecord::from(history);
        self.bucket
            .commit(&key(history.order()), &record, expected)
            .await
    }
}

impl Outbox for NatsOrders {
    type Receipt = NatsReceipt;

    async fn changed(&self, most: usize) -> Result<Vec<ChangedOrder<NatsReceipt>>, StoreError> {
        let prefix = topology::bucket_prefix(ORDERS_BUCKET);
        let mut changed = Vec::new();
        for message in self
            .announcements
            .read(most)
            .await
            .map_err(store_unavailable)?
        {
            let key = message.subject.strip_prefix(&prefix).unwrap_or_default();
            match read_key(key) {
                Ok(order) => {
                    let (revision, attempt) = delivery(&message).map_err(store_unavailable)?;
                    let history = read_announced(&order, revision, &message.payload);
                    changed.push(ChangedOrder {
                        order,
                        history,
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

    async fn announce(&self, order: &OrderKey) -> Result<(), StoreError> {
        self.bucket.touch(&key(order)).await
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        self.announcements
            .waiting()
            .await
            .map_err(store_unavailable)
    }
}

/// The record in the announcement. One that cannot be read is none: who looks it up is told why.
fn read_announced(
    order: &OrderKey,
    revision: Revision,
    payload: &[u8],
) -> Option<Versioned<History>> {
    let record = decode_record::<HistoryRecord>(payload).ok()?;
    let value = History::try_from(record).ok()?;
    (value.order() == order).then_some(Versioned { value, revision })
}
