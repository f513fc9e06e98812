//! What the program says and hears on NATS: subjects, streams, consumers, from its code.

#[cfg(test)]
mod against_server;
mod api;
mod asks;
mod callers;
mod calls;
mod code;
pub(crate) mod configured;
mod evaluate;
mod fields;
mod find;
mod finish;
mod follow;
mod given;
mod handlers;
mod jetstream;
mod kept;
mod packages;
pub(crate) mod pattern;
mod services;
mod setters;
#[cfg(test)]
mod tests;
mod texts;
mod tokens;
mod ty;
mod types;
mod typing;
mod value;
mod ways;

use std::collections::BTreeSet;

use govern_diagnostics::{FileId, Span};

pub(crate) use find::subjects;
pub(crate) use kept::{Kept, are_alike, is_store, shown_stream};
pub(crate) use pattern::Pattern;
pub(crate) use services::Services;
pub(crate) use value::Subject;

/// What places are ordered by.
pub(crate) fn place(span: Span) -> (FileId, u32, u32) {
    (
        span.file,
        span.range.start().into(),
        span.range.end().into(),
    )
}

/// What the program says and hears.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subjects {
    /// Where messages go out or come in, by place.
    pub(crate) sites: Vec<Site>,
    pub(crate) streams: Vec<Stream>,
    pub(crate) consumers: Vec<Consumer>,
    /// What else is asked of the server.
    pub(crate) needs: Vec<Need>,
    /// What deals with the messages of a subscription.
    pub(crate) handlers: Vec<Handler>,
    /// What cannot be known, with its place.
    pub(crate) opaque: Vec<OpaqueSite>,
    /// Which packages run together.
    pub(crate) services: Services,
    /// Patterns of types without dots that fit no type.
    pub(crate) idle_tokens: BTreeSet<String>,
    /// Where streams, buckets or consumers may be asked for, on something whose type is not known.
    pub(crate) unknown_storage: Vec<Span>,
}

/// What the project says about its subjects besides its code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    /// Patterns of types whose values are written without dots.
    pub(crate) tokens: Vec<String>,
    /// Streams whose configuration stands in a file.
    pub(crate) streams: Vec<Stream>,
    /// Consumers whose configuration stands in a file.
    pub(crate) consumers: Vec<GivenConsumer>,
}

/// A consumer whose configuration stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenConsumer {
    pub(crate) consumer: Consumer,
    /// What it reads; none if that is not known, empty: everything.
    pub(crate) filters: Option<Vec<Pattern>>,
}

/// What is done on a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// Sent to whoever listens.
    Publish,
    /// Sent to a stream, which says that it has it.
    Store,
    /// Sent, and a reply awaited.
    Request,
    /// Listened to.
    Subscribe,
    /// Read from a stream.
    Consume,
}

impl Act {
    /// Whether messages go out.
    pub(crate) fn is_out(self) -> bool {
        matches!(self, Act::Publish | Act::Store | Act::Request)
    }

    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Act::Publish => "publishes",
            Act::Store => "stores",
            Act::Request => "requests",
            Act::Subscribe => "subscribes",
            Act::Consume => "consumes",
        }
    }
}

/// A place where messages go out or come in, on a subject that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) act: Act,
    pub(crate) subject: Subject,
    /// The call.
    pub(crate) span: Span,
    /// The calls over which the subject came there, the outermost first.
    pub(crate) via: Vec<Span>,
    /// The package whose code decides about the subject.
    pub(crate) package: String,
    /// The function with the call.
    pub(crate) function: String,
    /// The queue group, or the durable name of the consumer.
    pub(crate) group: Option<String>,
    /// Whether there is a group whose name is not known.
    pub(crate) has_unknown_group: bool,
    /// The type that is sent.
    pub(crate) payload: Option<String>,
    /// Whether headers are sent, which may have an id by which the stream knows a message again.
    pub(crate) headers: bool,
}

impl Site {
    /// Where the subject was decided: what a reader wants to see.
    pub(crate) fn decided(&self) -> Span {
        self.via.first().copied().unwrap_or(self.span)
    }
}

/// A place of which something is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpaqueSite {
    /// What is done; none if even that is not known.
    pub(crate) act: Option<Act>,
    pub(crate) span: Span,
    pub(crate) package: String,
    /// What is not known, and why.
    pub(crate) reason: String,
    /// Whether it is about a stream or bucket, and not about a subject.
    pub(crate) is_stream: bool,
}

/// The configuration of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) name: String,
    /// What it keeps; none if that is not known.
    pub(crate) subjects: Option<Vec<Pattern>>,
    /// Whether it gets messages from other streams.
    pub(crate) is_fed: bool,
    pub(crate) limits: Limits,
    /// How long it knows ids again, in nanoseconds; none if that is not known.
    pub(crate) duplicate_window: Option<u128>,
    pub(crate) span: Span,
    /// The package whose code or file has it.
    pub(crate) package: Option<String>,
}

/// What bounds a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limits {
    /// By age, size or number, or by what was read.
    Bounded,
    /// By nothing.
    None,
    /// That is not known.
    Unknown,
}

/// When a message comes again that is not acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Redelivery {
    /// How long after it came first, in nanoseconds: the last time or, if there is no last one, the second.
    pub(crate) after: u128,
    /// Whether it comes again for ever.
    pub(crate) endless: bool,
}

/// The configuration of a consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consumer {
    pub(crate) stream: Option<String>,
    /// Its name, if it lasts; none if it does not, or if that is not known.
    pub(crate) durable: Option<String>,
    /// What it reads of the stream; empty: everything.
    pub(crate) filters: Vec<Pattern>,
    /// When messages come again that are not acknowledged; none: they do not, or that is not known.
    pub(crate) redelivery: Option<Redelivery>,
    pub(crate) span: Span,
    pub(crate) package: String,
}

impl Consumer {
    /// Whether it is known from code, and not from a file.
    pub(crate) fn is_of_code(&self) -> bool {
        !self.package.is_empty()
    }
}

/// Something that is asked of the server besides subjects of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Need {
    /// What to publish to, or to subscribe.
    pub(crate) subject: Pattern,
    pub(crate) is_out: bool,
    /// What for.
    pub(crate) why: &'static str,
    /// Whether nothing else will do: other versions of client and server may ask in another way.
    pub(crate) is_certain: bool,
    pub(crate) span: Span,
    /// The function with the call.
    pub(crate) function: String,
    pub(crate) package: String,
}

/// What deals with the messages of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handler {
    /// What it hears: rows of `sites`.
    pub(crate) hears: Vec<usize>,
    /// What is sent meanwhile: rows of `sites`.
    pub(crate) sends: Vec<usize>,
    pub(crate) span: Span,
}

impl Subjects {
    /// The sites in one direction.
    pub(crate) fn going(&self, out: bool) -> impl Iterator<Item = &Site> {
        self.sites
            .iter()
            .filter(move |site| site.act.is_out() == out)
    }

    /// What is not known in one direction: it may be any subject.
    pub(crate) fn opaque_going(&self, out: bool) -> impl Iterator<Item = &OpaqueSite> {
        self.opaque
            .iter()
            .filter(move |it| !it.is_stream && it.act.is_none_or(|act| act.is_out() == out))
    }

    /// The packages that say or hear something.
    pub(crate) fn packages(&self) -> BTreeSet<&str> {
        let sites = self.sites.iter().map(|it| it.package.as_str());
        let needs = self.needs.iter().map(|it| it.package.as_str());
        sites.chain(needs).collect()
    }
}
