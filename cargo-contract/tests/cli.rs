//! Command lines as contracts: what is wrong with their entries, and what is not followed.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

/// Exit status, and all that is said.
fn run(manifest: &str, args: &[&str]) -> (Option<i32>, String) {
    let repository: Repository = repository();
    repository
        .write(
            "src/lib.rs",
            "pub struct Desk;\npub mod args { pub fn command() {} }\n",
        )
        .write("contracts/manifest.toml", manifest);
    repository.commit("first");
    let args = [
        &["contract", "--format", "short", "--against", "HEAD"],
        args,
    ]
    .concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let (status, out, err) =
        run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    (status, format!("{out}{err}"))
}

fn entry(lines: &str) -> String {
    format!("[[contract]]\n{lines}\n")
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    for (text, status, why) in [
        (
            "kind = \"gui\"",
            2,
            "manifest.toml:2:8: error[config]: there is no kind `gui` of contracts",
        ),
        (
            "kind = \"cli\"\npayload = \"orders::Desk\"",
            2,
            "a command line has no `name`",
        ),
        (
            "kind = \"cli\"\nname = \"desk\"",
            2,
            "does not say what its `payload` is",
        ),
        (
            "kind = \"cli\"\nname = \"desk\"\npayload = \"orders::Desk\"\nversion = 2",
            2,
            "`version` says nothing about a command line",
        ),
        (
            "kind = \"cli\"\nname = \"desk\"\npayload = \"orders::Dsk\"",
            1,
            "manifest.toml:4:11: error[contract::contract_item_not_found]: `desk`: there is no type or function `orders::Dsk`",
        ),
        (
            "kind = \"cli\"\nname = \"desk\"\npayload = \"orders::Desk\"\n[[contract]]\nkind = \"cli\"\nname = \"desk\"\npayload = \"orders::Desk\"",
            2,
            "manifest.toml:7:8: error[config]: two command lines are called `desk`",
        ),
    ] {
        let (is, told) = run(&entry(text), &[]);
        assert_eq!(is, Some(status), "{text}{told}");
        assert!(told.contains(why), "{text}{told}");
    }
}

#[test]
fn what_is_not_followed_is_said() {
    for (payload, why) in [
        (
            "orders::Desk",
            "src/lib.rs:1:12: `desk`: it derives neither `Parser` nor `Args` nor `Subcommand` of clap",
        ),
        (
            "orders::args::command",
            "src/lib.rs:2:23: `desk`: commands that functions build are not followed",
        ),
    ] {
        let text = format!("kind = \"cli\"\nname = \"desk\"\npayload = \"{payload}\"");
        let (status, told) = run(&entry(&text), &["--verbose"]);
        assert_eq!(status, Some(0), "{told}");
        assert!(
            told.contains("not known: 1 part of command lines") && told.contains(why),
            "{told}"
        );
        assert!(
            told.contains("no published command line is understood"),
            "{told}"
        );
    }
}

const DESK: &str = "use clap::Parser;

#[derive(Parser)]
pub struct Desk {
    #[arg(long)]
    pub quiet: bool,
}
";

const DECLARED: &str = "[[contract]]
kind = \"cli\"
name = \"desk\"
payload = \"orders::Desk\"
";

/// A repository with a command line, which was never accepted.
fn desk() -> Repository {
    let repository = repository();
    let manifest = repository.directory().read("Cargo.toml");
    let manifest = manifest.replace(
        "[workspace]",
        "clap = { path = \"vendor/clap\" }\n\n[workspace]",
    );
    let lock = "version = 4

[[package]]
name = \"clap\"
version = \"4.6.1\"

[[package]]
name = \"orders\"
version = \"0.1.0\"
dependencies = [
 \"clap\",
 \"serde\",
]

[[package]]
name = \"serde\"
version = \"1.0.0\"
";
    repository
        .write("Cargo.toml", &manifest)
        .write("Cargo.lock", lock)
        .write(
            "vendor/clap/Cargo.toml",
            "[package]\nname = \"clap\"\nversion = \"4.6.1\"\nedition = \"2024\"\n",
        )
        .write("vendor/clap/src/lib.rs", "")
        .write("src/lib.rs", DESK)
        .write("contracts/manifest.toml", DECLARED);
    repository
}

