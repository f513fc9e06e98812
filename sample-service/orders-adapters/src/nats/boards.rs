//! Boards in a bucket.

use async_nats::jetstream;
use orders::domain::{CustomerBoard, CustomerKey};
use orders::port::{BoardStore, Expected, Revision, StoreError, Versioned};
use orders_wire::v1::BoardRecord;

use super::NatsConfig;
use super::bucket::Bucket;
use super::error::ConnectError;
use super::topology::{BOARDS_BUCKET, key};

/// Keeps boards.
#[derive(Debug, Clone)]
pub struct NatsBoards {
    bucket: Bucket,
}

impl NatsBoards {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
    ) -> Result<Self, ConnectError> {
        let bucket = Bucket::open(context, config, BOARDS_BUCKET).await?;
        Ok(Self { bucket })
    }
}

impl BoardStore for NatsBoards {
    async fn load(
        &self,
        customer: &CustomerKey,
    ) -> Result<Option<Versioned<CustomerBoard>>, StoreError> {
        self.bucket
            .load::<BoardRecord, _, _>(&key(customer), CustomerBoard::customer, customer)
            .await
    }

    async fn commit(
        &self,
        board: &CustomerBoard,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        let record = BoardRecord::from(board);
        self.bucket
            .commit(&key(board.customer()), &record, expected)
            .await
    }
    async fn forget(&self, customer: &CustomerKey) -> Result<(), StoreError> {
        self.bucket.forget(&key(customer)).await
    }
}
