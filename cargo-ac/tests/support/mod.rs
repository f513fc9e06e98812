//! A package in a folder of its own, and the program.

#![expect(
    clippy::disallowed_methods,
    reason = "tests make workspaces and start the program"
)]
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

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

/// A package in a folder of its own.
pub(crate) fn package(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let manifest =
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";
    for (path, text) in [("Cargo.toml", manifest), ("src/lib.rs", LIBRARY)]
        .iter()
        .chain(files)
    {
        write(folder.path(), path, text);
    }
    folder
}

pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
    fs::write(path, text).expect("a writable file");
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-ac"))
        .arg("ac")
        .args(args)
        .args(["--offline", "--color", "never"])
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

/// Exit status and what was printed, errors last.
pub(crate) fn outcome(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, args);
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8(text).expect("the output is UTF-8"),
    )
}

pub(crate) fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("the file is there")
}

pub(crate) fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=n", "-c", "user.email=e@example.org"])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("git starts");
    assert!(output.status.success(), "{output:?}");
}
