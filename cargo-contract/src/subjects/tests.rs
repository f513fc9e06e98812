//! What is found in code, line by line, for the ways in which people write it.

use govern_gate::link;
use govern_testing::workspace;

use super::{Given, Limits, Subjects, subjects};
use crate::collect::Side;

/// What a program says and hears, with `use` of the client and a `Bus` that has one.
fn found(code: &str) -> Subjects {
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
    let given = Given {
        tokens: vec!["**::Slug".to_owned()],
        ..Given::default()
    };
    subjects(&side, &given)
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
        .map(|it| (it.stream.as_deref(), it.durable.as_deref(), it.horizon))
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
    ] {
        assert!(out.iter().any(|it| it == wanted), "{wanted}: {out:?}");
    }
}
