//! Requests over core NATS: the driving side.
//!
//! So many are dealt with at once, so many more wait, and whoever comes then is told so at once: a desk that is slower than
//! its customers must not answer those who have left.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_nats::client::PublishError;
use async_nats::{Client, HeaderMap, HeaderValue, Subject, Subscriber};
use futures_util::StreamExt;
use futures_util::stream::{self, SelectAll};
use orders::port::{Authenticator, Message, Metric, OrderDesk, StockDesk, Telemetry};
use orders_wire::Form;
use orders_wire::v1::subject::{REQUESTS, TENANT_REQUESTS};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::error::ConnectError;
use crate::requests::{Reply, answer};

/// The requests that arrive for the desk.
#[derive(Debug)]
pub struct NatsRequests {
    client: Client,
    arriving: SelectAll<Subscriber>,
}

/// How much is taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// How many requests are dealt with at once.
    pub at_once: usize,
    /// How many more may wait; further ones are refused unread.
    pub waiting: usize,
}

/// All who listen form this group: a request goes to one of them.
const GROUP: &str = "orders";

/// In which form the payload is; without it JSON. A reply that is not JSON says so in the same way.
pub const FORM_HEADER: &str = "Content-Type";
/// What the sender proves to be with.
pub const TOKEN_HEADER: &str = "Orders-Token";

impl Capacity {
    /// What a small machine does well.
    pub const USUAL: Self = Self {
        at_once: 64,
        waiting: 1024,
    };
}

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
        desk: Arc<impl OrderDesk + StockDesk>,
        door: &impl Authenticator,
        telemetry: &impl Telemetry,
        capacity: Capacity,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ConnectError> {
        let Self {
            client,
            mut arriving,
        } = self;
        let counter = Counter {
            client: &client,
            desk: desk.as_ref(),
            door,
            telemetry,
            capacity,
            free: Semaphore::new(capacity.at_once),
            present: AtomicUsize::new(0),
        };
        let serve = |request| counter.serve(request);
        arriving
            .by_ref()
            .take_until(stop)
            .for_each_concurrent(None, serve)
            .await;
        for subscription in arriving.iter_mut() {
            subscription.drain().await.map_err(ConnectError::server)?;
        }
        arriving.for_each_concurrent(None, serve).await;
        client.flush().await.map_err(ConnectError::server)
    }
}

/// Where requests are dealt with, and where they wait for it.
struct Counter<'a, D, A, T> {
    client: &'a Client,
    desk: &'a D,
    door: &'a A,
    telemetry: &'a T,
    capacity: Capacity,
    free: Semaphore,
    /// Those who are dealt with, and those who wait.
    present: AtomicUsize,
}

impl<D: OrderDesk + StockDesk, A: Authenticator, T: Telemetry> Counter<'_, D, A, T> {
    async fn serve(&self, request: async_nats::Message) {
        let arrived = Instant::now();
        self.telemetry.add(Metric::Requests, 1);
        let Some(to) = request.reply else {
            tracing::warn!(subject = %request.subject, "ignored a request that asks for no reply");
            return;
        };
        let header = |name: &str| {
            let value = request.headers.as_ref().and_then(|it| it.get(name));
            value.map(HeaderValue::as_str)
        };
        let message = Message {
            subject: &request.subject,
            form: header(FORM_HEADER),
            payload: &request.payload,
            token: header(TOKEN_HEADER),
        };
        let answer = if self.come(1) > self.capacity.at_once + self.capacity.waiting {
            self.telemetry.add(Metric::RequestsShed, 1);
            let form = Form::read(message.form).unwrap_or(Form::Json);
            let message = "too many requests wait; nothing was carried out";
            Reply::unavailable(form, message.to_owned())
        } else {
            let _place = self.free.acquire().await;
            answer(self.desk, self.door, &message).await
        };
        if answer.denied.is_some() {
            self.telemetry.add(Metric::RequestsDenied, 1);
        }
        if let Err(error) = self.send(to, answer).await {
            tracing::warn!(subject = %request.subject, %error, "could not send a reply");
        }
        self.present.fetch_sub(1, Ordering::Relaxed);
        self.come(0);
        let took = u64::try_from(arrived.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.telemetry.add(Metric::RequestMicros, took);
    }

    /// JSON is what a message is that says nothing about its form.
    async fn send(&self, to: Subject, reply: Reply) -> Result<(), PublishError> {
        let bytes = reply.bytes.into();
        if reply.form == Form::Json {
            return self.client.publish(to, bytes).await;
        }
        let mut headers = HeaderMap::new();
        headers.insert(FORM_HEADER, reply.form.name());
        self.client.publish_with_headers(to, headers, bytes).await
    }

    /// How many are present with so many more.
    fn come(&self, more: usize) -> usize {
        let present = self.present.fetch_add(more, Ordering::Relaxed) + more;
        self.telemetry.set(Metric::RequestsInFlight, present as u64);
        present
    }
}
