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
            told.contains("not known: 1 parts of command lines") && told.contains(why),
            "{told}"
        );
        assert!(
            told.contains("no published command line is understood"),
            "{told}"
        );
    }
}
