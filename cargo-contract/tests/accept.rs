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

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn what_cannot_be_told_is_not_called_a_break() {
    let repository = orders();
    let by_hand = "impl Serialize for Money { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { self.text(1).serialize(s) } }
impl<'de> Deserialize<'de> for Money { fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> { todo!() } }
pub struct Money;
";
    let source = format!(
        "{}{by_hand}",
        SOURCE.replace("std::thread::ThreadId", "Money")
    );
    repository.write("src/lib.rs", &source);
    assert_eq!(accept(&repository, &["--reason", "first"]).0, Some(0));
    repository.write("src/lib.rs", &source.replace("text(1)", "text(2)"));
    let (status, _, err) = accept(&repository, &["--reason", "second"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains(
            "whether `orders.placed@1` as accepted on 2026-06-15 would break cannot be told"
        ),
        "{err}"
    );
    assert!(
        err.contains("declare what is written by hand: `wire` or `schema`"),
        "{err}"
    );
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn a_type_that_is_not_there_is_told_with_what_may_be_meant() {
    let repository = orders();
    repository.write(
        "contracts/manifest.toml",
        &CONTRACT.replace("Placed", "Plced"),
    );
    for command in [
        "accept --reason x",
        "docs",
        "samples",
        "schema",
        "rollout-plan",
    ] {
        let args: Vec<&str> = std::iter::once("contract")
            .chain(command.split(' '))
            .collect();
        let program = env!("CARGO_BIN_EXE_cargo-contract");
        let (status, _, err) =
            run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
        assert_eq!(status, Some(2), "{command}");
        assert!(
            err.contains("`orders.placed@1`: there is no type `orders::Plced`"),
            "{command}: {err}"
        );
        assert!(
            err.contains("did you mean `orders::Placed`?"),
            "{command}: {err}"
        );
    }
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn files_that_somebody_renamed_or_linked_are_told() {
    let repository = orders();
    let first = "contracts/accepted/orders.placed/v1.1.json";
    assert_eq!(accept(&repository, &["--reason", "first"]).0, Some(0));
    let text = repository.directory().read(first);
    let told = |why: &str| {
        let program = env!("CARGO_BIN_EXE_cargo-contract");
        for args in [
            &["contract"][..],
            &["contract", "accept", "--reason", "again"],
        ] {
            let (status, out, err) =
                run_program_on(Some("2026-06-15"), program, repository.directory(), args);
            assert_eq!(status, Some(2), "{out}{err}");
            assert!(format!("{out}{err}").contains(why), "{out}{err}");
        }
    };
    repository.remove(first);
    repository.write("contracts/accepted/orders.placed/v1.1.JSON", &text);
    told("v1.1.JSON has not the name of an accepted version");
    repository.remove("contracts/accepted/orders.placed/v1.1.JSON");

    // What a link leads to is not shown.
    #[cfg(unix)]
    {
        repository.write("elsewhere.json", "a secret");
        let link = repository.path().join(first);
        std::os::unix::fs::symlink(repository.path().join("elsewhere.json"), &link).unwrap();
        told("v1.1.json is a symbolic link");
        let program = env!("CARGO_BIN_EXE_cargo-contract");
        let (_, out, _) = run_program_on(None, program, repository.directory(), &["contract"]);
        assert!(!out.contains("a secret"), "{out}");
        assert_eq!(repository.directory().read("elsewhere.json"), "a secret");
        repository.remove(first);

        // One that leads nowhere is nothing that a version can be written to.
        std::os::unix::fs::symlink(repository.path().join("nowhere.json"), &link).unwrap();
        let (status, _, err) = accept(&repository, &["--reason", "again"]);
        assert_eq!(status, Some(2), "{err}");
        assert!(!repository.path().join("nowhere.json").exists());
        repository.remove(first);
    }
    // Notes may lie beside them.
    repository.write(first, &text);
    repository.write("contracts/accepted/README.md", "# What is here");
    assert_eq!(accept(&repository, &["--reason", "again"]).0, Some(0));
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn of_several_who_accept_at_once_none_writes_over_another() {
    let repository = orders();
    let (threads, accepted) = (8, std::sync::atomic::AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for number in 0..threads {
            let (repository, accepted) = (&repository, &accepted);
            scope.spawn(move || {
                let (status, out, err) = accept(repository, &["--reason", &format!("by {number}")]);
                assert!(matches!(status, Some(0 | 2)), "{out}{err}");
                if out.starts_with("accepted `orders.placed@1`, revision 1") {
                    accepted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(accepted.into_inner(), 1);
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn a_manifest_with_mistakes_drops_nothing() {
    let repository = orders();
    assert_eq!(accept(&repository, &["--reason", "first"]).0, Some(0));
    repository.write(
        "contracts/manifest.toml",
        &format!("{CONTRACT}colour = \"red\"\n"),
    );
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let args = ["contract", "--format", "short"];
    let (status, out, _) = run_program_on(None, program, repository.directory(), &args);
    assert_eq!(status, Some(2), "{out}");
    assert!(out.contains("unknown key `colour`"), "{out}");
    assert!(!out.contains("is declared no more"), "{out}");
}
