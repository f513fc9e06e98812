//! Finds the calls that say or hear something on NATS, and what they say.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{Expr, ExprId, Extent, bindings};
use govern_names::Meaning;

use super::api::{self, Ask};
use super::code::{Code, Unit};
use super::follow::{Follower, Reached};
use super::given::{complete_consumer, complete_stream};
use super::handlers;
use super::pattern::Pattern;
use super::services::Services;
use super::ty::Ty;
use super::value::{Subject, Value};
use super::{Act, Given, Need, OpaqueSite, Site, Subjects, place};
use crate::collect::Side;

/// What the program says and hears on NATS, from its code and what is given besides.
pub(crate) fn subjects(side: &Side<'_>, given: &Given) -> Subjects {
    let code = Code::new(side, &given.tokens);
    let follower = Follower::new(&code);
    let mut finder = Finder {
        follower: &follower,
        found: Subjects {
            services: Services::new(side.workspace),
            idle_tokens: code.idle_tokens.clone(),
            ..Subjects::default()
        },
        pending: Vec::new(),
    };
    for unit in code.units.values() {
        finder.unit(unit);
    }
    finder.finish(given)
}

/// A call that is looked at.
pub(super) struct Call<'u, 'w> {
    pub(super) unit: &'u Unit<'w>,
    pub(super) id: ExprId,
    pub(super) receiver: ExprId,
    pub(super) args: Vec<ExprId>,
    pub(super) span: Span,
}

/// A consumer whose stream has to be known to say what it reads.
pub(super) struct Pending {
    pub(super) consumer: usize,
    pub(super) filters: Option<Vec<Pattern>>,
    pub(super) site: Site,
}

/// What was found so far.
pub(super) struct Finder<'f, 'c, 'w> {
    pub(super) follower: &'f Follower<'c, 'w>,
    pub(super) found: Subjects,
    pub(super) pending: Vec<Pending>,
}

impl<'w> Finder<'_, '_, 'w> {
    fn unit(&mut self, unit: &Unit<'w>) {
        let code = self.follower.code;
        let calls = unit.facts.method_calls.iter();
        let mut expected: BTreeSet<Extent> = BTreeSet::new();
        let mut leading: BTreeSet<Extent> = BTreeSet::new();
        let mut asks = false;
        for call in calls {
            let name = unit.facts.text(call.name);
            if api::is_asking(name) && code.is_production(unit, call.scope) {
                asks = true;
                if api::is_telling(name) {
                    expected.insert(call.extent);
                }
                if api::is_leading(name) {
                    leading.insert(call.extent);
                }
            }
        }
        let by_path = |path: &govern_facts::PathRef| {
            path.kind == govern_facts::PathKind::Call
                && unit
                    .facts
                    .segments(path.segments)
                    .next_back()
                    .is_some_and(api::is_telling)
        };
        if !asks && !unit.facts.paths.iter().any(by_path) {
            return;
        }
        let expressions = code.expressions(unit);
        let mut ids: Vec<ExprId> = expressions.iter().map(|(id, _)| id).collect();
        ids.sort_by_key(|&id| expressions.row(id).extent.start);
        for id in ids {
            match expressions.expr(id) {
                Expr::Method {
                    receiver,
                    name,
                    place,
                    args,
                } => {
                    expected.remove(place);
                    leading.remove(place);
                    if !api::is_asking(name) || !code.in_program(unit, id) {
                        continue;
                    }
                    let call = Call {
                        unit,
                        id,
                        receiver: *receiver,
                        args: args.clone(),
                        span: code.span(unit, *place),
                    };
                    self.follower.ask();
                    let on = self.follower.type_of(unit, *receiver);
                    match api::known(&on) {
                        Some(known) => {
                            if let Some(ask) = api::asks(known, name) {
                                self.asked(&call, ask);
                            }
                        }
                        None if on == Ty::Unknown && self.uses_nats(unit) => {
                            if api::is_leading(name) {
                                self.found.unknown_storage.push(call.span);
                            }
                            if api::is_telling(name) {
                                let reason = format!(
                                    "`{name}` is called on something whose type is not known"
                                );
                                self.opaque(None, call.span, unit, reason);
                            }
                        }
                        None => {}
                    }
                }
                // `Client::publish(&client, …)`
                Expr::Call { callee, args } => {
                    let extent = expressions.row(*callee).extent;
                    let Some(Meaning::External(path)) = code.meaning(unit, extent.start) else {
                        continue;
                    };
                    let Some((ty, name)) = path.rsplit_once("::") else {
                        continue;
                    };
                    let known = api::known(&Ty::External(ty.to_owned(), Vec::new()));
                    let ask = known.and_then(|known| api::asks(known, name));
                    if let (Some(ask), Some((receiver, args))) = (ask, args.split_first())
                        && code.in_program(unit, id)
                    {
                        let call = Call {
                            unit,
                            id,
                            receiver: *receiver,
                            args: args.to_vec(),
                            span: code.span(unit, extent),
                        };
                        self.asked(&call, ask);
                    }
                }
                _ => {}
            }
        }
        if !self.uses_nats(unit) {
            return;
        }
        let unseen = leading.into_iter().map(|place| code.span(unit, place));
        self.found.unknown_storage.extend(unseen);
        for place in expected {
            let reason = "it stands in the arguments of a macro that are no expressions".to_owned();
            self.opaque(None, code.span(unit, place), unit, reason);
        }
    }

