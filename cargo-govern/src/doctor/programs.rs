//! The programs that the gates and a selftest start.

use std::time::Duration;

use govern_gate::{Error, Session};
use govern_workspace::{NoAnswer, Runner};

use super::{Check, Status};
use crate::selftest::capabilities;

/// How long a program may take to say what it is.
const LITTLE: Duration = Duration::from_secs(60);
/// How many characters of what a program says are shown.
const SHOWN: usize = 200;

/// The programs of the suite, which are of one version.
const SUITE: [&str; 4] = [
    "cargo-govern",
    "cargo-archcheck",
    "cargo-contract",
    "cargo-ac",
];

/// All of them. What the configuration asks for is looked at only if it is understood.
pub(super) fn checks(session: &Session, is_understood: bool) -> Result<Vec<Check>, Error> {
    let runner = session.workspace().runner();
    if !runner.may_run() {
        let found = "no program is started with `--untrusted`";
        return Ok(vec![Check::unknown(
            "programs",
            found,
            "leave `--untrusted` out",
        )]);
    }
    let mut checks = vec![toolchain(&runner), sources(&runner)];
    checks.push(git(session, &runner));
    checks.push(suite(&runner));
    if is_understood {
        for needed in capabilities(session, &runner)? {
            let name = format!("selftest {}", needed.name);
            let check = match (needed.missing, needed.required) {
                (None, _) => Check::ok(name, "it is there"),
                (Some((why, hint)), true) => Check::problem(name, why, &hint),
                (Some((why, hint)), false) => Check::advice(name, why, &hint),
            };
            let check = check.needed_by(needed.by);
            if !checks.iter().any(|it: &Check| it.name == check.name) {
                checks.push(check);
            }
        }
    }
    Ok(checks)
}

/// What a program says of itself, or why it says nothing.
fn said(runner: &Runner, program: &str, arguments: &[&str]) -> Result<String, String> {
    let answer = runner.run(program, arguments, LITTLE);
    let answer = answer.map_err(|error: NoAnswer| error.to_string())?;
    match answer.status {
        Some(0) => Ok(answer
            .stdout
            .lines()
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()),
        _ => {
            let words: Vec<&str> = answer.stderr.split_whitespace().collect();
            Err(words.join(" ").chars().take(SHOWN).collect())
        }
    }
}

/// The second word: `cargo 1.95.0 (…)`.
fn version(said: &str) -> &str {
    said.split_whitespace().nth(1).unwrap_or(said)
}

fn toolchain(runner: &Runner) -> Check {
    let help = "install Rust from https://rustup.rs; a `rust-toolchain.toml` says which one";
    let found = said(runner, "cargo", &["--version"])
        .and_then(|cargo| Ok((cargo, said(runner, "rustc", &["--version"])?)));
    let check = match found {
        Ok((cargo, rustc)) if version(&cargo) == version(&rustc) => {
            return Check::ok("toolchain", format!("cargo and rustc {}", version(&cargo)));
        }
        Ok((cargo, rustc)) => {
            let found = format!("`{cargo}` and `{rustc}` are of two toolchains");
            Check::problem("toolchain", found, "take one of them away from the `PATH`")
        }
        Err(why) => Check::problem("toolchain", why, help),
    };
    check.needed_by("every gate")
}

/// Whether all that the lock file names is unpacked, so that nothing has to be fetched.
fn sources(runner: &Runner) -> Check {
    let asked = ["metadata", "--format-version", "1", "--locked", "--offline"];
    match said(runner, "cargo", &asked) {
        Ok(_) => Check::ok("sources", "all that `Cargo.lock` names is unpacked here"),
        Err(why) => Check::problem(
            "sources",
            why,
            "`cargo fetch --locked` brings what is missing",
        )
        .needed_by("what is known of dependencies, without the network"),
    }
}

fn git(session: &Session, runner: &Runner) -> Check {
    let found = match said(runner, "git", &["--version"]) {
        Ok(found) => found,
        Err(why) => {
            let help = "install git, and put it on the `PATH`";
            return Check::problem("git", why, help)
                .needed_by("`--since`, `--base` and `--staged`");
        }
    };
    match session.workspace().is_shallow() {
        Some(false) => Check::ok("git", found),
        Some(true) => Check::advice(
            "git",
            format!("{found}; it has only the last commits"),
            "`git fetch --unshallow`, or `fetch-depth: 0` in CI",
        ),
        None => Check::advice(
            "git",
            format!("{found}; it does not track the workspace"),
            "`git init`: without it nothing can be compared with what was",
        ),
    }
}

/// That the programs of the suite that are installed are of this version.
fn suite(runner: &Runner) -> Check {
    let own = env!("CARGO_PKG_VERSION");
    let (mut there, mut others) = (Vec::new(), Vec::new());
    for program in SUITE.into_iter().filter(|program| runner.has(program)) {
        let name = program.strip_prefix("cargo-").unwrap_or(program);
        match said(runner, program, &[name, "--version"]) {
            Ok(found) if version(&found) == own => there.push(program),
            Ok(found) => others.push(format!("`{program}` is {}", version(&found))),
            Err(why) => others.push(format!("`{program}` does not say what it is: {why}")),
        }
    }
    if others.is_empty() {
        let there = match there.is_empty() {
            true => "only this one runs".to_owned(),
            false => format!("{} on the `PATH`", there.join(", ")),
        };
        return Check::new("suite", Status::Ok, format!("{own}; {there}"), None);
    }
    let found = format!("this is {own}, but {}", others.join(", "));
    Check::problem(
        "suite",
        found,
        "install all of one version: they share caches and files",
    )
    .needed_by("findings that are the same whoever finds them")
}
