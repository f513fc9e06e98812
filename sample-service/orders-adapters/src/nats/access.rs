//! Whom the desks of a server listen to. All of them have one queue group, so the one without keys would answer for those that have
//! some: it has to be known to all that there are keys.

use async_nats::jetstream;
use async_nats::jetstream::kv::{CreateErrorKind, Operation, Store};

use super::NatsConfig;
use super::bucket::store;
use super::error::ConnectError;
use super::topology::ACCESS_BUCKET;

/// What all desks of a server know about keys.
#[derive(Debug, Clone)]
pub struct NatsAccess {
    bucket: Store,
}

/// Under which key it stands that desks listen only to those who sign.
const DESK: &str = "desk";
/// What stands there, for people: that something does is what counts.
const SIGNED: &str = "signed";

impl NatsAccess {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
    ) -> Result<Self, ConnectError> {
        let bucket = store(context, config, ACCESS_BUCKET).await?;
        Ok(Self { bucket })
    }

    /// Whether no desk may be open: one has keys, or had.
    pub async fn is_signed(&self) -> Result<bool, ConnectError> {
        let entry = self.bucket.entry(DESK).await;
        let entry = entry.map_err(|error| ConnectError::resource(ACCESS_BUCKET, error))?;
        Ok(entry.is_some_and(|entry| entry.operation == Operation::Put))
    }

    /// No desk may be open from now on. Says whether one could be until now.
    pub async fn sign(&self) -> Result<bool, ConnectError> {
        match self.bucket.create(DESK, SIGNED.into()).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == CreateErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(ConnectError::resource(ACCESS_BUCKET, error)),
        }
    }
}