    /// Whether a file belongs to a package that may call the client at all.
    fn uses_nats(&self, unit: &Unit<'w>) -> bool {
        let workspace = self.follower.code.side.workspace;
        let package = workspace.package_named(self.follower.code.package(unit.file));
        package.is_some_and(|it| {
            it.dependencies
                .iter()
                .any(|it| it.crate_name == "async_nats")
        })
    }

    fn opaque(&mut self, act: Option<Act>, span: Span, unit: &Unit<'w>, reason: String) {
        let package = self.follower.code.package(unit.file).to_owned();
        self.found.opaque.push(OpaqueSite {
            act,
            span,
            package,
            reason,
            is_stream: false,
        });
    }

    pub(super) fn opaque_stream(&mut self, span: Span, unit: &Unit<'w>, reason: String) {
        self.opaque(None, span, unit, reason);
        if let Some(last) = self.found.opaque.last_mut() {
            last.is_stream = true;
        }
    }

    /// An argument, for all ways in which the program comes to the call.
    pub(super) fn ways(&self, call: &Call<'_, 'w>, at: usize) -> Vec<Reached> {
        match call.args.get(at) {
            Some(&arg) => self.follower.everywhere(call.unit, arg),
            None => Vec::new(),
        }
    }

    fn asked(&mut self, call: &Call<'_, 'w>, ask: Ask) {
        match ask {
            Ask::Publish {
                subject, payload, ..
            } => self.sent(call, Act::Publish, subject, Some(payload), false),
            Ask::Request { subject, payload } => {
                self.sent(call, Act::Request, subject, Some(payload), false);
                self.need(call, &["_INBOX", ">"], false, "replies to requests");
            }
            Ask::Store {
                subject,
                payload,
                headers,
            } => {
                self.sent(call, Act::Store, subject, Some(payload), headers);
                self.need(call, &["_INBOX", ">"], false, "replies to requests");
            }
            Ask::StoreBuilt { subject, .. } => {
                self.sent(call, Act::Store, subject, None, true);
                self.need(call, &["_INBOX", ">"], false, "replies to requests");
            }
            Ask::Subscribe { subject, queue } => self.subscribed(call, subject, queue),
            Ask::Endpoint => {
                let reason = "the endpoints of a service are not followed".to_owned();
                self.opaque(Some(Act::Subscribe), call.span, call.unit, reason);
            }
            _ => self.of_jetstream(call, ask),
        }
    }

