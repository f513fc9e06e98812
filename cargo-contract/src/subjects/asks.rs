//! What a program asks of JetStream: streams, buckets, consumers, and the permissions that this takes.

use super::api::Ask;
use super::find::{Call, Finder, Pending};
use super::follow::Frame;
use super::pattern::{Pattern, Token};
use super::value::{Handle, HandleKind, Piece, Subject, Value, joined};
use super::{Act, Need, jetstream};

/// What for something is needed that writes to a bucket.
pub(super) const WRITTEN: &str = "values are written";

impl<'w> Finder<'_, '_, 'w> {
    pub(super) fn of_jetstream(&mut self, call: &Call<'_, 'w>, ask: Ask) {
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
                    // As those of buckets.
                    self.api(call, "CONSUMER.CREATE", &[&stream], "objects are read");
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
                self.need_of(call, &keys, true, WRITTEN);
                // Making a value looks whether one was deleted.
                self.api(call, "STREAM.MSG.GET", &[&stream], "values are read");
                self.direct(call, &stream);
            }
            _ => {
                self.api(call, "STREAM.INFO", &[&stream], "values are watched");
                // Its consumers have no name; later clients give them one.
                self.api(call, "CONSUMER.CREATE", &[&stream], "values are watched");
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
        follower.ask();
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
        follower.ask();
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

    pub(super) fn need(
        &mut self,
        call: &Call<'_, 'w>,
        words: &[&str],
        is_out: bool,
        why: &'static str,
    ) {
        let tokens = words.iter().map(|&word| match word {
            ">" => Token::Many,
            word => Token::Word(word.to_owned()),
        });
        self.add_need(call, Pattern(tokens.collect()), is_out, why);
    }

    fn add_need(&mut self, call: &Call<'_, 'w>, subject: Pattern, is_out: bool, why: &'static str) {
        let code = self.follower.code;
        let package = code.package(call.unit.file).to_owned();
        let function = code.function_around(call.unit, call.id);
        let is_inbox = subject.0.first() == Some(&Token::Word("_INBOX".to_owned()));
        let is_certain = is_inbox || why == "messages are acknowledged";
        self.found.needs.push(Need {
            subject,
            is_out,
            why,
            is_certain,
            span: call.span,
            function: function.map_or(String::new(), |it| code.path_of(it)),
            package,
        });
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
