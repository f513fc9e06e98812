//! What is found in code, line by line, for the ways in which people write it.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::link;
use govern_testing::workspace;

use super::{Given, Limits, Subjects, configured, subjects};
use crate::collect::Side;

/// What a program says and hears, with `use` of the client and a `Bus` that has one.
fn found(code: &str) -> Subjects {
    let given = Given {
        tokens: vec!["**::Slug".to_owned()],
        ..Given::default()
    };
    found_beside(code, &given)
}

/// The same, beside what is given.
fn found_beside(code: &str, given: &Given) -> Subjects {
    let text = format!(
        "//- /src/main.rs deps:async-nats,serde,uuid
use async_nats::{{Client, jetstream}};
use std::time::Duration;
struct Bus {{ client: Client, context: jetstream::Context, prefix: String }}
{code}
"
    );
    let workspace = workspace(&text);
    let names = link(&workspace);
    let side = Side {
        workspace: &workspace,
        names: &names,
    };
    subjects(&side, given)
}

/// Subjects with what is done, in the order of the source, then what is not known.
fn listed(code: &str) -> Vec<String> {
    let found = found(code);
    let sites = found.sites.iter().map(|it| {
        let spreads = if it.subject.spreading.is_empty() {
            ""
        } else {
            "…"
        };
        let group = it
            .group
            .as_ref()
            .map_or(String::new(), |it| format!(" as {it}"));
        format!("{} {}{spreads}{group}", it.act.as_str(), it.subject.pattern)
    });
    let unknown = found.opaque.iter().map(|it| match it.act {
        Some(act) => format!("{} ?", act.as_str()),
        None => "?".to_owned(),
    });
    sites.chain(unknown).collect()
}

#[test]
fn subjects_are_followed_to_the_source() {
    for (code, subjects) in [
        (
            "async fn f(c: &Client) { c.publish(\"a.b\", p).await; }",
            &["publishes a.b"][..],
        ),
        (
            "const S: &str = \"a.b\"; async fn f(c: Client) { c.publish(S, p).await; }",
            &["publishes a.b"],
        ),
        (
            "static S: &str = \"a.b\"; fn f(c: Client) { c.publish(S.to_string(), p); }",
            &["publishes a.b"],
        ),
        (
            "mod s { pub const A: &str = \"a\"; } fn f(c: Client) { c.publish(format!(\"{}.b\", s::A), p); }",
            &["publishes a.b"],
        ),
        (
            "fn s(id: u64) -> String { format!(\"a.{id}.b\") } fn f(c: Client) { c.publish(s(7), p); c.publish(s(x()), p); }",
            &["publishes a.7.b", "publishes a.*.b"],
        ),
        (
            "fn f(c: Client, id: &str) { c.publish(format!(\"a.{id}\"), p); }",
            &["publishes a.*…"],
        ),
        (
            "fn f(c: Client, id: uuid::Uuid) { c.publish(format!(\"a.{id}\"), p); }",
            &["publishes a.*"],
        ),
        (
            "struct Slug(String); fn f(c: Client, id: &Slug) { c.publish(format!(\"a.{id}.b\"), p); }",
            &["publishes a.*.b"],
        ),
        (
            "struct Slug<K>(K); type Id = Slug<u8>; fn s(id: &Id) -> String { format!(\"a.{}\", id) } fn f(c: Client, id: Id) { c.publish(s(&id), p); }",
            &["publishes a.*"],
        ),
        (
            "struct Snail(String); fn f(c: Client, id: &Snail) { c.publish(format!(\"a.{id}.b\"), p); }",
            &["publishes a.*.b…"],
        ),
        (
            "fn f(c: Client) { for i in 0..10 { c.publish(format!(\"a.{}\", i), p); } }",
            &["publishes a.*"],
        ),
        (
            "fn f(c: Client) { c.publish(\"a.\".to_owned() + \"b\", p); }",
            &["publishes a.b"],
        ),
        (
            "fn f(c: Client) { c.publish([\"a\", \"b\"].join(\".\"), p); }",
            &["publishes a.b"],
        ),
        (
            "fn f(c: Client) { c.publish(concat!(\"a\", \".b\"), p); }",
            &["publishes a.b"],
        ),
        (
            "fn f(c: Client, k: bool) { let s = if k { \"a\" } else { \"b\" }; c.publish(s, p); }",
            &["publishes a", "publishes b"],
        ),
        (
            "enum E { A, B } impl E { fn s(&self) -> &'static str { match self { E::A => \"a\", E::B => \"b\" } } } fn f(c: Client, e: E) { c.publish(e.s(), p); }",
            &["publishes a", "publishes b"],
        ),
        (
            "trait Event { const S: &'static str; } struct A; impl Event for A { const S: &'static str = \"a\"; } fn f<E: Event>(c: Client) { c.publish(E::S, p); }",
            &["publishes a"],
        ),
        (
            "impl Bus { fn new(client: Client) -> Self { Self { client, context: x(), prefix: \"a\".into() } } fn f(&self) { self.client.publish(format!(\"{}.b\", self.prefix), p); } }",
            &["publishes a.b"],
        ),
        (
            "impl Bus { fn f(&self) { self.client.publish(format!(\"{}.b\", self.prefix), p); } }",
            &["publishes *.b…"],
        ),
        (
            "fn f(c: Client) { let mut s = String::from(\"a\"); s.push_str(\".b\"); c.publish(s, p); }",
            &["publishes ?"],
        ),
        (
            "fn f(c: Client) { c.publish(std::env::var(\"S\").unwrap(), p); }",
            &["publishes ?"],
        ),
        (
            "fn f(c: Client) { c.publish(std::env::var(\"S\").unwrap_or(\"a\".into()), p); }",
            &["publishes a", "publishes ?"],
        ),
        (
            "struct Slug(String); impl Slug { fn grow(&self) -> Slug { Slug(format!(\"{}{}\", self.grow().0, self.grow().0)) } } fn s(id: &Slug, w: &str) -> String { format!(\"a.{id}.{w}\") } fn f(c: Client, id: Slug) { c.publish(s(&id.grow(), \"b\"), p); }",
            &["publishes a.*.b"],
        ),
        (
            "struct S { s: String } fn f(c: Client) { let n = std::convert::identity(3); g(c, std::io::Empty { s: \"a.b\", n }); } fn g(c: Client, o: std::io::Empty) { c.publish(o.s.clone(), p); }",
            &["publishes a.b"],
        ),
        (
            "enum E { A { n: u8 }, B } struct O { e: E } fn s(o: &O) -> &'static str { match o.e { E::A { .. } => \"a\", E::B => \"b\" } } fn g(c: Client, o: &O) { c.publish(s(o), p); } fn f(c: Client, o: O) { g(c, &o) }",
            &["publishes a", "publishes b"],
        ),
    ] {
        assert_eq!(listed(code), subjects, "{code}");
    }
}

