//! Streams and readers of what is measured beside the service.

use std::time::Duration;

use async_nats::Client;
use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{self, stream};

use crate::Failure;

/// A stream, its subjects, and how many messages of a subject it keeps.
pub(crate) type Stream = (&'static str, &'static str, i64);

/// Makes streams, and those who read some of them.
pub(crate) async fn make(
    client: &Client,
    streams: &[Stream],
    readers: &[(&str, &str)],
) -> Result<(), Failure> {
    let context = jetstream::new(client.clone());
    for &(name, subject, kept) in streams {
        let settings = stream::Config {
            name: name.to_owned(),
            subjects: vec![subject.to_owned()],
            max_messages_per_subject: kept,
            duplicate_window: Duration::from_secs(if kept == 1 { 120 } else { 600 }),
            allow_direct: kept == 1,
            ..stream::Config::default()
        };
        context.create_stream(settings).await?;
    }
    for &(stream, reader) in readers {
        let settings = pull::Config {
            durable_name: Some(reader.to_owned()),
            max_ack_pending: 1_000,
            ..pull::Config::default()
        };
        let stream = context.get_stream(stream).await?;
        stream.create_consumer(settings).await?;
    }
    Ok(())
}

/// Leaves nothing behind.
pub(crate) async fn clear(client: &Client, streams: &[Stream]) -> Result<(), Failure> {
    let context = jetstream::new(client.clone());
    for (name, ..) in streams {
        context.delete_stream(name).await?;
    }
    Ok(())
}
