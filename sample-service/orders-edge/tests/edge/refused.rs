//! Modules that are not even compiled: what is wrong with them can be seen from outside.

use orders_edge::{Host, InstallError, Installed, Installer, MAX_MODULE_BYTES, PluginSlot};
use std::sync::Arc;

use crate::support::{GUEST, HOST, manifest_of, module, settings, the_next_good_call_works};

fn installer(host: &Host) -> Installer {
    Installer::new(host.clone(), Arc::new(PluginSlot::default()), settings(3))
}

/// The module of this text is not taken, for this reason.
fn refused(text: &str) -> InstallError {
    let module = wat::parse_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let installer = installer(&HOST);
    let error = installer
        .install(&manifest_of(&module), &module)
        .unwrap_err();
    assert_eq!(installer.slot().present(), None, "{text}");
    error
}

const MEMORY: &str = r#"(memory (export "memory") 1)"#;
const START: &str = r#"(func (export "_start"))"#;

/// AC: AC-EDGE-003
#[tokio::test]
async fn imports_that_are_not_granted_are_seen_before_anything_is_compiled() {
    let functions = [
        "path_open",
        "fd_prestat_get",
        "sock_accept",
        "sock_recv",
        "sock_send",
        "clock_time_get",
        "random_get",
        "poll_oneoff",
        "proc_raise",
    ];
    for function in functions {
        // A body that the engine would not compile: if that were noticed first, the order would be wrong.
        let text = format!(
            r#"(module (import "wasi_snapshot_preview1" "{function}" (func)) {MEMORY} {START} (func (result i32)))"#
        );
        let error = refused(&text);
        assert_eq!(error.code(), "import_denied");
        let message = format!("the module imports `wasi_snapshot_preview1.{function}`");
        assert!(error.to_string().starts_with(&message), "{error}");
    }
    for import in [
        r#""env" "fd_read" (func)"#,
        r#""wasi_snapshot_preview1" "fd_read" (global i32)"#,
        r#""wasi_snapshot_preview1" "memory" (memory 1)"#,
        r#""wasi_snapshot_preview1" "fd_write" (table 1 funcref)"#,
    ] {
        let error = refused(&format!("(module (import {import}))"));
        assert_eq!(error.code(), "import_denied", "{import}");
    }
    the_next_good_call_works().await;
}

/// AC: AC-EDGE-003
#[test]
fn a_capability_that_is_not_in_the_manifest_is_not_had() {
    let manifest = GUEST
        .manifest
        .replace(r#"["stdin", "stdout"]"#, r#"["stdin"]"#);
    let error = installer(&HOST)
        .install(&manifest, &GUEST.module)
        .unwrap_err();
    assert_eq!(error.code(), "import_denied");
    assert!(
        error
            .to_string()
            .contains("`wasi_snapshot_preview1.fd_write`"),
        "{error}"
    );
}

/// AC: AC-EDGE-003
#[test]
fn a_module_has_what_it_must_and_nothing_that_it_must_not() {
    let cases = [
        (format!("(module {MEMORY})"), "export_missing"),
        (format!("(module (memory 1) {START})"), "export_missing"),
        (
            format!(r#"(module {MEMORY} (memory $m 1) {START})"#),
            "module_rejected",
        ),
        (
            format!(r#"(module {MEMORY} (global (export "_start") i32 (i32.const 1)))"#),
            "export_missing",
        ),
        (
            format!("(module {MEMORY} {START} (func $begin (loop (br 0))) (start $begin))"),
            "start_function",
        ),
        (
            format!(r#"(module (memory (export "memory") 1000) {START})"#),
            "module_too_large",
        ),
        (
            format!(r#"(module (memory (export "memory") i64 1) {START})"#),
            "module_unwanted",
        ),
        (
            format!("(module {MEMORY} (table 20000 funcref) {START})"),
            "module_too_large",
        ),
        (
            format!(r#"(module {MEMORY} (func (export "_start") (result i32)))"#),
            "module_rejected",
        ),
    ];
    for (text, code) in cases {
        let error = refused(&text);
        assert_eq!(error.code(), code, "{text}: {error}");
    }
}

/// AC: AC-EDGE-003
#[test]
fn a_module_whose_type_of_start_is_another_one_is_not_called() {
    let text = format!(r#"(module {MEMORY} (func (export "_start") (param i32)))"#);
    let error = refused(&text);
    assert_eq!(error.code(), "handshake", "{error}");
}

/// AC: AC-EDGE-003
#[test]
fn bytes_that_are_another_module_or_none_are_refused() {
    let installer = installer(&HOST);
    let mut other = GUEST.module.clone();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    let error = installer.install(&GUEST.manifest, &other).unwrap_err();
    assert_eq!(error.code(), "hash_mismatch");

    let half = &GUEST.module[..GUEST.module.len() / 2];
    for junk in [b"".as_slice(), b"junk", b"\0asm\x02\0\0\0", half] {
        let error = installer.install(&manifest_of(junk), junk).unwrap_err();
        assert_eq!(error.code(), "module_unreadable", "{error}");
    }
    let component = b"\0asm\x0d\0\x01\0";
    let error = installer
        .install(&manifest_of(component), component)
        .unwrap_err();
    assert_eq!(error.code(), "module_unwanted");
    let long = vec![0; MAX_MODULE_BYTES + 1];
    let error = installer.install(&manifest_of(&long), &long).unwrap_err();
    assert_eq!(error.code(), "module_too_long");
}

/// AC: AC-EDGE-004
#[test]
fn a_module_for_another_major_version_is_not_even_compiled() {
    for api in ["2.0", "0.9", "1.1"] {
        let manifest = GUEST
            .manifest
            .replace("api = \"1.0\"", &format!("api = \"{api}\""));
        let error = installer(&HOST)
            .install(&manifest, &GUEST.module)
            .unwrap_err();
        assert_eq!(error.code(), "api_unsupported", "{api}");
    }
}

/// AC: AC-EDGE-004
#[test]
fn a_module_says_the_same_as_its_manifest() {
    for (said, other, what) in [
        ("orders-guest", "somebody-else", "another id"),
        (
            "version = \"0.1.0\"",
            "version = \"0.2.0\"",
            "another version",
        ),
    ] {
        let manifest = GUEST.manifest.replace(said, other);
        let error = installer(&HOST)
            .install(&manifest, &GUEST.module)
            .unwrap_err();
        assert_eq!(error.code(), "metadata_mismatch");
        assert!(error.to_string().contains(what), "{error}");
    }
}

/// AC: AC-EDGE-009
#[test]
fn what_was_in_use_stays_in_use_when_another_one_is_refused() {
    let installer = installer(&HOST);
    let installed = installer.install(&GUEST.manifest, &GUEST.module).unwrap();
    let present = installer.slot().present().unwrap();
    assert_eq!(installed, Installed::New(present.sha256));
    for body in ["(loop (br 0))", "(unreachable)"] {
        let bad = module(body, b"");
        assert!(installer.install(&manifest_of(&bad), &bad).is_err());
    }
    assert!(installer.install("id = 1", &GUEST.module).is_err());
    assert_eq!(installer.slot().present(), Some(present));
    assert_eq!(installer.slot().previous(), None);
    let again = installer.install(&GUEST.manifest, &GUEST.module);
    assert!(matches!(again, Ok(Installed::Present(_))), "{again:?}");
}
