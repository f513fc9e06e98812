//! Finds the calls that say or hear something on NATS, and what they say.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{Expr, ExprId, Extent};
use govern_names::Meaning;

use super::api::{self, Ask};
use super::code::{Code, Unit};
use super::follow::{Follower, Frame, Reached};
use super::handlers;
use super::jetstream;
use super::pattern::{Pattern, Token};
use super::services::Services;
use super::types::Ty;
use super::value::{Handle, HandleKind, Piece, Subject, Value, joined};
use super::{Act, Need, OpaqueSite, Site, Subjects, place};
use crate::collect::Side;

/// What the program says and hears on NATS.
pub(crate) fn subjects(side: &Side<'_>) -> Subjects {
    let code = Code::new(side);
    let follower = Follower::new(&code);
    let mut finder = Finder {
        follower: &follower,
        found: Subjects {
            services: Services::new(side.workspace),
            ..Subjects::default()
        },
        pending: Vec::new(),
    };
    for unit in code.units.values() {
        finder.unit(unit);
    }
    finder.finish()
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
struct Pending {
    consumer: usize,
    filters: Option<Vec<Pattern>>,
    site: Site,
}

struct Finder<'f, 'c, 'w> {
    follower: &'f Follower<'c, 'w>,
    found: Subjects,
    pending: Vec<Pending>,
}

