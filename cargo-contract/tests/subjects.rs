//! `cargo contract subjects`, `cargo contract permissions`, and files with streams: what they say about a small program.

#![cfg(feature = "cli")]

#[path = "support/nats.rs"]
mod nats;
mod support;

use govern_testing::{Repository, run_program_on};
use nats::nats_repository;

const CODE: &str = "use async_nats::Client;

fn main() {}

pub async fn run(client: Client, id: String) {
    client.publish(format!(\"orders.{id}.placed\"), p).await;
    let _ = client.request(\"stock.reserve\", p).await;
    let mut requests = client.queue_subscribe(\"orders.place\", \"desk\".to_owned()).await.unwrap();
    while let Some(request) = requests.next().await {
        client.publish(request.reply.unwrap(), p).await;
    }
    client.publish(std::env::var(\"SUBJECT\").unwrap(), p).await;
}
";

fn orders() -> Repository {
    let repository = nats_repository();
    repository.write("src/main.rs", CODE);
    repository
}

/// Exit status, stdout, stderr.
fn run(repository: &Repository, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract"], args, &["--untrusted"]].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    run_program_on(Some("2026-06-15"), program, repository.directory(), &args)
}

/// AC: AC-CONTRACT-CMD-SUBJECTS
#[test]
fn subjects_are_listed_with_their_places() {
    let repository = orders();
    let (status, out, err) = run(&repository, &["subjects"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(
        out,
        "orders.*.placed
  publishes  src/main.rs:6:12 in orders::run
             may hold several tokens: `id`
orders.place
  subscribes src/main.rs:8:31 in orders::run, as `desk`
stock.reserve
  requests   src/main.rs:7:20 in orders::run
not known: publishes, its subject is not known: it comes from the environment  src/main.rs:12:12
"
    );
    let (_, out, _) = run(&repository, &["subjects", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(json["subjects"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["unknown"][0]["place"], "src/main.rs:12:12");
    let (status, _, err) = run(&repository, &["subjects", "--service", "shop"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("there is no service `shop`"), "{err}");
}

/// AC: AC-CONTRACT-CMD-PERMISSIONS
#[test]
fn permissions_are_what_the_code_needs() {
    let repository = orders();
    let (status, out, err) = run(&repository, &["permissions", "--service", "orders"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(
        out,
        "# What the code needs, written by `cargo contract permissions`. Passwords are taken from the environment.
authorization {
  users = [
    # not known, and not allowed: publishes: its subject is not known: it comes from the environment
    {
      user: \"orders\"
      password: $ORDERS_PASSWORD
      permissions {
        publish = { allow: [
          # messages that the code sends
          \"orders.>\"
          \"stock.reserve\"
        ] }
        subscribe = { allow: [
          # messages that the code hears
          \"orders.place\"
          # replies to requests
          \"_INBOX.>\"
        ] }
        # requests are answered
        allow_responses = true
      }
    }
  ]
}
"
    );
    let (_, out, _) = run(&repository, &["permissions", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(json[0]["publish"][0]["subject"], "orders.>");
}

#[test]
fn files_say_what_streams_keep_and_what_is_wrong_with_them_is_told() {
    let repository = orders();
    repository
        .write("src/main.rs", "pub async fn run(j: async_nats::jetstream::Context) { j.publish(\"order.placed\", p).await; }\nfn main() {}\n")
        .write("govern.toml", "[contract.nats]\nstreams = [\"streams/*.json\"]\n")
        .write("streams/orders.json", "{ \"config\": { \"name\": \"ORDERS\", \"subjects\": [\"orders.>\"], \"max_age\": 0, \"max_bytes\": -1, \"max_msgs\": -1 } }");
    let (status, out, err) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{out}{err}");
    for found in [
        "src/main.rs:1:57: error[contract::subject_without_stream]: no stream keeps `order.placed`",
        "streams/orders.json:1:1: warning[contract::stream_without_limits]: nothing bounds the stream `ORDERS`",
    ] {
        assert!(out.contains(found), "{found}: {out}");
    }
    // Commands know it, too.
    let (_, out, _) = run(&repository, &["subjects"]);
    assert!(
        out.contains("stream ORDERS keeps orders.>  streams/orders.json:1:1"),
        "{out}"
    );
    repository.write("streams/orders.json", "{ \"name\": }");
    let (status, out, err) = run(&repository, &["subjects"]);
    assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
    assert!(
        err.contains("streams/orders.json:1:1") && err.contains("is no JSON"),
        "{err}"
    );
    let (status, out, err) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(2), "{out}{err}");
    assert!(
        out.contains("streams/orders.json:1:1") && out.contains("is no JSON"),
        "{out}{err}"
    );
}
