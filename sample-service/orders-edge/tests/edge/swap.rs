//! Modules that come over a real NATS server while the desk works.

use std::sync::Arc;
use std::time::Duration;

use orders_adapters::meters::Meters;
use orders_adapters::nats::{Nats, NatsConfig};
use orders_edge::{
    EdgeRules, InstallError, Installed, Installer, ModuleStore, ModuleStoreError, PluginSlot,
    Sha256, follow,
};
use orders_testing::NatsServer;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::support::{GUEST, HOST, ask, failure, manifest_of, module, place, renamed, settings};

/// How long a module may take until it is in use.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that follows what is announced. The server goes last.
struct Edge {
    slot: Arc<PluginSlot>,
    store: ModuleStore,
    following: JoinHandle<()>,
}

impl Edge {
    async fn start(server: &NatsServer) -> Self {
        let store = store(server).await;
        let slot = Arc::new(PluginSlot::default());
        let installer = Installer::new(HOST.clone(), Arc::clone(&slot), settings(3));
        let following = tokio::spawn(follow(store.clone(), installer));
        Self {
            slot,
            store,
            following,
        }
    }

    async fn uses(&self, module: &[u8]) {
        let wanted = Sha256::of(module);
        let started = Instant::now();
        while self.slot.present().map(|manifest| manifest.sha256) != Some(wanted) {
            assert!(started.elapsed() < PATIENCE, "{:?}", self.slot);
            sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.following.abort();
    }
}

fn server() -> NatsServer {
    NatsServer::start().unwrap_or_else(|error| panic!("{error}"))
}

async fn store(server: &NatsServer) -> ModuleStore {
    let config = NatsConfig::new(server.url());
    let nats = Nats::connect(config, Arc::new(Meters::default())).await;
    let nats = nats.expect("the server listens");
    ModuleStore::open(&nats).await.expect("it has JetStream")
}

/// AC: AC-EDGE-009
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_module_that_is_announced_takes_the_place_of_the_present_one_between_two_calls() {
    let server = server();
    let edge = Edge::start(&server).await;
    let rules = EdgeRules::new(Arc::clone(&edge.slot));
    assert_eq!(failure(&rules, &place("c-1", "o-1")).await, "not_installed");
    edge.store
        .publish(&GUEST.manifest, &GUEST.module)
        .await
        .unwrap();
    edge.uses(&GUEST.module).await;

    // Commands are carried out all the time, and none of them notices.
    let asking = rules.clone();
    let asked = tokio::spawn(async move {
        let mut calls = 0;
        loop {
            let decision = ask(&asking, &place("c-1", "o-1")).await;
            assert!(decision.is_ok(), "after {calls} calls: {decision:?}");
            calls += 1;
        }
    });
    let next = renamed(1);
    edge.store
        .publish(&manifest_of(&next), &next)
        .await
        .unwrap();
    edge.uses(&next).await;
    assert!(!asked.is_finished());
    asked.abort();
    let ended = asked.await.unwrap_err();
    assert!(ended.is_cancelled(), "{ended}");
    assert_eq!(
        edge.slot.previous().unwrap().sha256,
        Sha256::of(&GUEST.module)
    );
}

/// AC: AC-EDGE-009
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn modules_that_are_no_good_change_nothing_and_hold_up_nobody() {
    let server = server();
    let edge = Edge::start(&server).await;
    edge.store
        .publish(&GUEST.manifest, &GUEST.module)
        .await
        .unwrap();
    edge.uses(&GUEST.module).await;

    let looping = module("(loop (br 0))", b"");
    edge.store
        .publish(&manifest_of(&looping), &looping)
        .await
        .unwrap();
    // Announced for other bytes than those that are there, without bytes, and without sense.
    edge.store.publish(&GUEST.manifest, &looping).await.unwrap();
    edge.store
        .announce(&GUEST.manifest, Sha256::of(b"nothing"))
        .await
        .unwrap();
    edge.store
        .announce("no manifest", Sha256::of(&looping))
        .await
        .unwrap();
    let next = renamed(2);
    edge.store
        .publish(&manifest_of(&next), &next)
        .await
        .unwrap();
    edge.uses(&next).await;
    assert_eq!(
        edge.slot.previous().unwrap().sha256,
        Sha256::of(&GUEST.module)
    );
}

/// AC: AC-EDGE-009
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_starts_has_the_present_module_and_the_one_before_it() {
    let server = server();
    let modules = [renamed(3), renamed(4), renamed(5)];
    {
        let edge = Edge::start(&server).await;
        for module in &modules {
            edge.store
                .publish(&manifest_of(module), module)
                .await
                .unwrap();
        }
        edge.uses(&modules[2]).await;
    }
    let edge = Edge::start(&server).await;
    edge.uses(&modules[2]).await;
    assert_eq!(
        edge.slot.previous().unwrap().sha256,
        Sha256::of(&modules[1])
    );
}

/// AC: AC-EDGE-009
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_module_that_fails_in_use_is_withdrawn_and_not_taken_again() {
    let server = server();
    let edge = Edge::start(&server).await;
    edge.store
        .publish(&GUEST.manifest, &GUEST.module)
        .await
        .unwrap();
    edge.uses(&GUEST.module).await;
    // It behaves until it is in use: so it is put there without having been tried.
    let bad = module("(unreachable)", b"");
    let tried = crate::support::load(&bad).unwrap();
    edge.slot
        .install(orders_edge::CircuitBreaker::new(tried, settings(3)));
    let rules = EdgeRules::new(Arc::clone(&edge.slot));
    for _ in 0..2 {
        assert_eq!(failure(&rules, &place("c-1", "o-1")).await, "trapped");
    }
    assert!(ask(&rules, &place("c-1", "o-1")).await.is_ok());
    edge.uses(&GUEST.module).await;

    edge.store.publish(&manifest_of(&bad), &bad).await.unwrap();
    let installer = Installer::new(HOST.clone(), Arc::clone(&edge.slot), settings(3));
    let again = installer.install(&manifest_of(&bad), &bad);
    assert_eq!(
        again,
        Err(InstallError::Withdrawn {
            module: Sha256::of(&bad)
        })
    );
    let good = installer.install(&GUEST.manifest, &GUEST.module);
    assert_eq!(good, Ok(Installed::Present(Sha256::of(&GUEST.module))));
}

/// AC: AC-EDGE-009
#[tokio::test]
async fn a_module_that_is_not_there_is_told() {
    let server = server();
    let store = store(&server).await;
    let nobodys = Sha256::of(b"nobody's");
    let error = store.module(nobodys).await.unwrap_err();
    assert!(
        matches!(error, ModuleStoreError::Missing(module) if module == nobodys),
        "{error}"
    );
    let published = store.publish(&GUEST.manifest, &GUEST.module).await.unwrap();
    assert_eq!(store.module(published).await.unwrap(), GUEST.module);
}