#[test]
fn receivers_are_clients_by_their_type() {
    for (code, subjects) in [
        (
            "struct Other; impl Other { fn publish(&self, s: &str) {} } fn f(o: Other) { o.publish(\"a\"); }",
            &[][..],
        ),
        (
            "async fn f() { let c = async_nats::connect(\"x\").await.unwrap(); c.subscribe(\"a\").await; }",
            &["subscribes a"],
        ),
        (
            "async fn f(c: std::sync::Arc<Client>) { c.clone().subscribe(\"a\").await; }",
            &["subscribes a"],
        ),
        (
            "async fn f(c: Client) { let j = jetstream::new(c); j.publish(\"a\", p).await; }",
            &["stores a"],
        ),
        (
            "impl Bus { async fn f(&self) { self.context.client().request(\"a\", p).await; } }",
            &["requests a"],
        ),
        (
            "async fn f(c: Client) { async_nats::Client::publish(&c, \"a\", p).await; }",
            &["publishes a"],
        ),
        (
            "fn f(x: impl Sized) { let c = x.client(); c.publish(\"a\", p); }",
            &["?"],
        ),
        (
            "type Bus2 = Client; fn f(c: Bus2) { c.publish(\"a\", p); }",
            &["publishes a"],
        ),
        (
            "#[cfg(test)] mod tests { fn f(c: super::Client) { c.publish(\"a\", p); } }",
            &[],
        ),
        (
            "fn f(c: Client) { tokio::select! { r = c.request(\"a\", p) => { c.publish(\"b\", r); } } }",
            &["requests a", "publishes b"],
        ),
        (
            "fn f(c: Client, m: async_nats::Message) { if let Some(r) = m.reply { c.publish(r, p); } }",
            &[],
        ),
        (
            "async fn f(c: Client) { let r = c.subscribe(\"a\").await.unwrap(); let mut r = Box::pin(r.take_until(stop)); while let Some(m) = r.next().await { let Some(to) = m.reply else { continue }; c.publish(to, p); } }",
            &["subscribes a"],
        ),
        (
            "fn f(c: Client) { c.queue_subscribe(\"a\", \"g\".into()); }",
            &["subscribes a as g"],
        ),
    ] {
        assert_eq!(listed(code), subjects, "{code}");
    }
}

