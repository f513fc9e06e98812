//! The stream of dead letters.

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{RawMessageErrorKind, Stream};
use orders::domain::RecordKey;
use orders::port::{Buried, DeadLetter, DeadLetters, StoreError};
use orders_wire::v1::{decode_letter, encode_letter};

use super::NatsConfig;
use super::bucket::grown_stream;
use super::error::{ConnectError, store_unavailable};
use super::topology::{self, DEAD_LETTERS_STREAM, key};

/// Keeps dead letters.
#[derive(Debug, Clone)]
pub struct NatsDeadLetters {
    context: jetstream::Context,
    stream: Stream,
}

impl NatsDeadLetters {
    pub(super) async fn open(
        context: &jetstream::Context,
        config: &NatsConfig,
    ) -> Result<Self, ConnectError> {
        let settings = topology::stream(&config.streams, DEAD_LETTERS_STREAM)?;
        Ok(Self {
            context: context.clone(),
            stream: grown_stream(context, config, settings).await?,
        })
    }

    async fn message(&self, place: u64) -> Result<Option<StreamMessage>, StoreError> {
        match self.stream.get_raw_message(place).await {
            Ok(message) => Ok(Some(message)),
            Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => Ok(None),
            Err(error) => Err(store_unavailable(error)),
        }
    }
}

impl DeadLetters for NatsDeadLetters {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), StoreError> {
        let record = match &letter.record {
            RecordKey::Order(order) => key(order),
            // No id has a colon.
            RecordKey::Stock(article) => format!("stock:{}", key(article)),
        };
        let id = format!("{record}-{}", letter.revision.0);
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, id.as_str());
        let (subject, record) = encode_letter(letter);
        self.context
            .publish_with_headers(subject, headers, record.into())
            .await
            .map_err(store_unavailable)?
            .await
            .map_err(store_unavailable)?;
        Ok(())
    }

    async fn list(&self, most: usize) -> Result<Vec<Buried>, StoreError> {
        let state = self
            .stream
            .get_info()
            .await
            .map_err(store_unavailable)?
            .state;
        let mut letters = Vec::new();
        for place in state.first_sequence..=state.last_sequence {
            if letters.len() >= most {
                break;
            }
            if let Some(message) = self.message(place).await? {
                let letter = read(place, &message)?;
                letters.push(Buried { place, letter });
            }
        }
        Ok(letters)
    }

    async fn find(&self, place: u64) -> Result<Option<DeadLetter>, StoreError> {
        let message = self.message(place).await?;
        message.map(|message| read(place, &message)).transpose()
    }

    async fn remove(&self, place: u64) -> Result<(), StoreError> {
        match self.stream.delete_message(place).await {
            Ok(_) => Ok(()),
            // Somebody else may have been faster.
            Err(error) => match self.message(place).await? {
                None => Ok(()),
                Some(_) => Err(store_unavailable(error)),
            },
        }
    }

    async fn count(&self) -> Result<u64, StoreError> {
        let info = self.stream.get_info().await.map_err(store_unavailable)?;
        Ok(info.state.messages)
    }
}

fn read(place: u64, message: &StreamMessage) -> Result<DeadLetter, StoreError> {
    decode_letter(&message.subject, &message.payload).map_err(|error| StoreError::Unreadable {
        key: place.to_string(),
        reason: error.to_string(),
    })
}
