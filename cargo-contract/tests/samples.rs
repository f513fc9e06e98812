//! `cargo contract samples`: which documents it makes, and what becomes of them when types change.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

const CONTRACTS: &str = "[[contract]]
subject = \"orders.v1.placed\"
payload = \"orders::Placed\"

[[contract]]
name = \"orders.packed\"
payload = \"orders::State\"
format = \"postcard\"
";

const FULL: &str = "contracts/samples/orders.placed/v1/full.json";

/// The type with these fields besides.
fn write(repository: &Repository, fields: &str) {
    let source = format!(
        "use serde::{{Deserialize, Serialize}};

#[derive(Serialize, Deserialize)]
pub struct Placed {{ pub note: Option<String>, pub state: State, {fields} }}

#[derive(Serialize, Deserialize)]
pub enum State {{ Open, Paid {{ at: u32 }} }}
"
    );
    repository.write("src/lib.rs", &source);
}

fn orders() -> Repository {
    let repository = repository();
    write(&repository, "");
    repository.write("contracts/manifest.toml", CONTRACTS);
    repository
}

/// Exit status, stdout, stderr.
fn run(repository: &Repository, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    run_program_on(Some("2026-06-15"), program, repository.directory(), &args)
}

/// AC: AC-CONTRACT-CMD-SAMPLES
#[test]
fn what_is_missing_is_told_and_written_once() {
    let repository = orders();
    let (status, out, err) = run(&repository, &["samples"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let missing = "`orders.placed@1`
  missing: contracts/samples/orders.placed/v1/minimal.json
  missing: contracts/samples/orders.placed/v1/full.json
  missing: contracts/samples/orders.placed/v1/State-Paid.json
";
    assert_eq!(out, missing);
    let (_, out, _) = run(&repository, &["samples", "--write"]);
    assert_eq!(out, missing.replace("missing:", "wrote"));
    let (_, out, _) = run(&repository, &["samples", "--write"]);
    assert_eq!(
        out,
        "`orders.placed@1`
  contracts/samples/orders.placed/v1/State-Paid.json
  contracts/samples/orders.placed/v1/full.json
  contracts/samples/orders.placed/v1/minimal.json
"
    );
    assert_eq!(
        repository.directory().read(FULL),
        "{\n  \"note\": \"abc\",\n  \"state\": \"Open\"\n}\n"
    );
}

/// AC: AC-CONTRACT-CMD-SAMPLES
#[test]
fn a_type_that_has_grown_gets_more_samples_and_keeps_the_old_ones() {
    let repository = orders();
    run(&repository, &["samples", "--write"]);
    let before = repository.directory().read(FULL);
    write(&repository, "#[serde(default)] pub total: u64");
    let (_, out, _) = run(&repository, &["samples", "--write", "orders.placed"]);
    assert!(
        out.contains("  wrote contracts/samples/orders.placed/v1/full-2.json\n"),
        "{out}"
    );
    assert!(!out.contains("State-Paid-2"), "{out}");
    assert_eq!(repository.directory().read(FULL), before);

    run(&repository, &["accept", "--reason", "first"]);
    let (status, out, err) = run(&repository, &[]);
    assert_eq!(status, Some(0), "{out}{err}");
    // Of what was accepted nothing is known any more, and the samples still stand for it.
    remove(&repository, "contracts/accepted");
    write(&repository, "pub total: u32, pub id: u8");
    let (status, out, _) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1));
    let rejected = out.lines().filter(|line| line.contains("sample_rejected"));
    assert_eq!(rejected.count(), 5 + 3, "{out}");
    assert!(
        out.contains("missing field `id`") && out.contains("missing field `total`"),
        "{out}"
    );
}

fn remove(repository: &Repository, path: &str) {
    std::fs::remove_dir_all(repository.path().join(path)).expect("it is there");
}

/// AC: AC-CONTRACT-CMD-SAMPLES
#[test]
fn what_is_not_understood_is_written_by_hand_and_counted() {
    let repository = orders();
    write(
        &repository,
        "pub owner: std::thread::ThreadId, pub from: std::net::IpAddr",
    );
    let (status, out, _) = run(&repository, &["samples", "--write"]);
    assert_eq!(status, Some(0));
    assert!(
        out.contains("  cannot make contracts/samples/orders.placed/v1/full.json: parts of it are not understood: "),
        "{out}"
    );
    let sample = "{\"note\":null,\"state\":\"Open\",\"owner\":7,\"from\":\"10.1.2.3\"}";
    repository.write(FULL, sample);
    run(&repository, &["accept", "--reason", "first"]);
    let (status, out, err) = run(&repository, &["--verbose"]);
    assert_eq!(status, Some(0), "{out}{err}");
    let told = format!("{out}{err}");
    assert!(
        told.contains("not known: 1 part of samples that cannot be judged"),
        "{told}"
    );
    assert!(
        told.contains(&format!("{FULL}:1:29: `std::thread::ThreadId`")),
        "{told}"
    );

    repository.write(FULL, &sample.replace("10.1.2.3", "10.1.2.300"));
    let (status, out, err) = run(&repository, &[]);
    assert_eq!(status, Some(1), "{out}{err}");
    assert!(
        format!("{out}{err}").contains("is not of the form ip"),
        "{out}{err}"
    );
    let (_, out, _) = run(&repository, &["samples"]);
    assert!(!out.contains("cannot make"), "{out}");
}

/// AC: AC-CONTRACT-CMD-SAMPLES
#[test]
fn what_is_no_sample_is_an_error() {
    let repository = orders();
    for (path, text, why) in [
        (
            "contracts/samples/orders.placed/full.json",
            "{}",
            "is of no contract",
        ),
        (
            "contracts/samples/orders.placed/v1/full.toml",
            "",
            "is of no contract",
        ),
        (FULL, "{", "is no JSON"),
        (FULL, "{\"a\":1,\"a\":2}", "is no JSON"),
    ] {
        let repository = orders();
        repository.write(path, text);
        for args in [&["samples"][..], &[][..]] {
            let (status, out, err) = run(&repository, args);
            assert_eq!(status, Some(2), "{path}: {out}{err}");
            let told = format!("{out}{err}");
            assert!(told.contains(why) && told.contains(path), "{path}: {told}");
        }
    }
    for (name, why) in [
        ("orders.packed", "is written as postcard"),
        (
            "State",
            "`orders::State` is a type, and samples are of contracts",
        ),
    ] {
        let (status, _, err) = run(&repository, &["samples", name]);
        assert_eq!(status, Some(2));
        assert!(err.contains(why), "{err}");
    }
}
