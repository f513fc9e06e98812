//! The messages of the chain without the service: what the protocol costs, and nothing is read, decided, checked or repeated.
//!
//! A command is a request; its record is stored if there is none, and answered. The record is read from its stream, its event
//! published with an id, and the record stored again with the mark that the event is out, which is read once more. Two readers take
//! in events: one keeps boards, all events of a customer in one step, one looks at the record of each order and keeps a note. As many
//! nodes, readers and messages at a time as the service has; bytes are as long as those of the service.

use std::collections::BTreeMap;
use std::time::Duration;

use async_nats::header::{NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, NATS_MESSAGE_ID};
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{self, Context, Message};
use async_nats::{Client, HeaderMap};
use futures_util::StreamExt;
use futures_util::future::join_all;
use tokio::task::JoinSet;

use crate::Failure;
use crate::setup::Stream;

pub(crate) const PLACE: &str = "bare.place";
pub(crate) const PLACED: &str = "bare.placed";
/// The streams that are read, and who reads them.
pub(crate) const READERS: [(&str, &str); 3] = [
    ("BARE_RECORDS", "relay"),
    (EVENTS, "projector"),
    (EVENTS, "fulfilment"),
];
pub(crate) const EVENTS: &str = "BARE_EVENTS";

/// How many bytes things of the service have.
const RECORD: usize = 515;
const EVENT: usize = 255;
const NOTE: usize = 45;
/// An order on a board.
const LINE: usize = 65;
/// Begins a record whose event is out.
const MARK: u8 = b'm';

pub(crate) const AT_ONCE: usize = 64;
pub(crate) const SIDE_BY_SIDE: usize = 2;

/// Streams, their subjects, and how many messages of a subject they keep.
pub(crate) const STREAMS: [Stream; 4] = [
    ("BARE_RECORDS", "bare.record.>", 1),
    (EVENTS, PLACED, -1),
    ("BARE_NOTES", "bare.note.>", 1),
    ("BARE_BOARDS", "bare.board.>", 1),
];

/// One of the nodes; never ends by itself.
pub(crate) async fn serve(client: Client) -> Result<(), Failure> {
    let context = jetstream::new(client.clone());
    let mut parts: JoinSet<Result<(), Failure>> = JoinSet::new();
    let requests = client.queue_subscribe(PLACE, "bare".to_owned()).await?;
    let (desk, answering) = (context.clone(), client);
    parts.spawn(async move {
        let answers = requests.map(|request| take(&desk, &answering, request));
        let mut answers = answers.buffer_unordered(AT_ONCE);
        while let Some(answered) = answers.next().await {
            answered?;
        }
        Ok(())
    });
    for (number, (stream, reader)) in READERS.into_iter().enumerate() {
        let consumer: PullConsumer = context.get_consumer_from_stream(reader, stream).await?;
        for _ in 0..SIDE_BY_SIDE {
            let (context, consumer) = (context.clone(), consumer.clone());
            parts.spawn(async move {
                loop {
                    match number {
                        0 => relay(&context, read(&consumer, 64).await?).await?,
                        1 => project(&context, read(&consumer, 256).await?).await?,
                        _ => note(&context, read(&consumer, 64).await?).await?,
                    }
                }
            });
        }
    }
    while let Some(ended) = parts.join_next().await {
        ended??;
    }
    Ok(())
}

/// What is there, at most so many; waits a second for a first message.
pub(crate) async fn read(consumer: &PullConsumer, most: usize) -> Result<Vec<Message>, Failure> {
    let mut there = consumer.fetch().max_messages(most).messages().await?;
    let mut messages = Vec::new();
    while let Some(message) = there.next().await {
        messages.push(message?);
    }
    if messages.is_empty() {
        let patience = Duration::from_secs(1);
        let first = consumer.batch().max_messages(1).expires(patience);
        let mut first = first.messages().await?;
        while let Some(message) = first.next().await {
            messages.push(message?);
        }
    }
    Ok(messages)
}