#[test]
fn what_is_passed_on_is_asked_of_the_callers() {
    let bus = "impl Bus { async fn say(&self, subject: &str) { self.client.publish(subject.to_owned(), p).await; } async fn twice(&self, s: &str) { self.say(s).await; } }";
    for (code, subjects) in [
        (
            "fn f(b: &Bus) { b.say(\"a\"); b.say(\"b\"); }",
            &["publishes a", "publishes b", "publishes ?"][..],
        ),
        ("fn f(b: &Bus) { b.twice(\"a\"); }", &["publishes a"]),
        ("", &["publishes ?"]),
        (
            "fn f(b: &Bus) { b.say(\"a\"); other().say(\"b\"); }",
            &["publishes a", "publishes ?"],
        ),
    ] {
        let code = format!("{bus} {code}");
        let mut all = listed(&code);
        all.dedup();
        assert_eq!(all, subjects, "{code}");
    }
    // Through a port, whose implementation is not named.
    let port = "trait Say { async fn say(&self, s: &str); } impl Say for Bus { async fn say(&self, s: &str) { self.client.publish(s.to_owned(), p).await; } }";
    for code in [
        "fn f(b: std::sync::Arc<dyn Say>) { b.say(\"a\"); }",
        "fn f<T: Say>(b: &T) { b.say(\"a\"); }",
        "struct Desk<T> { bus: T } impl<T: Say> Desk<T> { fn f(&self) { self.bus.say(\"a\"); } }",
    ] {
        assert_eq!(listed(&format!("{port} {code}")), ["publishes a"], "{code}");
    }
    // Where it was decided is shown.
    let found = found(&format!("{bus} fn f(b: &Bus) {{ b.twice(\"a\"); }}"));
    assert_eq!(found.sites[0].via.len(), 2);
}

