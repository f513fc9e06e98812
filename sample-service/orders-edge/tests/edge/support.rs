//! The host, the good module, and modules from text.

use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use orders::domain::{
    Action, Command, CommandId, Currency, CustomerId, EventId, History, Line, Lines, Money,
    OrderId, OrderKey, ParcelId, Quantity, Sku, Stamp, TenantId,
};
use orders::port::{Decision, OrderRules, RulesError};
use orders::shared::Timestamp;
use orders_edge::{
    BreakerSettings, CircuitBreaker, EdgeRules, Host, Manifest, ModuleError, Plugin, PluginSlot,
    Sandbox, Sha256, Timeout,
};
use orders_testing::GuestModule;

pub(crate) static HOST: LazyLock<Host> = LazyLock::new(|| Host::new().expect("there is room"));

pub(crate) static GUEST: LazyLock<GuestModule> =
    LazyLock::new(|| GuestModule::load().unwrap_or_else(|error| panic!("{error}")));

/// The good module, installed once.
pub(crate) static GOOD: LazyLock<EdgeRules> = LazyLock::new(|| {
    let plugin = Plugin::load(&HOST, guest_manifest(), &GUEST.module).expect("it is good");
    rules(Timeout::new(Sandbox::new(plugin)))
});

pub(crate) fn guest_manifest() -> Manifest {
    Manifest::parse(&GUEST.manifest).expect("it is good")
}

/// The manifest of the good module, for other bytes.
pub(crate) fn manifest_of(module: &[u8]) -> String {
    let good = guest_manifest().sha256.to_string();
    GUEST
        .manifest
        .replace(&good, &Sha256::of(module).to_string())
}

/// A module of the same behaviour that has other bytes: with a section that means nothing.
pub(crate) fn renamed(mark: u8) -> Vec<u8> {
    let mut module = GUEST.module.clone();
    module.extend([0, 2, 1, mark]);
    module
}

pub(crate) fn load(module: &[u8]) -> Result<Timeout, ModuleError> {
    let manifest = Manifest::parse(&manifest_of(module)).expect("it is good");
    Ok(Timeout::new(Sandbox::new(Plugin::load(
        &HOST, manifest, module,
    )?)))
}

/// Open after so many failures among the last twenty calls, for good.
pub(crate) fn settings(failures: u32) -> BreakerSettings {
    BreakerSettings {
        failures: NonZeroU32::new(failures).expect("not 0"),
        among: NonZeroU32::new(20).expect("not 0"),
        rest: Duration::from_secs(3600),
    }
}

pub(crate) fn rules(module: Timeout) -> EdgeRules {
    let slot = PluginSlot::default();
    slot.install(CircuitBreaker::new(module, settings(100)));
    EdgeRules::new(Arc::new(slot))
}

/// A module that says who it is as the good one does, and has something else for everything else.
pub(crate) fn module(body: &str, reply: &[u8]) -> Vec<u8> {
    let refused = orders_guest::answer(br#"{"describe":{"api":{"major":2,"minor":0}}}"#);
    module_that_refuses(&refused, body, reply)
}

/// The same, with this reply to the question of a desk of version 2.
pub(crate) fn module_that_refuses(refused: &[u8], body: &str, reply: &[u8]) -> Vec<u8> {
    let described = orders_guest::answer(br#"{"describe":{"api":{"major":1,"minor":0}}}"#);
    let text = format!(
        r#"(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 6)
  (data (i32.const 131072) "{described}")
  (data (i32.const 163840) "{refused}")
  (data (i32.const 196608) "{reply}")
  (func $write (param $descriptor i32) (param $start i32) (param $length i32)
    (i32.store (i32.const 16) (local.get $start))
    (i32.store (i32.const 20) (local.get $length))
    (drop (call $fd_write (local.get $descriptor) (i32.const 16) (i32.const 1) (i32.const 24))))
  (func $reply (call $write (i32.const 1) (i32.const 196608) (i32.const {reply_length})))
  (func $deeper (param i64) (result i64)
    (i64.add (local.get 0) (call $deeper (i64.add (local.get 0) (i64.const 1)))))
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 1024))
    (i32.store (i32.const 4) (i32.const 120000))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    ;; The `d` of `describe`, and the major version of the desk.
    (if (i32.eq (i32.load8_u (i32.const 1026)) (i32.const 100))
      (then (if (i32.eq (i32.load8_u (i32.const 1052)) (i32.const 49))
        (then (call $write (i32.const 1) (i32.const 131072) (i32.const {described_length})))
        (else (call $write (i32.const 1) (i32.const 163840) (i32.const {refused_length})))))
      (else {body}))))"#,
        described = escaped(&described),
        described_length = described.len(),
        refused = escaped(refused),
        refused_length = refused.len(),
        reply = escaped(reply),
        reply_length = reply.len(),
    );
    wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:02x}")).collect()
}

/// What the rules say to a command on an order to which nothing happened.
pub(crate) async fn ask(rules: &EdgeRules, command: &Command) -> Result<Decision, RulesError> {
    let history = History::new(command.order.clone());
    rules.decide(history, command, stamp("e-1")).await
}

/// The code with which the rules fail.
pub(crate) async fn failure(rules: &EdgeRules, command: &Command) -> &'static str {
    match ask(rules, command).await {
        Err(RulesError::Unavailable { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

/// The good module still works.
pub(crate) async fn the_next_good_call_works() {
    let decision = ask(&GOOD, &place("c-1", "o-1")).await;
    assert!(matches!(decision, Ok(Decision::New { .. })), "{decision:?}");
}

pub(crate) fn place(command: &str, order: &str) -> Command {
    let unit_price = Money::new(450, Currency::parse("EUR").expect("three capitals"));
    let line = Line {
        sku: Sku::parse("tea").expect("a good id"),
        quantity: Quantity::new(2).expect("within bounds"),
        unit_price,
    };
    let lines = Lines::new(vec![line]).expect("one article");
    let customer = CustomerId::parse("ann").expect("a good id");
    wish(command, order, Action::Place { customer, lines })
}

pub(crate) fn ship(command: &str, order: &str) -> Command {
    let parcel = ParcelId::parse("p-1").expect("a good id");
    wish(command, order, Action::Ship { parcel })
}

pub(crate) fn key(order: &str) -> OrderKey {
    OrderKey::new(
        TenantId::parse("acme").expect("a good id"),
        OrderId::parse(order).expect("a good id"),
    )
}

pub(crate) fn wish(command: &str, order: &str, action: Action) -> Command {
    Command {
        id: CommandId::parse(command).expect("a good id"),
        order: key(order),
        action,
    }
}

pub(crate) fn stamp(event: &str) -> Stamp {
    Stamp {
        id: EventId::parse(event).expect("a good id"),
        at: Timestamp::from_millis(1_790_000_000_000),
    }
}
