//! What a change of a file needs, as far as that follows from what the file is.

use std::collections::{BTreeMap, BTreeSet};

use globset::Glob;
use govern_gate::{Error, Session};
use toml::Value;

use crate::{GATES, selftest::plan::Step};

/// What is known about the workspace, to tell what its files are.
pub(super) struct Files {
    /// The directories of members.
    members: Vec<String>,
    /// The members that are built for another platform.
    guests: BTreeSet<String>,
    /// Globs, what a file is that matches, and what a change of it needs.
    declared: Vec<(globset::GlobMatcher, String, Vec<String>)>,
}

/// Reasons, and what they are reasons for.
type Needs = Vec<(String, Vec<&'static str>)>;

const COMPILED: &[&str] = &["fmt", "clippy", "build", "test", "doctest"];
const BUILT: &[&str] = &["clippy", "build", "test", "doctest", "wasm"];

impl Files {
    pub(super) fn new(session: &Session, steps: &[Step]) -> Result<Files, Error> {
        let packages = session.workspace().packages().iter();
        let members = packages.map(|package| package.directory.clone()).collect();
        let mut files = Files {
            members,
            guests: guests(session, steps),
            declared: Vec::new(),
        };
        let contract: BTreeMap<String, Value> = session.config("contract")?;
        let contracts = ["contracts/**".to_owned()]
            .into_iter()
            .chain(texts(contract.get("errors")));
        for entry in contract
            .get("files")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            files.declare(texts(entry.get("paths")), "it is a contract", &["contract"]);
        }
        files.declare(
            contracts,
            "it says what is published",
            &["contract", "contract-docs"],
        );
        files.declare(
            texts(contract.get("docs")),
            "it shows the contracts",
            &["contract-docs"],
        );
        let nats = contract.get("nats");
        for key in ["streams", "permissions"] {
            let globs = texts(nats.and_then(|nats| nats.get(key)));
            files.declare(globs, "it says what may be said on NATS", &["contract"]);
        }
        let ac: BTreeMap<String, Value> = session.config("ac")?;
        let or = |key: &str, usual: &[&str]| match texts(ac.get(key)) {
            said if said.is_empty() => usual.iter().map(|it| (*it).to_owned()).collect(),
            said => said,
        };
        let usual = ["specs/spec_ledger.yaml", "specs/**/*.ledger.yaml"];
        files.declare(
            or("ledgers", &usual),
            "it holds criteria",
            &["ac", "ac-status"],
        );
        files.declare(
            or("features", &["**/*.feature"]),
            "it holds scenarios",
            &["ac", "ac-status", "test"],
        );
        files.declare(
            or("status", &["docs/feature_status.md"]),
            "it shows the criteria",
            &["ac-status"],
        );
        files.declare(
            or("lock", &["specs/ac.lock"]),
            "it holds what was reviewed",
            &["ac"],
        );
        files.declare(texts(ac.get("decisions")), "it records decisions", &["ac"]);
        for step in steps {
            let globs = step.files.iter().map(|glob| glob.get_ref().clone());
            let why = format!("the step `{}` looks at it", step.name);
            files.declare(globs, &why, &[&step.name]);
        }
        Ok(files)
    }

    fn declare(&mut self, globs: impl IntoIterator<Item = String>, why: &str, needs: &[&str]) {
        for glob in globs {
            // What is no glob is told by the gate that it belongs to.
            if let Ok(glob) = Glob::new(&glob) {
                let needs = needs.iter().map(|it| (*it).to_owned()).collect();
                self.declared
                    .push((glob.compile_matcher(), why.to_owned(), needs));
            }
        }
    }

    /// What a change of a file needs: names of steps and gates, with the reason.
    pub(super) fn of(&self, path: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (glob, why, needs) in &self.declared {
            if glob.is_match(path) {
                found.extend(needs.iter().map(|name| (name.clone(), why.clone())));
            }
        }
        for (why, needs) in self.by_name(path) {
            found.extend(needs.iter().map(|name| ((*name).to_owned(), why.clone())));
        }
        found
    }

    fn by_name(&self, path: &str) -> Needs {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        let is = |why: &str, needs: &[&'static str]| (why.to_owned(), needs.to_vec());
        let every_gate: Vec<&str> = GATES.iter().map(|gate| gate.name()).collect();
        let every_gate = &every_gate[..];
        let mut found = vec![is(
            "every file may hold what must not be there",
            &["repository"],
        )];
        match name {
            "Cargo.toml" => {
                found.push(is("it is a manifest", every_gate));
                found.push(is("it is a manifest", BUILT));
            }
            "Cargo.lock" => {
                found.push(is("it holds the versions of dependencies", BUILT));
                found.push(is(
                    "it holds the versions of dependencies",
                    &["audit", "deny", "archcheck"],
                ));
            }
            "rust-toolchain.toml" | "rust-toolchain" => {
                found.push(is("it names the compiler", BUILT));
                found.push(is("it names the compiler", &["fmt"]));
            }
            "rustfmt.toml" | ".rustfmt.toml" => {
                found.push(is("it says how code is formatted", &["fmt"]))
            }
            "clippy.toml" | ".clippy.toml" => found.push(is("it configures clippy", &["clippy"])),
            "deny.toml" | ".deny.toml" => found.push(is("it configures cargo-deny", &["deny"])),
            "govern.toml" | "govern-baseline.toml" if path == name => {
                found.push(is("it says what the gates look for", every_gate));
            }
            "nextest.toml" => found.push(is("it says how tests are run", &["test"])),
            _ => {}
        }
        if path == ".cargo/audit.toml" {
            found.push(is("it configures cargo-audit", &["audit"]));
        } else if path.starts_with(".cargo/config") {
            found.push(is("it configures cargo", BUILT));
        }
        let member = self.member(path);
        if path.ends_with(".rs") {
            found.push(is("it is Rust source", COMPILED));
            found.push(is("it is Rust source", every_gate));
        } else if let Some(member) = member.filter(|it| !it.is_empty()) {
            // `include_str!`, a build script or a test may read it.
            let why = format!("it is in the package in `{member}`, which may read it");
            found.push(is(&why, &["build", "test"]));
        }
        if member.is_some_and(|member| self.guests.contains(member)) {
            found.push(is("its package is built for another platform", &["wasm"]));
        }
        found
    }

    /// The directory of the member that a file is in: the longest.
    fn member(&self, path: &str) -> Option<&str> {
        let is_in = |directory: &str| {
            let rest = path.strip_prefix(directory);
            directory.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let members = self.members.iter().map(String::as_str);
        members.filter(|it| is_in(it)).max_by_key(|it| it.len())
    }
}

/// The directories of members that the step `wasm` builds.
fn guests(session: &Session, steps: &[Step]) -> BTreeSet<String> {
    let wasm = steps.iter().find(|step| step.name == "wasm");
    let words = wasm.map_or(&[][..], |step| &step.command);
    let names = words
        .windows(2)
        .filter(|pair| pair[0] == "-p")
        .map(|pair| &pair[1]);
    let packages = names.filter_map(|name| session.workspace().package_named(name));
    packages.map(|package| package.directory.clone()).collect()
}

/// A text, or the texts of a list; tables in it say their files.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(values)) => values.iter().flat_map(|value| texts(Some(value))).collect(),
        _ => Vec::new(),
    }
}
