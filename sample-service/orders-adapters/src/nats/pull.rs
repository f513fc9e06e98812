//! Reading a stream in batches, with explicit acknowledgement.

use std::fmt::Display;
use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{AckKind, Message};
use futures_util::StreamExt;
use orders_wire::WireError;

use super::error::ConnectError;
use super::topology;
use crate::security;

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

    /// Returns when the server has noted it.
    pub(super) async fn acknowledge(self) -> Result<(), impl Display> {
        self.0.double_ack().await
    }
}

impl Reader {
    pub(super) async fn open(
        stream: &Stream,
        name: &str,
        ack_wait: Duration,
        patience: Duration,
    ) -> Result<Self, ConnectError> {
        let consumer = stream
            .get_or_create_consumer(name, topology::reader(name, ack_wait))
            .await
            .map_err(|error| ConnectError::resource(name, error))?;
        Ok(Self { consumer, patience })
    }

    /// What is there, at most so many; waits for a first message as long as patience lasts.
    pub(super) async fn read(&self, most: usize) -> Result<Vec<Message>, async_nats::Error> {
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
}

/// A message that is none of ours must not come again. What it says is somebody's data and stays out of the log.
pub(super) async fn discard(message: &Message, error: &WireError) -> Result<(), async_nats::Error> {
    let code = error.code();
    if let WireError::Tenant { found, .. } = error {
        security::refused(code, Some(found));
    }
    tracing::warn!(subject = %message.subject, code, "discarded a message that cannot be read");
    message.ack_with(AckKind::Term).await
}

async fn collect(
    mut batch: async_nats::jetstream::consumer::pull::Batch,
) -> Result<Vec<Message>, async_nats::Error> {
    let mut messages = Vec::new();
    while let Some(message) = batch.next().await {
        messages.push(message?);
    }
    Ok(messages)
}
