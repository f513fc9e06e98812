//! Streams, buckets and consumers that are called otherwise than at a git revision, and what can be known of it.

#![cfg(feature = "cli")]

#[path = "support/nats.rs"]
mod nats;
mod support;

use govern_testing::{Repository, run_program_on};
use nats::nats_repository;

const STREAMS: &str = r#"[
  { "config": { "name": "ORDERS", "subjects": ["orders.>"], "max_age": 1000000000 } },
  { "stream_name": "ORDERS", "config": { "durable_name": "boards", "deliver_policy": "all" } }
]"#;

/// A program that opens two buckets and reads a stream as a consumer, whose settings stand in a file.
fn code(bucket: &str, durable: &str) -> String {
    format!(
        "use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{{Context, kv}};

fn main() {{}}

async fn open(context: &Context, name: &str) -> kv::Store {{
    let config = kv::Config {{ bucket: name.to_owned(), ..Default::default() }};
    context.create_key_value(config).await.unwrap()
}}

pub async fn run(context: Context) {{
    let orders = open(&context, {bucket}).await;
    orders.put(\"o-1\", \"1\".into()).await.unwrap();
    open(&context, \"stock\").await.put(\"s-1\", \"1\".into()).await.unwrap();
    let stream = context.get_stream(\"ORDERS\").await.unwrap();
    let config = pull::Config {{ durable_name: Some({durable}.to_owned()), ..settings() }};
    stream.create_consumer(config).await.unwrap();
}}

fn settings() -> pull::Config {{
    serde_json::from_str(include_str!(\"../streams.json\")).unwrap()
}}
"
    )
}

/// With one version committed.
fn published() -> Repository {
    let repository = nats_repository();
    repository
        .write("src/main.rs", &code("\"orders\"", "\"boards\""))
        .write("streams.json", STREAMS)
        .write(
            "govern.toml",
            "[contract]\nagainst = \"HEAD\"\n\n[contract.nats]\nstreams = [\"streams.json\"]\n",
        );
    repository.commit("first");
    repository
}

/// What is found with other code, of streams, buckets and consumers.
fn found(repository: &Repository, code: &str) -> Vec<String> {
    repository.write("src/main.rs", code);
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let args = ["contract", "--untrusted", "--format", "short"];
    let directory = repository.directory();
    let (_, out, err) = run_program_on(Some("2026-06-15"), program, directory, &args);
    assert!(err.is_empty(), "{err}");
    let found = out.lines().filter(|line| {
        ["storage_abandoned", "durable_renamed"]
            .iter()
            .any(|rule| line.contains(rule))
    });
    let message = |line: &str| line.split_once("]: ").map_or("", |it| it.1).to_owned();
    found.map(message).collect()
}

/// AC: AC-CONTRACT-STORAGE-ABANDONED
#[test]
fn a_bucket_with_another_name_is_found_whoever_opens_it() {
    let repository = published();
    assert_eq!(
        found(&repository, &code("\"orders\"", "\"boards\"")),
        [""; 0]
    );
    assert_eq!(
        found(&repository, &code("\"orders_v2\"", "\"boards\"")),
        ["the bucket `orders` is called `orders_v2` now"]
    );
    // The same name, otherwise written.
    assert_eq!(
        found(
            &repository,
            &code("concat!(\"ord\", \"ers\")", "\"boards\"")
        ),
        [""; 0]
    );
}

/// AC: AC-CONTRACT-STORAGE-ABANDONED
#[test]
fn what_is_configured_at_run_time_is_no_finding() {
    let repository = published();
    let at_run_time = [
        "&std::env::var(\"BUCKET\").unwrap()",
        "&format!(\"{}_orders\", std::env::args().next().unwrap())",
    ];
    for bucket in at_run_time {
        let found = found(&repository, &code(bucket, "\"boards\""));
        assert_eq!(found, [""; 0], "{bucket}");
    }
    let unknown = code("\"stock\"", "\"boards\"").replace(
        "pub async fn run(context: Context) {",
        "pub async fn run(context: Context) {\n    made().get_key_value(\"orders\").await;",
    );
    assert_eq!(
        found(&repository, &unknown),
        [""; 0],
        "on what, nobody knows"
    );
}

/// AC: AC-CONTRACT-DURABLE-RENAMED
#[test]
fn a_file_that_was_left_hides_no_other_name_of_a_consumer() {
    let repository = published();
    let renamed = ["the consumer `boards` of the stream `ORDERS` is called `views` now"];
    let code = code("\"orders\"", "\"views\"");
    // The file still has the consumer of before, and only that.
    assert_eq!(found(&repository, &code), renamed);
    // Or both.
    let both = STREAMS.replace(
        "\n]",
        ",\n  { \"stream_name\": \"ORDERS\", \"config\": { \"durable_name\": \"views\", \"deliver_policy\": \"all\" } }\n]",
    );
    repository.write("streams.json", &both);
    assert_eq!(found(&repository, &code), renamed);
    // Who still reads as it uses it.
    let still = code.replace(
        "stream.create_consumer(config)",
        "stream.get_consumer::<pull::Config>(\"boards\").await.unwrap();\n    stream.create_consumer(config)",
    );
    assert_eq!(found(&repository, &still), [""; 0]);
}
