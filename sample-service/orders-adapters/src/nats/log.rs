//! The streams of events: what happened to orders, and what happened to stock.

use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::stream::{RawMessageErrorKind, Stream};
use async_nats::jetstream::{self, Message};
use futures_util::{StreamExt, stream as streams};
use orders::domain::{EventId, OrderEvent, StockEvent};
use orders::port::{
    Delivery, EventArchive, EventFeed, EventPublisher, FeedError, Page, PublishError, Published,
};
use orders_wire::{WireError, v1};

use super::NatsConfig;
use super::bucket::grown_stream;
use super::error::{ConnectError, feed_unavailable, not_published};
use super::pull::{NatsReceipt, Reader, delivery, discard};
use super::topology::{self, EVENTS_STREAM, STOCK_STREAM};

/// How many events are looked up at once when the log is read by places.
const LOOKUPS: usize = 32;

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
        let settings = topology::stream(&config.streams, EVENTS_STREAM)?;
        let stream = grown_stream(context, config, settings).await?;
        let settings = topology::stream(&config.streams, STOCK_STREAM)?;
        grown_stream(context, config, settings).await?;
        Ok(Self {
            context: context.clone(),
            stream,
            config: config.clone(),
        })
    }

    /// A feed of all events under a name, which lasts: it goes on where it was.
    pub async fn feed(&self, name: &str) -> Result<NatsFeed, ConnectError> {
        let reader = Reader::open(&self.stream, EVENTS_STREAM, name, &self.config).await?;
        Ok(NatsFeed { reader })
    }
}

impl NatsLog {
    /// Returns when the stream of the subject has kept the event.
    async fn keep(
        &self,
        id: &EventId,
        subject: String,
        message: Vec<u8>,
    ) -> Result<Published, PublishError> {
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, id.as_str());
        let stored = self
            .context
            .publish_with_headers(subject, headers, message.into())
            .await
            .map_err(|error| not_published(&error))?
            .await
            .map_err(|error| not_published(&error))?;
        Ok(if stored.duplicate {
            Published::Before
        } else {
            Published::At(stored.sequence)
        })
    }

    /// The event at this place; none if there is nothing that is one: readers of feeds discarded it, and said so.
    async fn place(&self, place: u64) -> Result<Option<OrderEvent>, FeedError> {
        match self.stream.get_raw_message(place).await {
            Ok(message) => {
                let event = v1::Event::decode(&message.subject, &message.payload);
                Ok(event.and_then(OrderEvent::try_from).ok())
            }
            Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => Ok(None),
            Err(error) => Err(feed_unavailable(error)),
        }
    }
}

impl EventPublisher for NatsLog {
    async fn publish(&self, event: &OrderEvent) -> Result<Published, PublishError> {
        let message = v1::Event::from(event).encode();
        self.keep(&event.id, v1::subject_of(event), message).await
    }
}

impl EventPublisher<StockEvent> for NatsLog {
    async fn publish(&self, event: &StockEvent) -> Result<Published, PublishError> {
        let message = v1::StockEvent::from(event).encode();
        self.keep(&event.id, v1::stock_subject_of(event), message)
            .await
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
                    attempt: delivery(&message).map_err(feed_unavailable)?.1,
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

    async fn postpone(&self, receipt: NatsReceipt, delay: Duration) -> Result<(), FeedError> {
        receipt.postpone(delay).await.map_err(feed_unavailable)
    }

    async fn waiting(&self) -> Result<u64, FeedError> {
        self.reader.waiting().await.map_err(feed_unavailable)
    }
}

impl EventArchive for NatsLog {
    async fn read(&self, from: u64, most: usize) -> Result<Page, FeedError> {
        let state = self
            .stream
            .get_info()
            .await
            .map_err(feed_unavailable)?
            .state;
        let first = from.max(state.first_sequence);
        let next = first
            .saturating_add(most as u64)
            .min(state.last_sequence.saturating_add(1))
            .max(from);
        let mut places = streams::iter(first..next)
            .map(|place| self.place(place))
            .buffered(LOOKUPS);
        let mut events = Vec::new();
        while let Some(event) = places.next().await {
            events.extend(event?);
        }
        Ok(Page {
            events,
            next,
            is_last: next > state.last_sequence,
        })
    }
}

fn read(message: &Message) -> Result<OrderEvent, WireError> {
    v1::Event::decode(&message.subject, &message.payload)?.try_into()
}
