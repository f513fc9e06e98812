//! The scenarios of `specs/features`, over memory and over a real NATS server.
#![expect(clippy::unwrap_used, reason = "what fails here fails the scenarios")]
#![expect(
    clippy::disallowed_methods,
    reason = "what came of the scenarios is a file"
)]

mod backend;
#[path = "../clients/mod.rs"]
mod clients;
mod steps;
mod stock_steps;
mod world;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use backend::Kind;
use cucumber::writer::{self, Stats};
use cucumber::{World as _, WriterExt as _};
use orders_testing::NatsServer;
use world::World;

/// AC: AC-RUN-004
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenarios_hold_in_memory() {
    scenarios_hold(Kind::Memory).await;
}

/// AC: AC-RUN-004
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenarios_hold_on_nats() {
    // Without a server each scenario would fail; one message is enough.
    drop(NatsServer::start().unwrap_or_else(|error| panic!("{error}")));
    scenarios_hold(Kind::Nats).await;
}

/// AC: AC-TOP-002
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenarios_hold_where_each_role_is_a_node() {
    drop(NatsServer::start().unwrap_or_else(|error| panic!("{error}")));
    scenarios_hold(Kind::Split).await;
}

async fn scenarios_hold(kind: Kind) {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/features"));
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let seen_by_hook = Arc::clone(&seen);
    // What ran is also written down: `cargo ac` reads it.
    let results = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/ac");
    fs::create_dir_all(&results).unwrap();
    let results = results.join(format!("scenarios-{kind:?}.json"));
    let results = File::create(results).unwrap();
    let writer = writer::Basic::stdout()
        .summarized()
        .tee::<World, _>(writer::Json::for_tee(results))
        .normalized();
    let summary = World::cucumber()
        .with_writer(writer)
        .with_default_cli()
        .max_concurrent_scenarios(4)
        .fail_on_skipped()
        .before(move |feature, _, _, world| {
            let path = feature.path.as_deref().and_then(Path::file_name);
            if let Some(name) = path {
                seen_by_hook.lock().unwrap().insert(name.to_owned());
            }
            Box::pin(world.start(kind))
        })
        .after(|_, _, _, _, world| {
            Box::pin(async {
                if let Some(world) = world {
                    world.stop().await;
                }
            })
        })
        .run(folder.clone())
        .await;
    assert!(
        !summary.execution_has_failed(),
        "scenarios failed on {kind:?}, see above"
    );
    assert_eq!(summary.skipped_steps(), 0);
    let features: BTreeSet<_> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(features.len() >= 3, "no features in {}", folder.display());
    assert_eq!(*seen.lock().unwrap(), features, "each file was run");
}