    fn sent(
        &mut self,
        call: &Call<'_, 'w>,
        act: Act,
        subject: usize,
        payload: Option<usize>,
        headers: bool,
    ) {
        let payload = payload.and_then(|at| call.args.get(at));
        let payload = payload.and_then(|&id| self.payload(call.unit, id));
        for way in self.ways(call, subject) {
            for value in way.value.all() {
                match self.subject(value) {
                    // Whoever asked knows where.
                    Ok(None) => self.need(call, &["_INBOX", ">"], true, "replies to requests"),
                    Ok(Some(subject)) => {
                        let mut site = self.site(call, act, subject, &way);
                        site.payload.clone_from(&payload);
                        site.headers = headers;
                        self.found.sites.push(site);
                    }
                    Err(reason) => self.opaque(Some(act), call.span, call.unit, reason),
                }
            }
        }
    }

    /// The subject that a value is; none for that of a reply.
    fn subject(&self, value: &Value) -> Result<Option<Subject>, String> {
        match value {
            Value::Text(pieces) => Subject::of(pieces)
                .map(Some)
                .map_err(|why| format!("its subject is not known: {why}")),
            Value::Reply => Ok(None),
            Value::Unknown(why) => Err(format!("its subject is not known: {}", why.reason)),
            _ => Err("its subject is not known".to_owned()),
        }
    }

    pub(super) fn site(
        &self,
        call: &Call<'_, 'w>,
        act: Act,
        subject: Subject,
        way: &Reached,
    ) -> Site {
        let code = self.follower.code;
        let function = code.function_around(call.unit, call.id);
        Site {
            act,
            subject,
            span: call.span,
            via: way.via.clone(),
            package: way.package.clone(),
            function: function.map_or(String::new(), |it| code.path_of(it)),
            group: None,
            has_unknown_group: false,
            payload: None,
            headers: false,
        }
    }

    fn subscribed(&mut self, call: &Call<'_, 'w>, subject: usize, queue: Option<usize>) {
        let group = queue.map(|at| {
            let mut values = self.ways(call, at).into_iter().map(|it| it.value);
            match (values.next(), values.next()) {
                (Some(value), None) => value.literal(),
                _ => None,
            }
        });
        for way in self.ways(call, subject) {
            for value in way.value.all() {
                match self.subject(value) {
                    Ok(Some(subject)) => {
                        let mut site = self.site(call, Act::Subscribe, subject, &way);
                        site.has_unknown_group = group == Some(None);
                        site.group = group.clone().flatten();
                        self.found.sites.push(site);
                    }
                    Ok(None) => {}
                    Err(reason) => self.opaque(Some(Act::Subscribe), call.span, call.unit, reason),
                }
            }
        }
    }

    /// The type of what is sent, before it is written as bytes.
    fn payload(&self, unit: &Unit<'w>, id: ExprId) -> Option<String> {
        self.follower.ask();
        let code = self.follower.code;
        let expressions = code.expressions(unit);
        let mut at = id;
        for _ in 0..16 {
            if let Ty::Item(def, _) = self.follower.type_of(unit, at) {
                let unit = code.unit(def.file)?;
                let name = unit.facts.text(unit.facts.item(def.item).name);
                let module = code.path_of(def);
                let module = module.strip_suffix(&format!("::{name}")).unwrap_or(&module);
                return Some(format!("{module}::{name}"));
            }
            at = match expressions.expr(at) {
                Expr::Same(inner) | Expr::Await(inner) | Expr::Try(inner) => *inner,
                Expr::Method { receiver, .. } => *receiver,
                Expr::Call { args, .. } => *args.first()?,
                Expr::Path(path) if path.len() == 1 => {
                    match bindings::lookup(expressions, at, &path[0])?.source {
                        bindings::Source::Let(Some(value), _)
                        | bindings::Source::Matched(value) => value,
                        _ => return None,
                    }
                }
                _ => return None,
            };
        }
        None
    }

    fn finish(mut self, given: &Given) -> Subjects {
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
