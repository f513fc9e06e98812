//! Requests over core NATS: the driving side.

use std::future::Future;
use std::sync::Arc;

use async_nats::{Client, Message, Subscriber};
use futures_util::StreamExt;
use futures_util::stream::{self, SelectAll};
use orders::port::OrderDesk;
use orders_wire::v1::subject::{REQUESTS, TENANT_REQUESTS};

use super::error::ConnectError;
use crate::requests::answer;

/// The requests that arrive for the desk.
#[derive(Debug)]
pub struct NatsRequests {
    client: Client,
    arriving: SelectAll<Subscriber>,
}

/// All who listen form this group: a request goes to one of them.
const GROUP: &str = "orders";
/// How many requests are dealt with at once; more wait in the connection.
const AT_ONCE: usize = 64;

impl NatsRequests {
    /// Returns when the server will send requests here.
    pub(super) async fn listen(client: &Client) -> Result<Self, ConnectError> {
        let mut subscriptions = Vec::new();
        for subject in REQUESTS.into_iter().chain(TENANT_REQUESTS) {
            let subscription = client.queue_subscribe(subject, GROUP.to_owned()).await;
            subscriptions.push(subscription.map_err(ConnectError::server)?);
        }
        client.flush().await.map_err(ConnectError::server)?;
        Ok(Self {
            client: client.clone(),
            arriving: stream::select_all(subscriptions),
        })
    }

    /// Answers until `stop` is there, and then what has arrived by then. Returns an error if it could not say goodbye.
    pub async fn serve(
        self,
        desk: Arc<impl OrderDesk>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ConnectError> {
        let Self {
            client,
            mut arriving,
        } = self;
        let answer = |request| reply(&client, desk.as_ref(), request);
        arriving
            .by_ref()
            .take_until(stop)
            .for_each_concurrent(AT_ONCE, answer)
            .await;
        for subscription in arriving.iter_mut() {
            subscription.drain().await.map_err(ConnectError::server)?;
        }
        arriving.for_each_concurrent(AT_ONCE, answer).await;
        client.flush().await.map_err(ConnectError::server)
    }
}

async fn reply(client: &Client, desk: &impl OrderDesk, request: Message) {
    let Some(to) = request.reply else {
        tracing::warn!(subject = %request.subject, "ignored a request that asks for no reply");
        return;
    };
    let answer = answer(desk, &request.subject, &request.payload).await;
    if let Err(error) = client.publish(to, answer.into()).await {
        tracing::warn!(subject = %request.subject, %error, "could not send a reply");
    }
}
