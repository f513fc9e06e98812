//! Reading a stream in batches, with explicit acknowledgement.

use std::time::Duration;

use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{AckKind, Message};
use futures_util::StreamExt;
use orders::port::Revision;
use orders_wire::WireError;
use tokio::time::timeout;

use super::NatsConfig;
use super::error::ConnectError;
use super::topology;
use crate::security::{self, SecurityEvent};

/// How long a server may take to answer, beyond patience.
const ANSWER: Duration = Duration::from_secs(3);

/// Acknowledges one message.
#[derive(Debug)]
pub struct NatsReceipt(Message);

/// A durable consumer and how long it waits.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    consumer: PullConsumer,
    patience: Duration,
}

impl NatsReceipt {
    pub(super) const fn new(message: Message) -> Self {
        Self(message)
    }

    /// Tells the server, and does not wait for it: if that is lost, the message comes again, and who deals with it sees that
    /// nothing is left to do.
    pub(super) async fn acknowledge(self) -> Result<(), async_nats::Error> {
        self.0.ack().await
    }

    /// The message comes again after this time.
    pub(super) async fn postpone(self, delay: Duration) -> Result<(), async_nats::Error> {
        self.0.ack_with(AckKind::Nak(Some(delay))).await
    }
}

impl Reader {
    pub(super) async fn open(
        stream: &Stream,
        of: &str,
        name: &str,
        config: &NatsConfig,
    ) -> Result<Self, ConnectError> {
        let settings: pull::Config = topology::reader(&config.streams, of, name)?;
        let consumer: PullConsumer = stream
            .get_or_create_consumer(name, settings)
            .await
            .map_err(|error| ConnectError::resource(name, error))?;
        config.streams.check_consumer(consumer.cached_info())?;
        Ok(Self {
            consumer,
            patience: config.patience,
        })
    }

    /// What is there, at most so many; waits for a first message as long as patience lasts. A server that stopped in between
    /// never answers, also when it is there again: that is an error, and what it had sent comes again.
    pub(super) async fn read(&self, most: usize) -> Result<Vec<Message>, async_nats::Error> {
        timeout(self.patience + ANSWER, self.read_patiently(most)).await?
    }

    async fn read_patiently(&self, most: usize) -> Result<Vec<Message>, async_nats::Error> {
        let there = self.consumer.fetch().max_messages(most).messages().await?;
        let messages = collect(there).await?;
        if !messages.is_empty() {
            return Ok(messages);
        }
        let first = self
            .consumer
            .batch()
            .max_messages(1)
            .expires(self.patience)
            .messages()
            .await?;
        collect(first).await
    }

    /// How many messages are not acknowledged, delivered or not.
    pub(super) async fn waiting(&self) -> Result<u64, async_nats::Error> {
        let info = self.consumer.get_info().await?;
        Ok(info.num_pending + info.num_ack_pending as u64)
    }
}

/// Which message it is, and the how manieth time it is delivered.
pub(super) fn delivery(message: &Message) -> Result<(Revision, u32), async_nats::Error> {
    let info = message.info()?;
    let attempt = u32::try_from(info.delivered).unwrap_or(u32::MAX);
    Ok((Revision(info.stream_sequence), attempt))
}

/// A message that is none of ours must not come again. What it says is somebody's data and stays out of the log.
pub(super) async fn discard(message: &Message, error: &WireError) -> Result<(), async_nats::Error> {
    let code = error.code();
    if let WireError::Tenant { found, .. } = error {
        security::refused(SecurityEvent::WrongTenant, Some(found), None);
    }
    tracing::warn!(subject = %message.subject, code, "discarded a message that cannot be read");
    message.ack_with(AckKind::Term).await
}

async fn collect(mut batch: pull::Batch) -> Result<Vec<Message>, async_nats::Error> {
    let mut messages = Vec::new();
    while let Some(message) = batch.next().await {
        messages.push(message?);
    }
    Ok(messages)
}
