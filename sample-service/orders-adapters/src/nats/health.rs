//! Questions how a node is, over core NATS. Each node answers, for each is asked.

use std::future::Future;
use std::time::Duration;

use async_nats::{Client, Subscriber};
use futures_util::StreamExt;
use orders_wire::v1::subject::HEALTH;
use tokio::time::sleep;

use super::error::ConnectError;

/// The questions that arrive.
#[derive(Debug)]
pub struct NatsHealth {
    client: Client,
    arriving: Subscriber,
}

impl NatsHealth {
    /// Returns when the server will send questions here.
    pub(super) async fn listen(client: &Client) -> Result<Self, ConnectError> {
        let arriving = client.subscribe(HEALTH).await;
        let arriving = arriving.map_err(ConnectError::server)?;
        client.flush().await.map_err(ConnectError::server)?;
        Ok(Self {
            client: client.clone(),
            arriving,
        })
    }

    /// Answers with what `report` says then, until `stop` is there.
    pub async fn serve(self, report: impl Fn() -> Vec<u8>, stop: impl Future<Output = ()>) {
        let Self { client, arriving } = self;
        let mut arriving = Box::pin(arriving.take_until(stop));
        while let Some(question) = arriving.next().await {
            let Some(to) = question.reply else { continue };
            if let Err(error) = client.publish(to, report().into()).await {
                tracing::warn!(%error, "could not say how this node is");
            }
        }
    }
}

/// What nodes answer within the time.
pub(super) async fn ask(client: &Client, wait: Duration) -> Result<Vec<Vec<u8>>, ConnectError> {
    let inbox = client.new_inbox();
    let answers = client.subscribe(inbox.clone()).await;
    let answers = answers.map_err(ConnectError::server)?;
    let asked = client.publish_with_reply(HEALTH, inbox, "".into()).await;
    asked.map_err(ConnectError::server)?;
    let answers = answers.take_until(sleep(wait));
    // Where nobody listens the server says so, with an empty message.
    let answers = answers.filter_map(|answer| {
        std::future::ready((!answer.payload.is_empty()).then(|| answer.payload.to_vec()))
    });
    Ok(answers.collect().await)
}