fn contract(repository: &Repository, args: &[&str]) -> (Option<i32>, String) {
    let args = [&["contract"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let (status, out, err) =
        run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    (status, format!("{out}{err}"))
}

fn accept(repository: &Repository, args: &[&str]) -> (Option<i32>, String) {
    contract(
        repository,
        &[&["accept", "--reason", "why not"], args].concat(),
    )
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn a_command_line_is_accepted_and_compared_with_all_that_was() {
    let repository = desk();
    let (status, told) = contract(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("`desk` was never accepted"), "{told}");

    let (status, told) = accept(&repository, &[]);
    assert_eq!(
        (status, told.as_str()),
        (
            Some(0),
            "accepted `desk`, revision 1, the first one: contracts/accepted/desk/cli.1.json\n"
        )
    );
    let (status, told) = contract(&repository, &["--format", "short"]);
    assert_eq!(status, Some(0), "{told}");
    let (_, told) = accept(&repository, &["desk"]);
    assert_eq!(told, "`desk` is as it was accepted on 2026-06-15\n");

    // Something more, which is accepted as well.
    let more = DESK.replace(
        "    pub quiet",
        "    pub shop: Option<String>,\n    #[arg(long)]\n    pub quiet",
    );
    repository.write("src/lib.rs", &more);
    let (status, told) = contract(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("`desk` has changed since it was accepted"),
        "{told}"
    );
    let (status, told) = accept(&repository, &["desk"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("revision 2, which is compatible"), "{told}");

    // What only the first revision had is still called by somebody.
    let without = more.replace("    #[arg(long)]\n    pub quiet: bool,\n", "");
    repository.write("src/lib.rs", &without);
    let (status, told) = contract(&repository, &[]);
    assert_eq!(status, Some(1), "{told}");
    assert_eq!(
        told.matches("error[contract::cli_argument_removed]")
            .count(),
        1,
        "{told}"
    );
    assert!(told.contains("as it was accepted on 2026-06-15"), "{told}");
    let (status, told) = accept(&repository, &["desk"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(
        told.contains("`desk` as accepted on 2026-06-15 would break"),
        "{told}"
    );
    let (status, told) = accept(&repository, &["--break", "desk"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("revision 3, which breaks the one before"),
        "{told}"
    );
    let (status, told) = contract(&repository, &["--format", "short"]);
    assert_eq!(status, Some(0), "{told}");
}

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
#[expect(clippy::disallowed_methods, reason = "a test takes a file away")]
fn what_was_accepted_of_a_command_line_is_never_lost() {
    let repository = desk();
    accept(&repository, &[]);
    let text = repository
        .directory()
        .read("contracts/accepted/desk/cli.1.json");
    for (path, text, why) in [
        (
            "contracts/accepted/desk/cli.1.json",
            text.replace("\"form\": 1", "\"form\": 2"),
            "this one has form 2",
        ),
        (
            "contracts/accepted/desk/cli.1.json",
            text.replace("\"takes\"", "\"take\""),
            "unknown field `take`",
        ),
        (
            "contracts/accepted/desk/cli.1.json",
            text.replace("\"revision\": 1", "\"revision\": 3"),
            "belongs into contracts/accepted/desk/cli.3.json",
        ),
        (
            "contracts/accepted/desk/cli.3.json",
            text.replace("\"revision\": 1", "\"revision\": 3"),
            "contracts/accepted/desk/cli.2.json is gone",
        ),
    ] {
        repository.write(path, &text);
        let (status, told) = contract(&repository, &["--format", "short"]);
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains(why), "{why}: {told}");
        let (status, _) = accept(&repository, &["desk"]);
        assert_eq!(status, Some(2));
        repository.write(
            "contracts/accepted/desk/cli.1.json",
            &text
                .replace("\"form\": 2", "\"form\": 1")
                .replace("\"take\"", "\"takes\"")
                .replace("\"revision\": 3", "\"revision\": 1"),
        );
    }
    std::fs::remove_file(repository.path().join("contracts/accepted/desk/cli.3.json")).unwrap();
    // A contract that is not declared any more.
    repository.write("contracts/manifest.toml", "");
    let (status, told) = contract(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("`desk` was accepted, and is declared no more"),
        "{told}"
    );
}
