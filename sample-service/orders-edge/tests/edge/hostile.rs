//! Modules that mean harm, or are broken: each ends in an error of its own, and nothing else notices.

use std::sync::Arc;
use std::time::{Duration, Instant};

use orders_edge::{
    BreakerSettings, CallError, CircuitBreaker, EdgeRules, PluginSlot, Sha256, check,
};
use orders_wire::encode;
use orders_wire::guest::{ApiVersion, CarryOut, Request};

use crate::support::{
    GUEST, ask, failure, load, module, module_that_refuses, place, rules, settings, ship, stamp,
    the_next_good_call_works,
};

/// Runs a module with this body, and expects a call of it to end so.
async fn ends(body: &str, reply: &[u8], code: &str) {
    let bad = rules(load(&module(body, reply)).expect("nothing is wrong with it from outside"));
    assert_eq!(failure(&bad, &place("c-1", "o-1")).await, code, "{body}");
    the_next_good_call_works().await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn an_endless_loop_uses_up_its_fuel() {
    ends("(loop (br 0))", b"", "out_of_fuel").await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn a_module_with_fuel_for_ever_is_ended_by_the_clock() {
    let module = module("(loop (br 0))", b"");
    let manifest = crate::support::manifest_of(&module)
        .replace("fuel = 20_000_000", "fuel = 1_000_000_000")
        .replace("timeout_ms = 100", "timeout_ms = 20");
    let manifest = orders_edge::Manifest::parse(&manifest).unwrap();
    let plugin = orders_edge::Plugin::load(&crate::support::HOST, manifest, &module).unwrap();
    let timeout = orders_edge::Timeout::new(orders_edge::Sandbox::new(plugin));
    let started = Instant::now();
    assert_eq!(timeout.run(b"{}"), Err(CallError::TimedOut));
    let took = started.elapsed();
    assert!(
        took >= Duration::from_millis(20) && took < Duration::from_secs(2),
        "{took:?}"
    );
    the_next_good_call_works().await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn recursion_without_end_uses_up_its_stack() {
    ends("(drop (call $deeper (i64.const 0)))", b"", "out_of_stack").await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn whoever_eats_memory_is_ended() {
    let body = "(loop (drop (memory.grow (i32.const 1))) (br 0))";
    ends(body, b"", "out_of_memory").await;
    ends(
        "(drop (memory.grow (i32.const 60000)))",
        b"",
        "out_of_memory",
    )
    .await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn a_panic_ends_the_call_alone() {
    ends("(unreachable)", b"", "trapped").await;
    ends(
        "(drop (i32.div_s (i32.const 1) (i32.const 0)))",
        b"",
        "trapped",
    )
    .await;
    ends("(drop (i32.load (i32.const -4)))", b"", "trapped").await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn a_module_that_ends_itself_ends_nothing_else() {
    ends("(call $exit (i32.const 7))", b"", "exited").await;
    ends("(call $exit (i32.const 0))", b"", "no_output").await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn output_without_end_is_not_read() {
    let body = "(loop (call $write (i32.const 1) (i32.const 0) (i32.const 65536)) (br 0))";
    ends(body, b"", "output_too_long").await;
}

/// More is said to the standard error than would be read as a reply, and it goes nowhere.
/// AC: AC-EDGE-006
#[tokio::test]
async fn complaints_are_not_kept() {
    let body = "(loop
      (call $write (i32.const 2) (i32.const 0) (i32.const 65536))
      (i32.store (i32.const 28) (i32.add (i32.load (i32.const 28)) (i32.const 1)))
      (br_if 0 (i32.lt_u (i32.load (i32.const 28)) (i32.const 100))))";
    ends(body, b"", "no_output").await;
}

/// AC: AC-EDGE-006
#[tokio::test]
async fn what_is_no_reply_is_none() {
    ends("(nop)", b"", "no_output").await;
    ends("(call $reply)", b"\xff\x00junk", "output_unreadable").await;
    ends(
        "(call $reply)",
        br#"{"carried_out":{}}"#,
        "output_unreadable",
    )
    .await;
    ends("(call $reply)", &[b'['; 4096], "output_unreadable").await;
    ends(
        "(call $write (i32.const 1) (i32.const -8) (i32.const 64))",
        b"",
        "no_output",
    )
    .await;
    ends(
        "(call $write (i32.const 9) (i32.const 0) (i32.const 64))",
        b"",
        "no_output",
    )
    .await;
}

/// AC: AC-EDGE-008
#[tokio::test]
async fn a_module_that_fails_again_and_again_is_left_alone() {
    let slot = Arc::new(PluginSlot::default());
    let bad = load(&module("(unreachable)", b"")).unwrap();
    slot.install(CircuitBreaker::new(bad, settings(2)));
    let rules = EdgeRules::new(slot);
    let command = place("c-1", "o-1");
    assert_eq!(failure(&rules, &command).await, "trapped");
    assert_eq!(failure(&rules, &command).await, "trapped");
    assert_eq!(failure(&rules, &command).await, "breaker_open");
    the_next_good_call_works().await;
}

/// The call that was one too many is already answered by the module before.
/// AC: AC-EDGE-009
#[tokio::test]
async fn the_module_before_is_taken_back_when_the_present_one_fails() {
    let slot = Arc::new(PluginSlot::default());
    slot.install(CircuitBreaker::new(
        load(&GUEST.module).unwrap(),
        settings(2),
    ));
    let bad = module("(unreachable)", b"");
    slot.install(CircuitBreaker::new(load(&bad).unwrap(), settings(2)));
    let rules = EdgeRules::new(Arc::clone(&slot));
    assert_eq!(failure(&rules, &place("c-1", "o-1")).await, "trapped");
    assert_eq!(slot.present().unwrap().sha256, Sha256::of(&bad));
    assert!(ask(&rules, &place("c-1", "o-1")).await.is_ok());
    assert_eq!(slot.present().unwrap().sha256, Sha256::of(&GUEST.module));
    assert_eq!(slot.previous(), None);
    assert!(slot.is_withdrawn(Sha256::of(&bad)));
}

/// It says the same whatever it is asked, which is right for every second question: with the usual settings it is withdrawn, long
/// before it has failed as often as it was right.
/// AC: AC-EDGE-008, AC-EDGE-009
#[tokio::test]
async fn a_module_that_fails_every_second_call_is_withdrawn() {
    let known = place("c-1", "o-1");
    let request = Request::CarryOut(CarryOut {
        api: ApiVersion::CURRENT,
        tenant_id: Some("acme".to_owned()),
        state: None,
        command: (&known).into(),
        event_id: "e-1".to_owned(),
        at_ms: stamp("e-1").at.as_millis(),
    });
    let bad = module("(call $reply)", &orders_guest::answer(&encode(&request)));
    let slot = Arc::new(PluginSlot::default());
    for module in [&GUEST.module, &bad] {
        let module = load(module).unwrap();
        slot.install(CircuitBreaker::new(module, BreakerSettings::default()));
    }
    let rules = EdgeRules::new(Arc::clone(&slot));
    for round in 1..5 {
        assert!(ask(&rules, &known).await.is_ok(), "round {round}");
        let other = place("c-1", "o-2");
        assert_eq!(failure(&rules, &other).await, "foreign_reply");
        assert_eq!(slot.present().unwrap().sha256, Sha256::of(&bad));
    }
    // The fifth one is answered by the module before already.
    assert!(ask(&rules, &known).await.is_ok());
    assert!(ask(&rules, &place("c-1", "o-2")).await.is_ok());
    assert!(slot.is_withdrawn(Sha256::of(&bad)));
    assert_eq!(slot.present().unwrap().sha256, Sha256::of(&GUEST.module));
}

/// AC: AC-EDGE-008
#[tokio::test]
async fn without_a_module_nothing_is_decided() {
    let rules = EdgeRules::new(Arc::new(PluginSlot::default()));
    assert_eq!(failure(&rules, &ship("c-1", "o-1")).await, "not_installed");
}

/// What the suite that every module has to pass says of those that are no good.
/// AC: AC-EDGE-005
#[test]
fn modules_that_do_not_conform_are_told_by_what() {
    let malformed = orders_guest::answer(b"");
    let cases: [(&str, &[u8], &str); 4] = [
        (
            "(unreachable)",
            b"",
            "it does not decide the largest order: the module broke",
        ),
        (
            "(loop (br 0))",
            b"",
            "it does not decide the largest order: the module used up its fuel",
        ),
        (
            "(call $reply)",
            &malformed,
            "the module refused the request (malformed)",
        ),
        (
            "(call $reply)",
            b"junk",
            "what the module wrote is no reply (shape)",
        ),
    ];
    for (body, reply, message) in cases {
        let error = check(&load(&module(body, reply)).unwrap()).unwrap_err();
        assert_eq!(error.code(), "undecided", "{body}");
        assert!(error.to_string().contains(message), "{body}: {error}");
    }
    let described = orders_guest::answer(br#"{"describe":{"api":{"major":1,"minor":0}}}"#);
    let obliging = module_that_refuses(&described, "(unreachable)", b"");
    let error = check(&load(&obliging).unwrap()).unwrap_err();
    assert_eq!(error.code(), "version_ignored");
}
