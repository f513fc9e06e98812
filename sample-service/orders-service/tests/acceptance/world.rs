//! What one scenario knows.

use orders::domain::TenantId;
use orders_wire::v1::{Amount, CommandReply, OrderLine, PlaceOrder, subject};
use orders_wire::{Form, decode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::backend::{Backend, Kind, Sent};
use crate::clients::keys;

#[derive(Debug, Default, cucumber::World)]
pub(crate) struct World {
    backend: Option<Backend>,
    kind: Option<Kind>,
    sent: u32,
    /// Whose desk is asked, if not that of `main`.
    pub(crate) tenant: Option<TenantId>,
    /// With which key requests are signed.
    pub(crate) key: Option<String>,
    /// In which form requests say that they are.
    pub(crate) form: Option<String>,
    /// The replies to what was sent last.
    pub(crate) replies: Vec<CommandReply>,
}

impl World {
    pub(crate) async fn start(&mut self, kind: Kind) {
        self.kind = Some(kind);
        self.backend = Some(Backend::start(kind, None).await);
    }

    /// Starts anew, with a desk that knows the keys of the examples.
    pub(crate) async fn start_with_keys(&mut self) {
        self.stop().await;
        let kind = self.kind.expect("a scenario starts with a backend");
        self.backend = Some(Backend::start(kind, Some(keys())).await);
    }

    pub(crate) fn backend(&self) -> &Backend {
        self.backend
            .as_ref()
            .expect("a scenario starts with a backend")
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(backend) = &mut self.backend {
            backend.stop().await;
        }
    }

    /// An id that no other command of the scenario has.
    pub(crate) fn command_id(&mut self) -> String {
        self.sent += 1;
        format!("command-{}", self.sent)
    }

    /// The subject, as it is for the tenant whose desk is asked.
    pub(crate) fn address(&self, subject: &str) -> String {
        match (&self.tenant, subject.rsplit_once('.')) {
            (Some(tenant), Some((_, word))) => subject::of(tenant, word),
            _ => subject.to_owned(),
        }
    }

    /// Sends a command and keeps the reply.
    pub(crate) async fn send(&mut self, subject: &str, payload: &[u8]) {
        let reply = self.request(subject, payload).await;
        self.replies = vec![reply];
    }

    /// The reply to what is sent as JSON, or as what is said that it is.
    pub(crate) async fn request<T: DeserializeOwned>(&self, subject: &str, payload: &[u8]) -> T {
        let subject = self.address(subject);
        let form = Form::read(self.form.as_deref()).unwrap_or(Form::Json);
        let payload = match decode::<Value>(payload) {
            Ok(message) if form != Form::Json => form.encode(&message),
            _ => payload.to_vec(),
        };
        let sent = Sent {
            subject: &subject,
            form: self.form.as_deref(),
            key: self.key.as_deref(),
            payload: &payload,
        };
        let (shown, reply) = self.backend().request(sent).await;
        assert_eq!(shown, form, "a reply has the form of the request");
        form.decode(&reply)
            .expect("a request is answered with a reply")
    }

    pub(crate) fn reply(&self) -> &CommandReply {
        match self.replies.as_slice() {
            [reply] => reply,
            replies => panic!("one reply is expected: {replies:?}"),
        }
    }
}

/// An order of one line that costs what the text says, such as `450 EUR`.
pub(crate) fn order_worth(
    command_id: String,
    customer: String,
    order: String,
    worth: &str,
) -> PlaceOrder {
    let (minor, currency) = worth.split_once(' ').expect("an amount and a currency");
    let unit_price = Amount {
        minor: minor.parse().expect("an amount is a number"),
        currency: currency.to_owned(),
    };
    PlaceOrder {
        command_id,
        order_id: order,
        customer_id: customer,
        lines: vec![OrderLine {
            sku: "tea".to_owned(),
            quantity: 1,
            unit_price,
        }],
    }
}
