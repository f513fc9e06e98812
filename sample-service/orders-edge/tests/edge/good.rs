//! The good module: it does what every module has to, is small, and needs nothing.

use std::collections::BTreeSet;

use orders::port::{Decision, RulesError};
use orders_edge::{Capability, check};
use orders_wire::guest::{ApiVersion, Describe, Refusal, RefusalCode, Reply, Request};
use orders_wire::{decode, encode};
use wasmparser::{Parser, Payload};

use crate::support::{GOOD, GUEST, ask, guest_manifest, load, place, renamed, ship};

/// AC: AC-EDGE-001
#[tokio::test]
async fn a_module_decides_what_a_command_does() {
    match ask(&GOOD, &place("c-1", "o-1")).await {
        Ok(Decision::New { history, version }) => {
            assert_eq!(version.get(), 1);
            assert_eq!(history.entries()[0].command, place("c-1", "o-1"));
            assert_eq!(history.entries()[0].event.id.as_str(), "e-1");
        }
        other => panic!("{other:?}"),
    }
    match ask(&GOOD, &ship("c-1", "o-1")).await {
        Err(RulesError::Rejected(rejection)) => assert_eq!(rejection.code(), "order_unknown"),
        other => panic!("{other:?}"),
    }
}

/// AC: AC-EDGE-005
#[test]
fn the_module_conforms() {
    let module = load(&GUEST.module).expect("it is good");
    assert_eq!(check(&module), Ok(()));
}

/// AC: AC-EDGE-002
#[test]
fn the_module_is_small_and_asks_for_nothing_but_its_documents() {
    assert!(GUEST.module.len() < 300 * 1024, "{}", GUEST.module.len());
    let mut imports = BTreeSet::new();
    for payload in Parser::new(0).parse_all(&GUEST.module) {
        if let Payload::ImportSection(section) = payload.expect("it is good") {
            for import in section.into_imports() {
                imports.insert(import.expect("it is good").name);
            }
        }
    }
    let known = BTreeSet::from([
        "args_get",
        "args_sizes_get",
        "environ_get",
        "environ_sizes_get",
        "fd_read",
        "fd_write",
        "proc_exit",
    ]);
    assert!(imports.is_subset(&known), "{imports:?}");
    assert!(imports.contains("fd_read") && imports.contains("fd_write"));
    let granted = guest_manifest().capabilities;
    assert_eq!(
        granted,
        BTreeSet::from([Capability::Stdin, Capability::Stdout])
    );
}

/// AC: AC-EDGE-002
#[test]
fn the_same_request_has_the_same_reply_and_the_same_cost() {
    let request = encode(&Request::Describe(Describe {
        api: ApiVersion::CURRENT,
    }));
    let (one, other) = (load(&GUEST.module).unwrap(), load(&renamed(7)).unwrap());
    let first = one.run(&request).unwrap();
    assert_eq!(one.run(&request), Ok(first.clone()));
    assert_eq!(other.run(&request), Ok(first.clone()));
    assert_eq!(first.output, orders_guest::answer(&request));
}

/// AC: AC-EDGE-004
#[test]
fn a_module_refuses_requests_of_versions_that_it_cannot_know() {
    let major = ApiVersion::CURRENT.major + 1;
    let api = ApiVersion { major, minor: 0 };
    let reply = orders_guest::answer(&encode(&Request::Describe(Describe { api })));
    match decode(&reply) {
        Ok(Reply::Refused(Refusal { code, message })) => {
            assert_eq!(code, RefusalCode::ApiUnsupported);
            assert_eq!(message, "this module is for version 1.0, not 2.0");
        }
        other => panic!("{other:?}"),
    }
}