async fn take(
    context: &Context,
    client: &Client,
    request: async_nats::Message,
) -> Result<(), Failure> {
    let number = number(&request.payload, b"\"o-");
    let record = padded(&request.payload, RECORD);
    let subject = format!("bare.record.o-{number}");
    store(context, subject, record, 0).await?;
    let to = request.reply.ok_or("a request wants a reply")?;
    let accepted = r#"{"outcome":"accepted","order_id":"o-100000","version":1}"#;
    client.publish(to, accepted.into()).await?;
    Ok(())
}

async fn relay(context: &Context, announced: Vec<Message>) -> Result<(), Failure> {
    let relaying = announced.iter().map(async |message| {
        let payload = &message.payload;
        if payload.first() != Some(&MARK) {
            let number = number(payload, b"\"o-");
            let mut headers = HeaderMap::new();
            headers.insert(NATS_MESSAGE_ID, format!("{number:036}"));
            let event = padded(&payload[..payload.len().min(EVENT)], EVENT);
            let stored = context.publish_with_headers(PLACED, headers, event.into());
            stored.await?.await?;
            let mut marked = payload.to_vec();
            marked[0] = MARK;
            let at = message.info()?.stream_sequence;
            store(context, message.subject.to_string(), marked, at).await?;
        }
        message.ack().await
    });
    join_all(relaying).await.into_iter().collect()
}

/// Boards of one round are kept one after the other, as the service does.
async fn project(context: &Context, events: Vec<Message>) -> Result<(), Failure> {
    let boards = context.get_stream_no_info("BARE_BOARDS").await?;
    let mut by_customer: BTreeMap<u64, Vec<Message>> = BTreeMap::new();
    for event in events {
        let customer = number(&event.payload, b"\"customer-");
        by_customer.entry(customer).or_default().push(event);
    }
    for (customer, events) in by_customer {
        let subject = format!("bare.board.{customer}");
        let known = boards.direct_get_last_for_subject(subject.as_str()).await;
        let (known, at) = match known {
            Ok(known) => (known.payload.len(), known.sequence),
            Err(_) => (0, 0),
        };
        let board = vec![b' '; known + LINE * events.len()];
        // Another reader may be faster; the service would try again.
        let _ = store(context, subject, board, at).await;
        for event in events {
            event.ack().await?;
        }
    }
    Ok(())
}

async fn note(context: &Context, events: Vec<Message>) -> Result<(), Failure> {
    if events.is_empty() {
        return Ok(());
    }
    // Whether the article is counted.
    let notes = context.get_stream_no_info("BARE_NOTES").await?;
    let _ = notes.direct_get_last_for_subject("bare.note.tea").await;
    let records = context.get_stream_no_info("BARE_RECORDS").await?;
    let noting = events.iter().map(async |event| {
        let number = number(&event.payload, b"\"o-");
        let record = format!("bare.record.o-{number}");
        records.direct_get_last_for_subject(record.as_str()).await?;
        let subject = format!("bare.note.o-{number}");
        store(context, subject, vec![b' '; NOTE], 0).await?;
        event.ack().await
    });
    join_all(noting).await.into_iter().collect()
}

/// Keeps the bytes in place of what stands there.
pub(crate) async fn store(
    context: &Context,
    subject: String,
    bytes: Vec<u8>,
    at: u64,
) -> Result<(), Failure> {
    let mut headers = HeaderMap::new();
    headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, at.to_string());
    let stored = context.publish_with_headers(subject, headers, bytes.into());
    stored.await?.await?;
    Ok(())
}

fn padded(bytes: &[u8], length: usize) -> Vec<u8> {
    let mut padded = bytes.to_vec();
    padded.resize(length, b' ');
    padded
}

/// The number that stands behind this.
pub(crate) fn number(bytes: &[u8], behind: &[u8]) -> u64 {
    let at = bytes.windows(behind.len()).position(|part| part == behind);
    let digits = bytes
        .iter()
        .skip(at.map_or(bytes.len(), |at| at + behind.len()));
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}
