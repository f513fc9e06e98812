//! A package in a directory of its own, and the program.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::Path;

use govern_testing::{Directory, Repository, run_program};

pub(crate) const LEDGER: &str = "schema: 2
stories:
  - id: US-PAY
    title: Somebody pays
    requirements:
      - id: REQ-PAY
        title: Orders are paid
        criteria:
          - { id: AC-PAY-001, text: An order of which nothing is open is paid. }
          - { id: AC-PAY-002, text: An order may be paid in parts., priority: should }
";
pub(crate) const LIBRARY: &str = "/// AC: AC-PAY-001\n#[test]\nfn nothing_open() { assert_eq!(open(), 0); }\n\npub fn open() -> u8 { 0 }\n";
pub(crate) const FEATURE: &str = "Feature: f\n  @AC-PAY-001\n  Scenario: s\n    Given <x>\n    Examples:\n      | x |\n      | 1 |\n";
const MANIFEST: &str =
    "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";

/// A package in a directory of its own.
pub(crate) fn package(files: &[(&str, &str)]) -> Directory {
    let directory = Directory::new();
    fill(&directory, files);
    directory
}

/// A package in a repository, where nothing is committed yet.
pub(crate) fn repository(files: &[(&str, &str)]) -> Repository {
    let repository = Repository::new();
    fill(repository.directory(), files);
    repository
}

fn fill(directory: &Directory, files: &[(&str, &str)]) {
    let own = [("Cargo.toml", MANIFEST), ("src/lib.rs", LIBRARY)];
    for (path, text) in own.iter().chain(files) {
        directory.write(path, text);
    }
}

/// Exit status and what was printed, errors last.
pub(crate) fn outcome(directory: impl AsRef<Path>, args: &[&str]) -> (Option<i32>, String) {
    let args = [&["ac"], args, &["--offline", "--color", "never"]].concat();
    let (status, out, err) = run_program(env!("CARGO_BIN_EXE_cargo-ac"), directory, &args);
    (status, out + &err)
}