#[test]
fn streams_and_consumers_have_configurations() {
    let code = "
const WINDOW: Duration = Duration::from_secs(5 * 60);
fn config(name: &str) -> jetstream::stream::Config {
    jetstream::stream::Config { name: name.to_owned(), subjects: vec![format!(\"{name}.>\")], duplicate_window: WINDOW, ..Default::default() }
}
async fn f(j: jetstream::Context) {
    let s = j.get_or_create_stream(config(\"orders\")).await.unwrap();
    j.create_stream(jetstream::stream::Config { name: \"w\".into(), retention: jetstream::stream::RetentionPolicy::WorkQueue, ..Default::default() }).await;
    s.get_or_create_consumer(\"d\", jetstream::consumer::pull::Config { durable_name: Some(\"d\".to_string()), max_deliver: 3, backoff: vec![Duration::from_secs(1), Duration::from_secs(10)], ..Default::default() }).await;
    let other = j.get_stream(\"other\").await.unwrap();
    other.create_consumer(jetstream::consumer::pull::Config { filter_subjects: vec![\"x.y\".into()], ..Default::default() }).await;
    j.create_key_value(jetstream::kv::Config { bucket: \"b\".into(), ..Default::default() }).await;
}";
    let found = found(code);
    let streams: Vec<_> = found
        .streams
        .iter()
        .map(|it| {
            let subjects = it.subjects.iter().flatten().map(ToString::to_string);
            (
                it.name.as_str(),
                subjects.collect::<Vec<_>>().join(" "),
                it.limits,
                it.duplicate_window,
            )
        })
        .collect();
    let seconds = |it: u128| Some(it * 1_000_000_000);
    assert_eq!(
        streams,
        [
            ("KV_b", "$KV.b.>".to_owned(), Limits::Bounded, seconds(120)),
            ("orders", "orders.>".to_owned(), Limits::None, seconds(300)),
            ("w", "w".to_owned(), Limits::Bounded, seconds(120)),
        ]
    );
    let consumers: Vec<_> = found
        .consumers
        .iter()
        .map(|it| {
            (
                it.stream.as_deref(),
                it.durable.as_deref(),
                it.redelivery.map(|it| it.after),
            )
        })
        .collect();
    assert_eq!(
        consumers,
        [
            (Some("orders"), Some("d"), seconds(21)),
            (Some("other"), None, None)
        ]
    );
    let heard: Vec<String> = found
        .sites
        .iter()
        .map(|it| it.subject.pattern.to_string())
        .collect();
    assert_eq!(heard, ["orders.>", "x.y"]);
}

#[test]
fn a_loop_over_a_subscription_is_followed_to_what_it_sends() {
    let code = "
async fn f(c: Client) {
    let mut s = c.subscribe(\"a.>\").await.unwrap();
    c.publish(\"before\", p).await;
    while let Some(m) = s.next().await { deal(&c, m).await; }
}
async fn deal(c: &Client, m: async_nats::Message) { c.publish(\"b\", p).await; }
async fn other(c: &Client) { c.publish(\"never\", p).await; }
";
    let found = found(code);
    let [handler] = &found.handlers[..] else {
        panic!("{:?}", found.handlers);
    };
    let shown = |rows: &[usize]| -> Vec<String> {
        rows.iter()
            .map(|&row| found.sites[row].subject.pattern.to_string())
            .collect()
    };
    assert_eq!(shown(&handler.hears), ["a.>"]);
    assert_eq!(shown(&handler.sends), ["b"]);
}

#[test]
fn what_is_asked_of_the_server_is_known_by_name() {
    let code = "
async fn f(j: jetstream::Context) {
    let s = j.get_stream(\"S\").await.unwrap();
    let c: jetstream::consumer::PullConsumer = s.get_consumer(\"C\").await.unwrap();
    let m = c.messages().await.unwrap().next().await;
    m.ack().await;
    let b = j.get_key_value(\"B\").await.unwrap();
    b.put(\"k\", v).await;
    let w = j.get_key_value(\"W\").await.unwrap();
    w.watch_all().await;
    let o = j.get_object_store(\"O\").await.unwrap();
    o.get(\"k\").await;
}";
    let found = found(code);
    let out: Vec<String> = found
        .needs
        .iter()
        .filter(|it| it.is_out)
        .map(|it| it.subject.to_string())
        .collect();
    for wanted in [
        "$JS.API.STREAM.INFO.S",
        "$JS.API.CONSUMER.INFO.S.C",
        "$JS.API.CONSUMER.MSG.NEXT.S.C",
        "$JS.ACK.>",
        "$KV.B.>",
        "$JS.API.STREAM.INFO.KV_B",
        // Who watches, or reads objects, makes a consumer that has no name.
        "$JS.API.CONSUMER.CREATE.KV_W",
        "$JS.API.CONSUMER.CREATE.OBJ_O",
    ] {
        assert!(out.iter().any(|it| it == wanted), "{wanted}: {out:?}");
    }
}

/// What one question takes has no effect on the next one: the type of `c` is written there.
#[test]
fn each_question_may_look_at_as_much_as_the_first() {
    let deep: String = (0..30)
        .map(|at| {
            format!(
                "fn s{at}() -> String {{ format!(\"{{}}{{}}\", s{n}(), s{n}()) }} ",
                n = at + 1
            )
        })
        .collect();
    let code = format!(
        "{deep} fn s30() -> String {{ \"a\".into() }} fn f(c: Client) {{ c.publish(s0(), p); c.publish(\"b\", p); }} fn g(c: &Client) {{ say(c, \"d\"); }} fn say(c: &Client, s: &str) {{ c.publish(s.to_owned(), p); }}"
    );
    assert_eq!(listed(&code), ["publishes b", "publishes d", "publishes ?"]);
}

/// Code names a stream and a consumer, and takes the rest from somewhere: the file with these names says it.
#[test]
fn what_code_does_not_say_a_file_does() {
    let code = "
fn settings(name: &str) -> jetstream::stream::Config { jetstream::stream::Config { name: name.to_owned(), ..read(name) } }
async fn open(j: &jetstream::Context, s: jetstream::stream::Config) -> jetstream::stream::Stream {
    let n = s.name.clone();
    j.update_stream(jetstream::stream::Config { name: n, ..s.clone() }).await;
    j.get_or_create_stream(s).await.unwrap()
}
async fn f(j: &jetstream::Context) {
    let s = open(j, settings(\"S\")).await;
    s.get_or_create_consumer(\"d\", jetstream::consumer::pull::Config { durable_name: Some(\"d\".to_owned()), ..read(\"d\") }).await;
}";
    let alone = found(code);
    assert!(
        alone
            .streams
            .iter()
            .all(|it| it.name == "S" && it.subjects.is_none())
    );
    assert_eq!(alone.opaque.len(), 1, "{:?}", alone.opaque);

    let span = Span::start_of(alone.streams[0].span.file);
    let stream = |subjects: &str, window: u64| {
        let fields = serde_json::json!({ "name": "S", "subjects": [subjects], "max_age": 5, "duplicate_window": window });
        configured::stream(&of_object(&fields), span).unwrap()
    };
    let consumer = |filter: &str| {
        let fields = serde_json::json!({ "durable_name": "d", "filter_subject": filter, "ack_policy": "explicit", "max_deliver": 3, "ack_wait": 7 });
        configured::consumer(&of_object(&fields), "S", span)
    };
    let known = |streams, consumers| {
        let given = Given {
            tokens: Vec::new(),
            streams,
            consumers,
        };
        found_beside(code, &given)
    };
    let of_code = |found: &Subjects| {
        let mut streams = found.streams.iter().filter(|it| it.package.is_some());
        let stream = streams.next().unwrap();
        let mut consumers = found.consumers.iter().filter(|it| it.is_of_code());
        let read = found
            .sites
            .iter()
            .map(|it| it.subject.pattern.to_string())
            .collect::<Vec<_>>();
        let kept = stream
            .subjects
            .iter()
            .flatten()
            .map(ToString::to_string)
            .collect::<Vec<_>>();
        (
            kept,
            stream.limits,
            stream.duplicate_window,
            consumers.next().unwrap().redelivery.map(|it| it.after),
            read,
            found.opaque.len(),
        )
    };
    let whole = || vec!["s.>".to_owned()];
    let all = known(vec![stream("s.>", 9)], vec![consumer("")]);
    assert_eq!(
        of_code(&all),
        (whole(), Limits::Bounded, Some(9), Some(21), whole(), 0)
    );
    assert!(all.uses_consumer("S", "d") && !all.uses_consumer("S", "e"));
    // Each on its own, and a filter of the consumer.
    let part = known(vec![stream("s.>", 9)], vec![consumer("s.t")]);
    assert_eq!(of_code(&part).4, ["s.t"]);
    let unread = known(vec![stream("s.>", 9)], Vec::new());
    assert_eq!((of_code(&unread).4, unread.opaque.len()), (Vec::new(), 1));
    // Files that do not agree say nothing.
    let several = known(
        vec![stream("s.>", 9), stream("t.>", 9)],
        vec![consumer("s.t"), consumer("")],
    );
    assert_eq!((of_code(&several).0, of_code(&several).5), (Vec::new(), 1));
}

#[test]
fn a_message_comes_again_unless_it_is_taken_for_read() {
    let again = |fields: serde_json::Value| {
        let span = Span::start_of(govern_diagnostics::FileId(0));
        let redelivery = configured::consumer(&of_object(&fields), "S", span)
            .consumer
            .redelivery;
        redelivery.map(|it| (it.after, it.endless))
    };
    let explicit = |more: serde_json::Value| {
        let mut fields = serde_json::json!({ "durable_name": "d", "ack_policy": "explicit" });
        let more = more.as_object().unwrap().clone();
        fields.as_object_mut().unwrap().extend(more);
        again(fields)
    };
    for (fields, expected) in [
        (
            serde_json::json!({ "ack_wait": 7, "max_deliver": 3 }),
            Some((21, false)),
        ),
        (
            serde_json::json!({ "ack_wait": 7, "max_deliver": -1 }),
            Some((7, true)),
        ),
        (serde_json::json!({ "ack_wait": 7 }), Some((7, true))),
        (serde_json::json!({ "ack_wait": 7, "max_deliver": 1 }), None),
        (
            serde_json::json!({ "backoff": [2, 5], "max_deliver": 4 }),
            Some((17, false)),
        ),
        (
            serde_json::json!({ "backoff": [2, 5], "ack_wait": 7 }),
            Some((2, true)),
        ),
        (
            serde_json::json!({ "ack_wait": 0 }),
            Some((30_000_000_000, true)),
        ),
    ] {
        assert_eq!(explicit(fields.clone()), expected, "{fields}");
    }
    // The server acknowledges by itself what nobody has to.
    for policy in [
        serde_json::json!({}),
        serde_json::json!({ "ack_policy": "none" }),
    ] {
        assert_eq!(again(policy), None);
    }
    // An ordered consumer has no name.
    assert_eq!(again(serde_json::json!({ "ack_policy": "explicit" })), None);
}

fn of_object(fields: &serde_json::Value) -> BTreeMap<&str, &serde_json::Value> {
    let fields = fields.as_object().unwrap().iter();
    fields.map(|(key, value)| (key.as_str(), value)).collect()
}
