//! Requests as bytes: finds out who asks, reads what, asks the desk, writes the reply. Whatever carries the bytes calls this.
//!
//! Who asks, and whether they may, is settled before anything looks into the payload; how long it is, before that.

use orders::domain::{Command, CustomerKey, Receive, Refusal, Right, StockKey, TenantId};
use orders::port::{Authenticator, Message, OrderDesk, StockDesk};
use orders_wire::v1::{
    self, BoardQuery, BoardReply, CommandReply, ReceiveGoods, ReceiveReply, StockQuery, StockReply,
    subject,
};
use orders_wire::{Form, ReplyFrame, RequestFrame, WireError, check_length};
use serde::Serialize;

use crate::security::{self, SecurityEvent};

/// A reply, and what has to be known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The form that it is in: that of the request, if that is known, else JSON.
    pub form: Form,
    /// The reply.
    pub bytes: Vec<u8>,
    /// Why the sender was not listened to, if so.
    pub denied: Option<SecurityEvent>,
}

/// Why nobody looks into a request.
enum Denied {
    /// It is too long.
    Unread(WireError),
    /// Of whom it is.
    Refused(Refusal),
}

/// The reply to a request. There is always one, also to what is no request.
pub async fn answer(
    desk: &(impl OrderDesk + StockDesk),
    door: &impl Authenticator,
    request: &Message<'_>,
) -> Reply {
    let form = Form::read(request.form);
    let shown = form.as_ref().copied().unwrap_or(Form::Json);
    let (tenant, subject) = match subject::read(request.subject) {
        Ok(read) => read,
        Err(error) => return reply(shown, &CommandReply::from(error)),
    };
    let right = match right(subject) {
        Ok(right) => right,
        Err(error) => return reply(shown, &CommandReply::from(error)),
    };
    let admitted = admit(door, &tenant, right, request);
    let payload = request.payload;
    match (right, admitted) {
        (Right::Board, Ok(())) => reply(shown, &board(desk, tenant, form, payload).await),
        (Right::Board, Err(denied)) => denied.reply::<BoardReply>(shown),
        (Right::Receive, Ok(())) => reply(shown, &receive(desk, tenant, form, payload).await),
        (Right::Receive, Err(denied)) => denied.reply::<ReceiveReply>(shown),
        (Right::Stock, Ok(())) => reply(shown, &stock(desk, tenant, form, payload).await),
        (Right::Stock, Err(denied)) => denied.reply::<StockReply>(shown),
        (_, Ok(())) => reply(shown, &command(desk, tenant, subject, form, payload).await),
        (_, Err(denied)) => denied.reply::<CommandReply>(shown),
    }
}

/// The reply, in one line, to a request in one line. What lines carry is JSON.
pub async fn answer_line(
    desk: &(impl OrderDesk + StockDesk),
    door: &impl Authenticator,
    line: &[u8],
) -> (Vec<u8>, Option<SecurityEvent>) {
    let (subject, reply) = match RequestFrame::decode(line) {
        Ok(frame) => {
            let payload = frame.payload_bytes();
            let request = Message {
                subject: &frame.subject,
                form: None,
                payload: &payload,
                token: frame.token.as_deref(),
            };
            let reply = answer(desk, door, &request).await;
            (Some(frame.subject), reply)
        }
        Err(error) => (None, reply(Form::Json, &CommandReply::from(error))),
    };
    let line = ReplyFrame::new(subject, &reply.bytes)
        .expect("a reply is JSON and shorter than what is read")
        .encode();
    (line, reply.denied)
}

/// What is asked for under the subject, which for `main` would be this one.
fn right(subject: &'static str) -> Result<Right, WireError> {
    match subject {
        subject::PLACE => Ok(Right::Place),
        subject::CANCEL => Ok(Right::Cancel),
        subject::SHIP => Ok(Right::Ship),
        subject::BOARD => Ok(Right::Board),
        subject::RECEIVE => Ok(Right::Receive),
        subject::STOCK => Ok(Right::Stock),
        _ => Err(WireError::Subject {
            subject: subject.to_owned(),
        }),
    }
}

