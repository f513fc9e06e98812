//! AsyncAPI 2 and 3: channels, and messages that a program sends to them and receives from them.

mod compare;
mod messages;
mod read;
mod read2;
mod read3;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::book::{Mark, Rest, SchemaAt};

pub(super) use compare::compare;

/// A document.
#[derive(Debug, Default)]
pub(in crate::files) struct Document {
    pub(super) schemas: BTreeSet<SchemaAt>,
    channels: Vec<Channel>,
    flows: Vec<Flow>,
    /// What servers speak.
    protocols: BTreeSet<String>,
    servers: Mark,
    mark: Mark,
    rest: Rest,
}

/// A channel.
#[derive(Debug)]
struct Channel {
    /// What it is called in the document.
    key: String,
    /// Where it is: with the names of parameters as they are written; none if that is known only when it runs.
    address: Option<String>,
    /// What parameters may be, in the order of the address.
    parameters: Vec<Option<Value>>,
    mark: Mark,
    rest: Rest,
}

/// What a program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Action {
    Send,
    Receive,
}

/// Messages that go one way over a channel.
#[derive(Debug)]
struct Flow {
    action: Action,
    /// The row of its channel; none for replies whose channel is only known when they are sent.
    channel: Option<usize>,
    /// What it is in the document: `orders/placed`, or an operation with `reply of`.
    name: String,
    messages: Vec<Message>,
    mark: Mark,
    rest: Rest,
}

/// A message.
#[derive(Debug)]
struct Message {
    name: String,
    content_type: Option<String>,
    payload: Payload,
    /// Of the message, and of its traits.
    headers: Vec<SchemaAt>,
    mark: Mark,
    rest: Rest,
}

/// What a message carries.
#[derive(Debug)]
enum Payload {
    /// Nothing is said.
    Any,
    Schema(SchemaAt, Value),
    /// It is described in another language.
    Other(Value),
}

impl Document {
    fn channel(&self, flow: &Flow) -> Option<&Channel> {
        flow.channel.map(|row| &self.channels[row])
    }

    /// The flows of a channel that go one way.
    fn flows(&self, channel: usize, action: Action) -> Vec<&Flow> {
        let own = self.flows.iter();
        own.filter(|it| it.channel == Some(channel) && it.action == action)
            .collect()
    }
}

/// Messages by their names.
type ByName<'m> = BTreeMap<&'m str, &'m Message>;
