//! Requests as bytes: finds out who asks, reads what, asks the desk, writes the reply. Whatever carries the bytes calls this.
//!
//! Who asks, and whether they may, is settled before anything looks into the payload; how long it is, before that.

use orders::domain::{Receive, Refusal, Right, TenantId};
use orders::port::{AuthenticationError, Authenticator, Message, OrderDesk, StockDesk};
use orders_wire::v1::{
    BoardQuery, BoardReply, Command, CommandReply, FailureCode, ReceiveGoods, ReceiveReply,
    StockQuery, StockReply, subject,
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

/// What is known of a request before anybody looks into it.
struct Asked {
    /// Its form, if there is such a form.
    form: Result<Form, WireError>,
    /// The form of the reply.
    shown: Form,
    admitted: Result<(), Denied>,
}

/// Why nobody looks into a request.
enum Denied {
    /// It is too long.
    Unread(WireError),
    /// Of whom it is, or that nobody can tell.
    Unknown(AuthenticationError),
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
    let asked = Asked {
        form,
        shown,
        admitted,
    };
    match right {
        Right::Board => {
            let read = |form: Form| form.decode::<BoardQuery>(payload)?.of_tenant(tenant);
            let ask = async |customer| BoardReply::from(desk.board(&customer).await);
            asked.reply(read, ask).await
        }
        Right::Receive => {
            let read = |form: Form| form.decode::<ReceiveGoods>(payload)?.of_tenant(tenant);
            let ask = async |goods: Receive| {
                ReceiveReply::new(&goods.article, desk.receive(&goods).await)
            };
            asked.reply(read, ask).await
        }
        Right::Stock => {
            let read = |form: Form| form.decode::<StockQuery>(payload)?.of_tenant(tenant);
            let ask = async |article| StockReply::new(&article, desk.stock(&article).await);
            asked.reply(read, ask).await
        }
        Right::Place | Right::Cancel | Right::Ship => {
            let read = |form| Command::decode(form, subject, payload)?.of_tenant(tenant);
            let ask = async |command| CommandReply::from(desk.carry_out(&command).await);
            asked.reply(read, ask).await
        }
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
    let sender = door.authenticate(request).map_err(|error| {
        security::refused(error.into(), Some(tenant), None);
        Denied::Unknown(error)
    })?;
    sender.permit(tenant, right).map_err(|refusal| {
        security::refused(refusal.into(), Some(tenant), Some(&sender));
        Denied::Unknown(refusal.into())
    })
}

impl Asked {
    /// The reply of whoever is asked for what the request says; or why nobody is.
    async fn reply<Q, R>(
        self,
        read: impl FnOnce(Form) -> Result<Q, WireError>,
        ask: impl AsyncFnOnce(Q) -> R,
    ) -> Reply
    where
        R: From<WireError> + From<Refusal> + Serialize,
    {
        if let Err(denied) = self.admitted {
            return denied.reply::<R>(self.shown);
        }
        match self.form.and_then(read) {
            Ok(question) => reply(self.shown, &ask(question).await),
            Err(error) => reply(self.shown, &R::from(error)),
        }
    }
}

fn reply(form: Form, reply: &impl Serialize) -> Reply {
    Reply {
        form,
        bytes: form.encode(reply),
        denied: None,
    }
}

impl Reply {
    /// That nothing was carried out, and that it may be at another time. A failed reply is the same whatever was asked for.
    pub(crate) fn unavailable(form: Form, message: String) -> Self {
        let code = FailureCode::Unavailable;
        reply(form, &CommandReply::Failed { code, message })
    }

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
        let (reply, event) = match self {
            Self::Unread(error) => (reply(form, &R::from(error)), SecurityEvent::TooLong),
            Self::Unknown(AuthenticationError::Refused(refusal)) => {
                (reply(form, &R::from(refusal)), refusal.into())
            }
            Self::Unknown(error @ AuthenticationError::Crowded) => {
                (Reply::unavailable(form, error.to_string()), error.into())
            }
        };
        Reply {
            denied: Some(event),
            ..reply
        }
    }
}