/// Whether the sender may ask for this.
fn admit(
    door: &impl Authenticator,
    tenant: &TenantId,
    right: Right,
    request: &Message<'_>,
) -> Result<(), Denied> {
    if let Err(error) = check_length(request.payload) {
        security::refused(SecurityEvent::TooLong, Some(tenant), None);
        return Err(Denied::Unread(error));
    }
    let sender = door.authenticate(request).map_err(|refusal| {
        security::refused(refusal.into(), Some(tenant), None);
        Denied::Refused(refusal)
    })?;
    sender.permit(tenant, right).map_err(|refusal| {
        security::refused(refusal.into(), Some(tenant), Some(&sender));
        Denied::Refused(refusal)
    })
}

async fn command(
    desk: &impl OrderDesk,
    tenant: TenantId,
    subject: &str,
    form: Result<Form, WireError>,
    payload: &[u8],
) -> CommandReply {
    match form.and_then(|form| read_command(tenant, subject, form, payload)) {
        Ok(command) => desk.carry_out(&command).await.into(),
        Err(error) => error.into(),
    }
}

async fn board(
    desk: &impl OrderDesk,
    tenant: TenantId,
    form: Result<Form, WireError>,
    payload: &[u8],
) -> BoardReply {
    match form.and_then(|form| read_query(tenant, form, payload)) {
        Ok(customer) => desk.board(&customer).await.into(),
        Err(error) => error.into(),
    }
}

async fn receive(
    desk: &impl StockDesk,
    tenant: TenantId,
    form: Result<Form, WireError>,
    payload: &[u8],
) -> ReceiveReply {
    match form.and_then(|form| read_receive(tenant, form, payload)) {
        Ok(receive) => ReceiveReply::new(&receive.article, desk.receive(&receive).await),
        Err(error) => error.into(),
    }
}

async fn stock(
    desk: &impl StockDesk,
    tenant: TenantId,
    form: Result<Form, WireError>,
    payload: &[u8],
) -> StockReply {
    match form.and_then(|form| read_stock_query(tenant, form, payload)) {
        Ok(article) => StockReply::new(&article, desk.stock(&article).await),
        Err(error) => error.into(),
    }
}

fn read_command(
    tenant: TenantId,
    subject: &str,
    form: Form,
    payload: &[u8],
) -> Result<Command, WireError> {
    v1::Command::decode(form, subject, payload)?.of_tenant(tenant)
}

fn read_query(tenant: TenantId, form: Form, payload: &[u8]) -> Result<CustomerKey, WireError> {
    form.decode::<BoardQuery>(payload)?.of_tenant(tenant)
}

fn read_receive(tenant: TenantId, form: Form, payload: &[u8]) -> Result<Receive, WireError> {
    form.decode::<ReceiveGoods>(payload)?.of_tenant(tenant)
}

fn read_stock_query(tenant: TenantId, form: Form, payload: &[u8]) -> Result<StockKey, WireError> {
    form.decode::<StockQuery>(payload)?.of_tenant(tenant)
}

fn reply(form: Form, reply: &impl Serialize) -> Reply {
    Reply {
        form,
        bytes: form.encode(reply),
        denied: None,
    }
}

impl Reply {
    /// The reply that is JSON already.
    pub const fn json(bytes: Vec<u8>) -> Self {
        Self {
            form: Form::Json,
            bytes,
            denied: None,
        }
    }
}

impl Denied {
    fn reply<R: From<WireError> + From<Refusal> + Serialize>(self, form: Form) -> Reply {
        let (message, event): (R, SecurityEvent) = match self {
            Self::Unread(error) => (error.into(), SecurityEvent::TooLong),
            Self::Refused(refusal) => (refusal.into(), refusal.into()),
        };
        Reply {
            denied: Some(event),
            ..reply(form, &message)
        }
    }
}
