//! What no service does with less, whatever its design: each command is answered, and each event stored, by itself.
//!
//! *Floor*: a request, and the event is stored before its reply. *Outbox floor*: a request, and a record is stored before its reply
//! if there is none; the record is read from its stream, and its event stored under an id. Nobody reads events, nothing is read,
//! decided or checked, and whoever fails gives up. Bytes are those of the request.

use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{self, Context, Message};
use async_nats::{Client, HeaderMap};
use futures_util::StreamExt;
use futures_util::future::join_all;
use tokio::task::JoinSet;

use crate::Failure;
use crate::bare::{AT_ONCE, SIDE_BY_SIDE, number, read, store};
use crate::setup::Stream;

pub(crate) const PLACE: &str = "floor.place";
pub(crate) const PLACE_OUTBOX: &str = "floor.outbox.place";
/// The stream that is read in the outbox floor, and who reads it.
pub(crate) const READERS: [(&str, &str); 1] = [(RECORDS, "relay")];

const RECORDS: &str = "FLOOR_RECORDS";
const PLACED: &str = "floor.placed";

/// Streams, their subjects, and how many messages of a subject they keep.
pub(crate) const STREAMS: [Stream; 2] =
    [("FLOOR_EVENTS", PLACED, -1), (RECORDS, "floor.record.>", 1)];

/// A node of the floor; never ends by itself.
pub(crate) async fn serve(client: Client) -> Result<(), Failure> {
    let context = jetstream::new(client.clone());
    answer(&client, PLACE, async |request| {
        let event = request.payload.clone();
        context.publish(PLACED, event).await?.await?;
        Ok(())
    })
    .await
}

/// A node of the outbox floor; never ends by itself.
pub(crate) async fn serve_outbox(client: Client) -> Result<(), Failure> {
    let context = jetstream::new(client.clone());
    let mut parts: JoinSet<Result<(), Failure>> = JoinSet::new();
    for (stream, reader) in READERS {
        let consumer: PullConsumer = context.get_consumer_from_stream(reader, stream).await?;
        for _ in 0..SIDE_BY_SIDE {
            let (context, consumer) = (context.clone(), consumer.clone());
            parts.spawn(async move {
                loop {
                    relay(&context, read(&consumer, 64).await?).await?;
                }
            });
        }
    }
    let answering = answer(&client, PLACE_OUTBOX, async |request| {
        let number = number(&request.payload, b"\"o-");
        let subject = format!("floor.record.o-{number}");
        store(&context, subject, request.payload.to_vec(), 0).await
    });
    let relaying = async {
        while let Some(ended) = parts.join_next().await {
            ended??;
        }
        Ok(())
    };
    tokio::try_join!(answering, relaying)?;
    Ok(())
}

/// Replies to each request when the work is done.
async fn answer(
    client: &Client,
    subject: &'static str,
    work: impl AsyncFn(&async_nats::Message) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let requests = client.queue_subscribe(subject, "floor".to_owned()).await?;
    let answers = requests.map(async |request| {
        work(&request).await?;
        let to = request.reply.ok_or("a request wants a reply")?;
        client.publish(to, "".into()).await?;
        Ok::<_, Failure>(())
    });
    let mut answers = answers.buffer_unordered(AT_ONCE);
    while let Some(answered) = answers.next().await {
        answered?;
    }
    Ok(())
}

async fn relay(context: &Context, announced: Vec<Message>) -> Result<(), Failure> {
    let relaying = announced.iter().map(async |message| {
        let mut headers = HeaderMap::new();
        let number = number(&message.payload, b"\"o-");
        headers.insert(NATS_MESSAGE_ID, format!("{number:036}"));
        let event = message.payload.clone();
        let stored = context.publish_with_headers(PLACED, headers, event);
        stored.await?.await?;
        message.ack().await
    });
    join_all(relaying).await.into_iter().collect()
}
