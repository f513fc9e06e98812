//! The stream of events.

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{self, Message};
use orders::domain::OrderEvent;
use orders::port::{Delivery, EventFeed, EventPublisher, FeedError, PublishError, Published};
use orders_wire::{WireError, v1};

use super::NatsConfig;
use super::bucket::stream;
use super::error::{ConnectError, feed_unavailable, publish_unavailable};
use super::pull::{NatsReceipt, Reader, discard};
use super::topology;

/// Keeps events in the order in which they came.
#[derive(Debug, Clone)]
pub struct NatsLog {
    context: jetstream::Context,
    stream: Stream,
    config: NatsConfig,
}

/// Reads the log under a name. Feeds of one name share what is read; each name reads everything.
#[derive(Debug, Clone)]
pub struct NatsFeed {
    reader: Reader,
}

impl NatsLog {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
    ) -> Result<Self, ConnectError> {
        let stream = stream(context, topology::events()).await?;
        // One that was made before there were tenants does not keep what happens to them.
        let kept = &stream.cached_info().config.subjects;
        let wanted = topology::events();
        if wanted
            .subjects
            .iter()
            .any(|subject| !kept.contains(subject))
        {
            let changed = context.update_stream(topology::events()).await;
            changed.map_err(|error| ConnectError::resource(&wanted.name, error))?;
        }
        Ok(Self {
            context: context.clone(),
            stream,
            config: config.clone(),
        })
    }

    /// A feed of all events under a name, which lasts: it goes on where it was.
    pub async fn feed(&self, name: &str) -> Result<NatsFeed, ConnectError> {
        let NatsConfig {
            ack_wait, patience, ..
        } = self.config;
        let reader = Reader::open(&self.stream, name, ack_wait, patience).await?;
        Ok(NatsFeed { reader })
    }
}

impl EventPublisher for NatsLog {
    async fn publish(&self, event: &OrderEvent) -> Result<Published, PublishError> {
        let message = v1::Event::from(event);
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, event.id.as_str());
        let stored = self
            .context
            .publish_with_headers(v1::subject_of(event), headers, message.encode().into())
            .await
            .map_err(publish_unavailable)?
            .await
            .map_err(publish_unavailable)?;
        Ok(if stored.duplicate {
            Published::Before
        } else {
            Published::At(stored.sequence)
        })
    }
}

impl EventFeed for NatsFeed {
    type Receipt = NatsReceipt;

    async fn fetch(&self, most: usize) -> Result<Vec<Delivery<NatsReceipt>>, FeedError> {
        let mut deliveries = Vec::new();
        for message in self.reader.read(most).await.map_err(feed_unavailable)? {
            match read(&message) {
                Ok(event) => deliveries.push(Delivery {
                    event,
                    attempt: attempt(&message).map_err(feed_unavailable)?,
                    receipt: NatsReceipt::new(message),
                }),
                Err(error) => discard(&message, &error).await.map_err(feed_unavailable)?,
            }
        }
        Ok(deliveries)
    }

    async fn acknowledge(&self, receipt: NatsReceipt) -> Result<(), FeedError> {
        receipt.acknowledge().await.map_err(feed_unavailable)
    }
}

fn read(message: &Message) -> Result<OrderEvent, WireError> {
    v1::Event::decode(&message.subject, &message.payload)?.try_into()
}

fn attempt(message: &Message) -> Result<u32, async_nats::Error> {
    Ok(u32::try_from(message.info()?.delivered).unwrap_or(u32::MAX))
}
