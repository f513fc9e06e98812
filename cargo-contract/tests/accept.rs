//! `cargo contract accept`: what it writes, what it says, and what it refuses.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

const SOURCE: &str = "use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub id: u64,
    pub total: std::thread::ThreadId,
}
";

const CONTRACT: &str = "[[contract]]
subject = \"orders.v1.placed\"
payload = \"orders::Placed\"
";

fn orders() -> Repository {
    let repository = repository();
    repository
        .write("src/lib.rs", SOURCE)
        .write("contracts/manifest.toml", CONTRACT);
    repository
}

/// Exit status, stdout, stderr.
fn accept(repository: &Repository, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract", "accept"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    run_program_on(Some("2026-06-15"), program, repository.directory(), &args)
}

fn refused(repository: &Repository, args: &[&str]) -> String {
    let (status, out, err) = accept(repository, args);
    assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
    assert!(!repository.path().join("contracts/accepted").exists());
    err
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn it_says_what_it_accepts_and_what_it_does_not_understand() {
    let repository = orders();
    let commit = repository.commit("first");
    let (status, out, err) = accept(
        &repository,
        &["--reason", "first", "--by", "Else <e@example.org>"],
    );
    assert_eq!((status, err.as_str()), (Some(0), ""));
    assert!(
        out.starts_with(
            "accepted `orders.placed@1`, revision 1, the first one: contracts/accepted/orders.placed/v1.1.json\n  not understood"
        ),
        "{out}"
    );
    let text = repository
        .directory()
        .read("contracts/accepted/orders.placed/v1.1.json");
    for line in [
        "\"on\": \"2026-06-15\"",
        "\"by\": \"Else <e@example.org>\"",
        "\"reason\": \"first\"",
        &format!("\"commit\": \"{commit}\""),
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }

    // Nothing has changed.
    let (_, out, _) = accept(&repository, &["--reason", "again"]);
    assert_eq!(
        out,
        "nothing to accept: all contracts are as they were accepted\n"
    );
    let (_, out, _) = accept(&repository, &["--reason", "again", "orders.placed@1"]);
    assert_eq!(
        out,
        "`orders.placed@1` is as it was accepted on 2026-06-15\n"
    );

    // A change of what is not understood passes only on purpose, and that is recorded.
    repository.write("src/lib.rs", &SOURCE.replace("ThreadId", "Thread"));
    let (status, _, err) = accept(&repository, &["--reason", "as before"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("would break"), "{err}");
    let (status, out, _) = accept(
        &repository,
        &["--reason", "as before", "--break", "orders.placed"],
    );
    assert_eq!(status, Some(0));
    assert!(out.contains("which breaks the one before"), "{out}");
    assert_eq!(
        repository
            .directory()
            .read("contracts/accepted/orders.placed/v1.1.json"),
        text,
        "what was accepted stays"
    );
    let second = repository
        .directory()
        .read("contracts/accepted/orders.placed/v1.2.json");
    assert!(second.contains("\"breaks\": ["), "{second}");
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn it_refuses_what_is_not_meant() {
    let repository = orders();
    for (args, why) in [
        (&["--reason", " "][..], "an acceptance gives no reason"),
        (&[][..], "--reason"),
        (
            &["--reason", "x", "orders.place"][..],
            "did you mean `orders.placed@1`?",
        ),
        (
            &["--reason", "x", "--break"][..],
            "`--break` is for contracts that are named",
        ),
    ] {
        let err = refused(&repository, args);
        assert!(err.contains(why), "{err}");
    }
    repository.write(
        "contracts/manifest.toml",
        &CONTRACT.replace("orders::Placed", "orders::Place"),
    );
    let err = refused(&repository, &["--reason", "x"]);
    assert!(err.contains("there is no type `orders::Place`"), "{err}");
    repository.write("contracts/manifest.toml", CONTRACT);
    repository.write("src/lib.rs", &SOURCE.replace("u64,", "u64"));
    refused(&repository, &["--reason", "x"]);
    repository
        .write("src/lib.rs", SOURCE)
        .remove("contracts/manifest.toml");
    let err = refused(&repository, &["--reason", "x"]);
    assert!(err.contains("no contract is declared"), "{err}");
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn accepted_files_that_cannot_be_read_stop_it() {
    let repository = orders();
    accept(&repository, &["--reason", "first"]);
    let path = "contracts/accepted/orders.placed/v1.1.json";
    let text = repository.directory().read(path);
    repository.write(path, &text.replace("\"form\": 1", "\"form\": 9"));
    let (status, _, err) = accept(
        &repository,
        &["--reason", "second", "--break", "orders.placed"],
    );
    assert_eq!(status, Some(2));
    assert!(
        err.contains("this program reads files of form 1, and this one has form 9")
            && err.contains(&format!("{path}:2:")),
        "{err}"
    );
    assert!(
        !repository
            .path()
            .join("contracts/accepted/orders.placed/v1.2.json")
            .exists()
    );

    // Nor does a check say that it was never accepted.
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let args = ["contract", "--format", "short"];
    let (status, out, _) = run_program_on(None, program, repository.directory(), &args);
    assert_eq!(status, Some(2));
    assert!(
        out.contains("has form 9") && !out.contains("never accepted"),
        "{out}"
    );
}
