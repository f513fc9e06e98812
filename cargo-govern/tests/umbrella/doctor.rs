//! Whether all is there that the gates need.

use std::collections::BTreeMap;

use crate::agents::document;
use crate::support::Copy;

const LOCK: &str = "version = 4\n\n[[package]]\nname = \"orders\"\nversion = \"0.1.0\"\n";

fn orders() -> Copy {
    let copy = Copy::package(&[
        ("Cargo.lock", LOCK),
        ("src/lib.rs", ""),
        (".gitignore", "target\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy
}

/// What is said of each thing: how it stands, and what was found.
fn said(copy: &Copy, status: i32, arguments: &[&str]) -> BTreeMap<String, (String, String)> {
    said_with(copy, status, &[], arguments)
}

fn said_with(
    copy: &Copy,
    status: i32,
    variables: &[(&str, &str)],
    arguments: &[&str],
) -> BTreeMap<String, (String, String)> {
    let arguments = [&["doctor", "--json"], arguments].concat();
    let said = copy.govern_with(variables, &arguments);
    let report = document("doctor", said.ends_with(status));
    assert_eq!(report["healthy"], status == 0);
    let checks = report["checks"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    checks
        .map(|it| {
            assert!(it["status"] == "ok" || it["help"].is_string(), "{it}");
            (text(&it["name"]), (text(&it["status"]), text(&it["found"])))
        })
        .collect()
}

fn status<'s>(said: &'s BTreeMap<String, (String, String)>, name: &str) -> &'s str {
    said.get(name).map_or("", |(status, _)| status)
}

/// AC: AC-GOVERN-CMD-DOCTOR
#[test]
fn what_is_there_is_ok_and_what_nothing_depends_on_is_advice() {
    let copy = orders();
    let found = said(&copy, 0, &[]);
    for name in [
        "workspace",
        "lock file",
        "toolchain",
        "sources",
        "git",
        "suite",
        "caches",
        "selftest program:cargo-fmt",
        "selftest program:cargo-clippy",
    ] {
        assert_eq!(status(&found, name), "ok", "{name}: {found:?}");
    }
    for name in [
        "configuration",
        "hook pre-commit",
        "hook pre-push",
        "problem matchers",
        "ci",
    ] {
        assert_eq!(status(&found, name), "advice", "{name}: {found:?}");
    }
    copy.govern(&["doctor"])
        .ends_with(0)
        .says("ok       lock file ")
        .says("`cargo govern hooks install --pre-push`\n");

    copy.write("govern.toml", "[lints]\n");
    copy.govern(&["hooks", "install"]).ends_with(0);
    let gates =
        "      - run: cargo archcheck\n      - run: cargo contract\n      - run: cargo ac\n";
    let workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n";
    copy.write(".github/workflows/ci.yml", format!("{workflow}{gates}"));
    let matcher = "{\"problemMatcher\": [{\"owner\": \"cargo-govern\", \"pattern\": []}]}";
    copy.write(".github/matcher.json", matcher);
    let found = said(&copy, 0, &[]);
    assert_eq!(status(&found, "configuration"), "ok");
    assert_eq!(status(&found, "hook pre-commit"), "ok");
    assert_eq!(status(&found, "problem matchers"), "ok");
    assert_eq!(status(&found, "ci"), "advice");
    assert!(
        found["ci"].1.ends_with(" runs no `cargo govern`"),
        "{found:?}"
    );
    copy.write(
        ".github/workflows/ci.yml",
        format!("{workflow}      - run: cargo govern --format github\n"),
    );
    assert_eq!(status(&said(&copy, 0, &[]), "ci"), "ok");

    // Nothing is ok that nobody looked at.
    let found = said(&copy, 0, &["--untrusted"]);
    for name in ["programs", "caches", "hooks"] {
        assert_eq!(status(&found, name), "unknown", "{name}: {found:?}");
    }
}

/// AC: AC-GOVERN-CMD-DOCTOR
#[test]
fn what_is_needed_and_is_not_there_is_a_problem() {
    let copy = orders();
    let workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo govern || true\n";
    copy.write(".github/workflows/ci.yml", workflow);
    copy.write(".github/matcher.json", "{");
    let found = said(&copy, 1, &[]);
    assert_eq!(status(&found, "ci"), "problem");
    assert_eq!(status(&found, "problem matchers"), "problem");
    copy.remove(".github/workflows/ci.yml");
    copy.remove(".github/matcher.json");

    copy.write(
        "govern.toml",
        "[selftest.requires]\nci = [\"program:no-such-program\"]\n",
    );
    let found = said(&copy, 1, &[]);
    assert_eq!(
        status(&found, "selftest program:no-such-program"),
        "problem"
    );
    copy.write("govern.toml", "[lints]\nnothing = \"deny\"\n");
    let found = said(&copy, 1, &[]);
    let (status_of, why) = &found["configuration"];
    assert_eq!(status_of, "problem");
    assert!(why.starts_with("govern.toml:2:"), "{why}");
    copy.remove("govern.toml");

    #[cfg(unix)]
    {
        copy.script("bin/cargo-archcheck", "echo cargo-archcheck 0.0.1\n");
        // A toolchain without anything: it has no sources and no components.
        let cargo =
            "case $1 in --version) echo cargo 1.2.3;; *) echo no such thing >&2; exit 101;; esac\n";
        copy.script("bin/cargo", cargo);
        let variables = copy.programs_first("bin");
        let variables = variables
            .each_ref()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let found = said_with(&copy, 1, &variables, &[]);
        for name in [
            "suite",
            "toolchain",
            "sources",
            "selftest program:cargo-fmt",
            "selftest program:cargo-clippy",
        ] {
            assert_eq!(status(&found, name), "problem", "{name}: {found:?}");
        }
        let (_, suite) = &found["suite"];
        assert!(suite.ends_with("but `cargo-archcheck` is 0.0.1"), "{suite}");
        assert_eq!(found["sources"].1, "no such thing");
    }

    // One that is behind is told before cargo writes it.
    copy.write("Cargo.lock", LOCK.replace("orders", "others"));
    assert_eq!(status(&said(&copy, 1, &[]), "lock file"), "problem");
    copy.remove("Cargo.lock");
    let found = said(&copy, 1, &["--no-cache"]);
    assert_eq!(status(&found, "lock file"), "problem");
    assert_eq!(status(&found, "caches"), "unknown");

    #[cfg(unix)]
    {
        let copy = orders();
        copy.link("target", "/not/there");
        let (status, found) = &said(&copy, 1, &[])["caches"];
        assert_eq!(status, "problem");
        assert!(found.contains("leads out of the workspace"), "{found}");
    }

    copy.write("Cargo.toml", "[package\n");
    let found = said(&copy, 1, &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(status(&found, "workspace"), "problem");
}
