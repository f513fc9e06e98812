//! Reads the reply of a module as that of a stranger. Whatever can be known without the rules is looked at: whose order it is,
//! that nothing that happened is changed, that the event is what was asked for, and that all parts say the same.

use orders::domain::{
    Action, Change, Command, Entry, History, OrderEvent, Rejection, Stamp, Status,
};
use orders::port::Decision;
use orders_wire::encode;
use orders_wire::guest::{
    ApiVersion, CarriedOut, CarryOut, RefusalCode, Reply, Request, decode_document,
};
use orders_wire::v1::{CommandReply, Event, tenant};

use crate::call_error::CallError;

/// What a module is asked, and what its reply is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) history: History,
    pub(crate) command: Command,
    pub(crate) stamp: Stamp,
}

impl Question {
    /// The request document.
    pub(crate) fn document(&self) -> Vec<u8> {
        let known = !self.history.entries().is_empty();
        encode(&Request::CarryOut(CarryOut {
            api: ApiVersion::CURRENT,
            tenant_id: tenant::to_wire(&self.command.order.tenant),
            state: known.then(|| (&self.history).into()),
            command: (&self.command).into(),
            event_id: self.stamp.id.to_string(),
            at_ms: self.stamp.at.as_millis(),
        }))
    }

    /// What the reply document says.
    pub(crate) fn read(&self, output: &[u8]) -> Result<Result<Decision, Rejection>, CallError> {
        match read_reply(output)? {
            Reply::CarriedOut(carried_out) => self.verify(carried_out),
            Reply::Refused(refusal) => Err(refused(refusal.code)),
            Reply::Described(_) => Err(contradiction("a description instead of a decision")),
        }
    }

    fn verify(&self, said: CarriedOut) -> Result<Result<Decision, Rejection>, CallError> {
        match said.reply {
            CommandReply::Accepted { order_id, version } => {
                if order_id != self.command.order.id.as_str() {
                    return Err(CallError::Foreign { what: "an order" });
                }
                let decision = match said.state {
                    Some(state) => self.news(state, &said.events)?,
                    None if said.events.is_empty() => self.before()?,
                    None => return Err(contradiction("an event that leaves no trace")),
                };
                let (Decision::New { version: made, .. } | Decision::Before(made)) = decision;
                if made.get() != version {
                    return Err(contradiction("two versions"));
                }
                Ok(Ok(decision))
            }
            CommandReply::Rejected { code, message } => {
                if said.state.is_some() || !said.events.is_empty() {
                    return Err(contradiction("a refusal that changes something"));
                }
                let rejection = self.rejection(&code)?;
                // A reply goes to whoever sent the command: no place for words of a stranger.
                if rejection.to_string() != message {
                    return Err(contradiction("a refusal in words of its own"));
                }
                Ok(Err(rejection))
            }
            CommandReply::Failed { .. } => {
                Err(contradiction("a failure of something it does not have"))
            }
        }
    }

    /// The history with one entry more, which is what was asked for.
    fn news(
        &self,
        state: orders_wire::v1::HistoryRecord,
        events: &[Event],
    ) -> Result<Decision, CallError> {
        let order = &self.command.order;
        if state.tenant_id != tenant::to_wire(&order.tenant) || state.order_id != order.id.as_str()
        {
            return Err(CallError::Foreign { what: "an order" });
        }
        let history = History::try_from(state).map_err(|error| CallError::Unreadable {
            reason: error.code(),
        })?;
        let before = self.history.entries();
        let Some((news, kept)) = history.entries().split_last() else {
            return Err(contradiction("a history without entries"));
        };
        if kept != before || history.published() != self.history.published() {
            return Err(contradiction("another past"));
        }
        self.check(news)?;
        if events != [Event::from(&news.event)] {
            return Err(contradiction("other events than those of its history"));
        }
        let version = news.event.version;
        Ok(Decision::New { history, version })
    }

    fn check(&self, news: &Entry) -> Result<(), CallError> {
        if news.command != self.command {
            return Err(CallError::Foreign { what: "a command" });
        }
        if news.event.id != self.stamp.id || news.event.at != self.stamp.at {
            return Err(CallError::Foreign { what: "an event" });
        }
        if !is_wished(&self.command, &news.event) {
            return Err(contradiction("an event that was not wished"));
        }
        Ok(())
    }

    /// What the same command did when it came before.
    fn before(&self) -> Result<Decision, CallError> {
        let entries = self.history.entries().iter();
        let entry = entries.rev().find(|entry| entry.command == self.command);
        entry
            .map(|entry| Decision::Before(entry.event.version))
            .ok_or(contradiction("a command that did not come before"))
    }

    fn rejection(&self, code: &str) -> Result<Rejection, CallError> {
        let Command { id, order, action } = &self.command;
        let placing = matches!(action, Action::Place { .. });
        let status = self.history.state().map(|order| order.status());
        let mut entries = self.history.entries().iter().map(|entry| &entry.command);
        let rejection = match (code, status) {
            ("order_unknown", None) if !placing => Rejection::UnknownOrder {
                order: order.id.clone(),
            },
            ("order_exists", Some(_)) if placing => Rejection::OrderExists {
                order: order.id.clone(),
            },
            ("order_closed", Some(status)) if !placing && status != Status::Open => {
                Rejection::OrderClosed {
                    order: order.id.clone(),
                    status,
                }
            }
            ("command_id_reused", _)
                if entries.any(|known| known.id == *id && *known != self.command) =>
            {
                Rejection::CommandIdReused {
                    command: id.clone(),
                }
            }
            _ => return Err(contradiction("a refusal for which there is no reason")),
        };
        Ok(rejection)
    }
}

/// The reply document.
pub(crate) fn read_reply(output: &[u8]) -> Result<Reply, CallError> {
    decode_document(output).map_err(|error| CallError::Unreadable {
        reason: error.code(),
    })
}

pub(crate) const fn refused(code: RefusalCode) -> CallError {
    CallError::Refused {
        code: match code {
            RefusalCode::Malformed => "malformed",
            RefusalCode::ApiUnsupported => "api_unsupported",
        },
    }
}

const fn contradiction(what: &'static str) -> CallError {
    CallError::Contradiction { what }
}

fn is_wished(command: &Command, event: &OrderEvent) -> bool {
    match (&command.action, &event.change) {
        (Action::Place { customer, lines }, Change::Placed { lines: placed }) => {
            *customer == event.customer && lines == placed
        }
        (Action::Cancel { reason }, Change::Cancelled { reason: said }) => reason == said,
        (Action::Ship { parcel }, Change::Shipped { parcel: shipped }) => parcel == shipped,
        _ => false,
    }
}