impl<'w> Finder<'_, '_, 'w> {
    fn unit(&mut self, unit: &Unit<'w>) {
        let code = self.follower.code;
        let calls = unit.facts.method_calls.iter();
        let mut expected: BTreeSet<Extent> = BTreeSet::new();
        let mut asks = false;
        for call in calls {
            let name = unit.facts.text(call.name);
            if api::is_asking(name) && code.is_production(unit, call.scope) {
                asks = true;
                if api::is_telling(name) {
                    expected.insert(call.extent);
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
                    let on = self.follower.type_of(unit, *receiver);
                    match api::known(&on) {
                        Some(known) => {
                            if let Some(ask) = api::asks(known, name) {
                                self.asked(&call, ask);
                            }
                        }
                        None if on == Ty::Unknown
                            && api::is_telling(name)
                            && self.uses_nats(unit) =>
                        {
                            let reason =
                                format!("`{name}` is called on something whose type is not known");
                            self.opaque(None, call.span, unit, reason);
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

    fn opaque_stream(&mut self, span: Span, unit: &Unit<'w>, reason: String) {
        self.opaque(None, span, unit, reason);
        if let Some(last) = self.found.opaque.last_mut() {
            last.is_stream = true;
        }
    }

    /// An argument, for all ways in which the program comes to the call.
    fn ways(&self, call: &Call<'_, 'w>, at: usize) -> Vec<Reached> {
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

    fn site(&self, call: &Call<'_, 'w>, act: Act, subject: Subject, way: &Reached) -> Site {
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

    fn of_jetstream(&mut self, call: &Call<'_, 'w>, ask: Ask) {
        self.need(call, &["_INBOX", ">"], false, "replies to requests");
        let unknown = || Value::unknown("not said");
        match ask {
            Ask::MakeStream { config } | Ask::UpdateStream { config } => {
                for way in self.ways(call, config) {
                    for value in way.value.all() {
                        let span = way.via.first().copied().unwrap_or(call.span);
                        match jetstream::stream(value, span, way.package.clone()) {
                            Ok(stream) => self.found.streams.push(stream),
                            Err(reason) => self.opaque_stream(span, call.unit, reason),
                        }
                        let name = named(value, "name");
                        self.api(call, "STREAM.INFO", &[&name], "streams are looked up");
                        self.api(call, "STREAM.CREATE", &[&name], "streams are made");
                        if matches!(ask, Ask::UpdateStream { .. }) {
                            self.api(call, "STREAM.UPDATE", &[&name], "streams are changed");
                        }
                    }
                }
            }
            Ask::GetStream { name } => {
                self.named(call, name, "STREAM.INFO", "streams are looked up");
            }
            Ask::DeleteStream { name } => {
                self.named(call, name, "STREAM.DELETE", "streams are deleted");
            }
            Ask::FindStream | Ask::ListStreams => {
                self.need(
                    call,
                    &["$JS", "API", "STREAM", "NAMES"],
                    true,
                    "streams are listed",
                );
                self.need(
                    call,
                    &["$JS", "API", "STREAM", "LIST"],
                    true,
                    "streams are listed",
                );
            }
            Ask::Account => self.need(
                call,
                &["$JS", "API", "INFO"],
                true,
                "the account is looked up",
            ),
            Ask::MakeBucket { config } => {
                for way in self.ways(call, config) {
                    for value in way.value.all() {
                        let span = way.via.first().copied().unwrap_or(call.span);
                        let bucket = named(value, "bucket");
                        match bucket.literal() {
                            Some(name) => self.found.streams.push(jetstream::bucket(
                                &name,
                                value,
                                span,
                                way.package.clone(),
                            )),
                            None => {
                                let reason = "a bucket whose name is not known".to_owned();
                                self.opaque_stream(span, call.unit, reason);
                            }
                        }
                        let stream = prefixed("KV_", &bucket);
                        self.api(call, "STREAM.INFO", &[&stream], "buckets are looked up");
                        self.api(call, "STREAM.CREATE", &[&stream], "buckets are made");
                    }
                }
            }
            Ask::GetBucket { name } => {
                for way in self.ways(call, name) {
                    let stream = prefixed("KV_", &way.value);
                    self.api(call, "STREAM.INFO", &[&stream], "buckets are looked up");
                }
            }
            Ask::DeleteBucket { name } => {
                for way in self.ways(call, name) {
                    let stream = prefixed("KV_", &way.value);
                    self.api(call, "STREAM.DELETE", &[&stream], "buckets are deleted");
                }
            }
            Ask::MakeObjects { config } => {
                for way in self.ways(call, config) {
                    for value in way.value.all() {
                        let stream = prefixed("OBJ_", &named(value, "bucket"));
                        self.api(
                            call,
                            "STREAM.INFO",
                            &[&stream],
                            "object stores are looked up",
                        );
                        self.api(call, "STREAM.CREATE", &[&stream], "object stores are made");
                    }
                }
            }
            Ask::GetObjects { name } => {
                for way in self.ways(call, name) {
                    let stream = prefixed("OBJ_", &way.value);
                    self.api(
                        call,
                        "STREAM.INFO",
                        &[&stream],
                        "object stores are looked up",
                    );
                }
            }
            Ask::MakeConsumer {
                config,
                name,
                stream,
            } => self.consumer(call, config, name, stream),
            Ask::GetConsumer { name, stream } => {
                for (stream, name) in self.pairs(call, stream, Some(name)) {
                    self.api(
                        call,
                        "CONSUMER.INFO",
                        &[&stream, &name],
                        "consumers are looked up",
                    );
                }
            }
            Ask::DeleteConsumer { name, stream } => {
                for (stream, name) in self.pairs(call, stream, Some(name)) {
                    self.api(
                        call,
                        "CONSUMER.DELETE",
                        &[&stream, &name],
                        "consumers are deleted",
                    );
                }
            }
            Ask::Pull => {
                for handle in self.handles(call, HandleKind::Consumer) {
                    let stream = handle.of.map_or_else(unknown, |it| *it);
                    let names = [&stream, &*handle.name];
                    self.api(call, "CONSUMER.MSG.NEXT", &names, "messages are asked for");
                }
            }
            Ask::Acknowledge => {
                self.need(
                    call,
                    &["$JS", "ACK", ">"],
                    true,
                    "messages are acknowledged",
                );
            }
            Ask::StreamInfo | Ask::Purge | Ask::GetMessage | Ask::DeleteMessage => {
                let (what, why) = match ask {
                    Ask::StreamInfo => ("STREAM.INFO", "streams are looked up"),
                    Ask::Purge => ("STREAM.PURGE", "streams are emptied"),
                    Ask::GetMessage => ("STREAM.MSG.GET", "messages are looked up"),
                    _ => ("STREAM.MSG.DELETE", "messages are deleted"),
                };
                for handle in self.handles(call, HandleKind::Stream) {
                    self.api(call, what, &[&handle.name], why);
                    if ask == Ask::GetMessage {
                        self.direct(call, &handle.name);
                    }
                }
            }
            Ask::BucketRead | Ask::BucketWrite | Ask::BucketWatch => {
                for handle in self.handles(call, HandleKind::Bucket) {
                    self.bucket(call, ask, &handle.name);
                }
            }
            Ask::ObjectsRead | Ask::ObjectsWrite => {
                for handle in self.handles(call, HandleKind::ObjectStore) {
                    let stream = prefixed("OBJ_", &handle.name);
                    self.api(call, "STREAM.MSG.GET", &[&stream], "objects are read");
                    self.direct(call, &stream);
                    self.api(
                        call,
                        "CONSUMER.CREATE",
                        &[&stream, &unknown()],
                        "objects are read",
                    );
                    self.api(
                        call,
                        "CONSUMER.DELETE",
                        &[&stream, &unknown()],
                        "objects are read",
                    );
                    if ask == Ask::ObjectsWrite {
                        self.api(call, "STREAM.PURGE", &[&stream], "objects are written");
                        let objects = pieces("$O.", &handle.name, ".>");
                        self.need_of(call, &objects, true, "objects are written");
                    }
                }
            }
            _ => {}
        }
    }

    fn bucket(&mut self, call: &Call<'_, 'w>, ask: Ask, name: &Value) {
        let stream = prefixed("KV_", name);
        let any = Value::unknown("any");
        match ask {
            Ask::BucketRead => {
                self.api(call, "STREAM.MSG.GET", &[&stream], "values are read");
                self.direct(call, &stream);
                self.api(call, "STREAM.INFO", &[&stream], "values are read");
            }
            Ask::BucketWrite => {
                let keys = pieces("$KV.", name, ".>");
                self.need_of(call, &keys, true, "values are written");
                // Making a value looks whether one was deleted.
                self.api(call, "STREAM.MSG.GET", &[&stream], "values are read");
                self.direct(call, &stream);
            }
            _ => {
                self.api(call, "STREAM.INFO", &[&stream], "values are watched");
                self.api(
                    call,
                    "CONSUMER.CREATE",
                    &[&stream, &any],
                    "values are watched",
                );
                self.api(
                    call,
                    "CONSUMER.INFO",
                    &[&stream, &any],
                    "values are watched",
                );
                self.api(
                    call,
                    "CONSUMER.DELETE",
                    &[&stream, &any],
                    "values are watched",
                );
            }
        }
    }

    fn consumer(
        &mut self,
        call: &Call<'_, 'w>,
        config: usize,
        name: Option<usize>,
        stream: Option<usize>,
    ) {
        // Its stream and its name come the same way as its configuration.
        let follower = self.follower;
        let whole = |frame: &Frame| {
            let arg = |at: usize| {
                call.args.get(at).map_or(Value::unknown("nothing"), |&arg| {
                    follower.value(call.unit, arg, frame)
                })
            };
            Value::List(vec![
                arg(config),
                name.map_or(Value::Nothing, arg),
                follower.stream(call.unit, call.receiver, stream.map(arg), frame),
            ])
        };
        for way in follower.all_ways(call.unit, call.id, &whole) {
            let Value::List(parts) = &way.value else {
                continue;
            };
            let [configs, name, streams] = &parts[..] else {
                continue;
            };
            for config in configs.all() {
                for stream in streams.all() {
                    let span = way.via.first().copied().unwrap_or(call.span);
                    let own = Some(name).filter(|it| **it != Value::Nothing);
                    let (consumer, filters) =
                        jetstream::consumer(config, own, stream, span, way.package.clone());
                    let group = consumer.durable.clone();
                    let any = Value::unknown("any");
                    let named = match own {
                        Some(own) => own.clone(),
                        None => match consumer.durable.clone() {
                            Some(durable) => Value::text(durable),
                            None => any.clone(),
                        },
                    };
                    self.api(
                        call,
                        "CONSUMER.INFO",
                        &[stream, &named],
                        "consumers are looked up",
                    );
                    self.api(
                        call,
                        "CONSUMER.CREATE",
                        &[stream, &named],
                        "consumers are made",
                    );
                    let subject = Subject {
                        pattern: Pattern(vec![Token::Many]),
                        wide: Pattern(vec![Token::Many]),
                        spreading: Vec::new(),
                        holes: 0,
                    };
                    let mut site = self.site(call, Act::Consume, subject, &way);
                    site.group = group;
                    self.found.consumers.push(consumer);
                    self.pending.push(Pending {
                        consumer: self.found.consumers.len() - 1,
                        filters,
                        site,
                    });
                }
            }
        }
    }

    /// The names of the stream and of something of it.
    fn pairs(
        &self,
        call: &Call<'_, 'w>,
        stream: Option<usize>,
        name: Option<usize>,
    ) -> Vec<(Value, Value)> {
        let follower = self.follower;
        let whole = |frame: &Frame| {
            let arg = |at: usize| {
                call.args.get(at).map_or(Value::unknown("nothing"), |&arg| {
                    follower.value(call.unit, arg, frame)
                })
            };
            Value::List(vec![
                follower.stream(call.unit, call.receiver, stream.map(arg), frame),
                name.map_or(Value::unknown("any"), arg),
            ])
        };
        let ways = follower.all_ways(call.unit, call.id, &whole);
        ways.into_iter()
            .filter_map(|way| match way.value {
                Value::List(mut parts) if parts.len() == 2 => {
                    let name = parts.pop()?;
                    Some((parts.pop()?, name))
                }
                _ => None,
            })
            .collect()
    }

    /// What a call is made on, as far as it has a name; something without a name, else.
    fn handles(&self, call: &Call<'_, 'w>, kind: HandleKind) -> Vec<Handle> {
        let mut handles = Vec::new();
        for way in self.follower.everywhere(call.unit, call.receiver) {
            for value in way.value.all() {
                handles.push(match value {
                    Value::Handle(handle) if handle.kind == kind => handle.clone(),
                    _ => Handle {
                        kind,
                        name: Box::new(Value::unknown("its name is not known")),
                        of: Some(Box::new(Value::unknown("its stream is not known"))),
                        span: call.span,
                    },
                });
            }
        }
        handles
    }

    fn named(&mut self, call: &Call<'_, 'w>, name: usize, what: &str, why: &'static str) {
        for way in self.ways(call, name) {
            self.api(call, what, &[&way.value], why);
        }
    }

    /// A request to JetStream about something with a name.
    fn api(&mut self, call: &Call<'_, 'w>, what: &str, names: &[&Value], why: &'static str) {
        let mut parts = vec![vec![vec![Piece::Literal(format!("$JS.API.{what}"))]]];
        for name in names {
            parts.push(vec![vec![Piece::Literal(".".to_owned())]]);
            parts.push(name.as_pieces("name", false));
        }
        let made = joined(parts);
        let is_create = what == "CONSUMER.CREATE";
        for value in made.all() {
            self.need_of(call, value, true, why);
            if is_create && let Value::Text(pieces) = value {
                // With a filter, that stands behind it.
                let mut pieces = pieces.clone();
                pieces.push(Piece::Literal(".>".to_owned()));
                self.need_of(call, &Value::Text(pieces), true, why);
            }
        }
    }

    /// Messages of streams that allow it are read from any server that has them.
    fn direct(&mut self, call: &Call<'_, 'w>, stream: &Value) {
        let why = "values are read";
        for value in pieces("$JS.API.DIRECT.GET.", stream, "").all() {
            self.need_of(call, value, true, why);
        }
        for value in pieces("$JS.API.DIRECT.GET.", stream, ".>").all() {
            self.need_of(call, value, true, why);
        }
    }

    fn need_of(&mut self, call: &Call<'_, 'w>, subject: &Value, is_out: bool, why: &'static str) {
        for value in subject.all() {
            if let Value::Text(pieces) = value
                && let Ok(subject) = Subject::of(pieces)
            {
                self.add_need(call, subject.pattern, is_out, why);
            }
        }
    }

    fn need(&mut self, call: &Call<'_, 'w>, words: &[&str], is_out: bool, why: &'static str) {
        let tokens = words.iter().map(|&word| match word {
            ">" => Token::Many,
            word => Token::Word(word.to_owned()),
        });
        self.add_need(call, Pattern(tokens.collect()), is_out, why);
    }

    fn add_need(&mut self, call: &Call<'_, 'w>, subject: Pattern, is_out: bool, why: &'static str) {
        let package = self.follower.code.package(call.unit.file).to_owned();
        let is_inbox = subject.0.first() == Some(&Token::Word("_INBOX".to_owned()));
        let is_certain = is_inbox || why == "messages are acknowledged";
        self.found.needs.push(Need {
            subject,
            is_out,
            why,
            is_certain,
            span: call.span,
            package,
        });
    }

    /// The type of what is sent, before it is written as bytes.
    fn payload(&self, unit: &Unit<'w>, id: ExprId) -> Option<String> {
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
                    match super::bindings::lookup(expressions, at, &path[0])?.source {
                        super::bindings::Source::Let(Some(value), _)
                        | super::bindings::Source::Matched(value) => value,
                        _ => return None,
                    }
                }
                _ => return None,
            };
        }
        None
    }

    fn finish(mut self) -> Subjects {
        let found = &mut self.found;
        found
            .streams
            .sort_by(|a, b| (&a.name, place(a.span)).cmp(&(&b.name, place(b.span))));
        found.streams.dedup();
        for pending in std::mem::take(&mut self.pending) {
            let consumer = &found.consumers[pending.consumer];
            let filters = match (&pending.filters, &consumer.stream) {
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

/// The name in a configuration, or the configuration that is only a name.
fn named(config: &Value, field: &str) -> Value {
    match config {
        Value::Record(fields, _) => fields
            .get(field)
            .cloned()
            .unwrap_or_else(|| Value::unknown("it has no name")),
        Value::Text(_) => config.clone(),
        _ => Value::unknown("its configuration is not known"),
    }
}

fn prefixed(prefix: &str, name: &Value) -> Value {
    pieces(prefix, name, "")
}

fn pieces(before: &str, name: &Value, behind: &str) -> Value {
    let literal = |text: &str| vec![vec![Piece::Literal(text.to_owned())]];
    joined(vec![
        literal(before),
        name.as_pieces("name", false),
        literal(behind),
    ])
}
