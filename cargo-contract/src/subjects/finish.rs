//! What can be said only when all calls were looked at: what consumers read of streams, and what deals with messages.

use super::code::Code;
use super::find::Finder;
use super::given::{complete_consumer, complete_stream};
use super::value::Subject;
use super::{Act, Given, Need, OpaqueSite, Site, Subjects, handlers, place};

impl Finder<'_, '_, '_> {
    /// Puts together what was found, in order.
    pub(super) fn finish(mut self, given: &Given) -> Subjects {
        let found = &mut self.found;
        for stream in &mut found.streams {
            complete_stream(stream, &given.streams);
        }
        found.streams.extend(given.streams.iter().cloned());
        found
            .streams
            .sort_by(|a, b| (&a.name, place(a.span)).cmp(&(&b.name, place(b.span))));
        found.streams.dedup();
        if !is_prefixed(self.follower.code) {
            found.settle_writes();
        }
        for pending in std::mem::take(&mut self.pending) {
            let consumer = &mut found.consumers[pending.consumer];
            let mut filters = pending.filters.clone();
            complete_consumer(consumer, &mut filters, &given.consumers);
            let filters = match (&filters, &consumer.stream) {
                (Some(filters), _) if !filters.is_empty() => Some(filters.clone()),
                (Some(_), Some(stream)) => found
                    .streams
                    .iter()
                    .find(|it| it.name == *stream)
                    .and_then(|it| it.subjects.clone()),
                _ => None,
            };
            match filters {
                Some(filters) => {
                    for pattern in filters {
                        found.sites.push(Site {
                            subject: Subject {
                                wide: pattern.clone(),
                                pattern,
                                spreading: Vec::new(),
                                holes: 0,
                            },
                            ..pending.site.clone()
                        });
                    }
                }
                None => found.opaque.push(OpaqueSite {
                    act: Some(Act::Consume),
                    span: pending.site.decided(),
                    package: pending.site.package.clone(),
                    is_stream: false,
                    reason: match &consumer.stream {
                        Some(stream) => {
                            format!("what it reads of the stream `{stream}` is not known")
                        }
                        None => "what it reads is not known: its stream is not".to_owned(),
                    },
                }),
            }
        }
        let consumers = given.consumers.iter().map(|it| it.consumer.clone());
        found.consumers.extend(consumers);
        found
            .consumers
            .sort_by_key(|it| (place(it.span), it.durable.clone()));
        found.consumers.dedup();
        found.sites.sort_by(|a, b| {
            let key = |it: &Site| {
                let (own, decided) = (place(it.span), place(it.decided()));
                (own, it.act, it.subject.clone(), decided, it.via.len())
            };
            key(a).cmp(&key(b))
        });
        found.sites.dedup();
        found.needs.sort_by(|a, b| {
            let key = |it: &Need| (it.subject.clone(), it.is_out, it.why, place(it.span));
            key(a).cmp(&key(b))
        });
        found.needs.dedup();
        found
            .opaque
            .sort_by(|a, b| (place(a.span), &a.reason).cmp(&(place(b.span), &b.reason)));
        found.opaque.dedup();
        let handlers = handlers::find(self.follower, &self.found.sites);
        self.found.handlers = handlers;
        self.found
    }
}

/// Whether requests to JetStream may go another way: to another domain, or with a prefix. Then buckets are written to elsewhere, too.
fn is_prefixed(code: &Code<'_>) -> bool {
    code.units.values().any(|unit| {
        let facts = unit.facts;
        let mut paths = facts.paths.iter();
        let mut methods = facts.method_calls.iter();
        paths.any(|path| {
            let last = facts.segments(path.segments).next_back();
            matches!(last, Some("with_domain" | "with_prefix"))
        }) || methods.any(|call| matches!(facts.text(call.name), "api_prefix" | "domain"))
    })
}
