//! Files of a workspace, by the gates that read them: the input takes the place of one file of a workspace where every gate
//! finds something to look at.
#![expect(
    clippy::disallowed_methods,
    reason = "inputs are files of the repository"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use govern_diagnostics::{Diagnostic, Format, Report, Sources, render};
use govern_gate::{Args, Command, Date, Error, Gate, Options, Session};
use govern_workspace::Workspace;

use cargo_ac::GATE as AC;
use cargo_archcheck::GATE as ARCHCHECK;
use cargo_contract::GATE as CONTRACT;
use cargo_govern::{
    COMMANDS, GATE as PATTERNS, GATES, policy::GATE as POLICY, repository::GATE as REPOSITORY,
};

/// The workspace that all of it is in: its files from the disk, and some that it has no use for.
static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let root = testdata("clean");
    let mut files = BTreeMap::new();
    add(&root, &root, &mut files);
    let config = files.get_mut("govern.toml").expect("it is configured");
    let text = String::from_utf8_lossy(config);
    let with_streams = text.replace(
        "[contract.nats]\n",
        "[contract.nats]\nstreams = [\"deploy/streams.json\"]\n",
    );
    assert!(with_streams.len() > text.len(), "streams are declared");
    *config = with_streams.into_bytes();
    let streams = fs::read(testdata("../sample-service/deploy/streams.json"));
    files.insert(
        "deploy/streams.json".to_owned(),
        streams.expect("a file of this repository"),
    );
    files
});

static WORKSPACE: LazyLock<Workspace> =
    LazyLock::new(|| Workspace::from_memory_bytes(FILES.clone()).expect("it is a workspace"));

/// Rust with wire types.
pub(super) fn wire_source(input: &[u8]) {
    with(
        &["crates/orders-wire/src/lib.rs"],
        input,
        &[&ARCHCHECK, &CONTRACT, &PATTERNS],
    );
}

/// Rust that says and hears things on subjects.
pub(super) fn subject_source(input: &[u8]) {
    with(
        &["crates/orders-bus/src/main.rs"],
        input,
        &[&CONTRACT, &PATTERNS],
    );
}

/// Rust with steps of scenarios.
pub(super) fn step_source(input: &[u8]) {
    with(&["crates/orders/tests/features.rs"], input, &[&AC]);
}

/// `govern.toml`, now and as it was.
pub(super) fn config(input: &[u8]) {
    with(&["govern.toml"], input, &GATES);
    with(&["published/govern.toml"], input, &[&REPOSITORY]);
}

/// `Cargo.toml`: that of the workspace and that of a member.
pub(super) fn manifest(input: &[u8]) {
    let gates: [&dyn Gate; 2] = [&ARCHCHECK, &REPOSITORY];
    with(&["Cargo.toml"], input, &gates);
    with(&["crates/orders-wire/Cargo.toml"], input, &gates);
}

/// `Cargo.lock`.
pub(super) fn lock_file(input: &[u8]) {
    with(&["Cargo.lock"], input, &[&REPOSITORY, &POLICY]);
}

/// Findings that were accepted.
pub(super) fn baseline(input: &[u8]) {
    with(&["govern-baseline.toml"], input, &[&PATTERNS, &REPOSITORY]);
    with(&["published/govern-baseline.toml"], input, &[&REPOSITORY]);
}

/// Waivers in comments.
pub(super) fn waiver(input: &[u8]) {
    with(
        &["crates/orders-adapter/src/lib.rs", "deploy/nats.conf"],
        input,
        &[&PATTERNS, &CONTRACT],
    );
}

/// A ledger, now and as it was.
pub(super) fn ledger_file(input: &[u8]) {
    with(&["specs/ledger.yaml"], input, &[&AC]);
    with(&["published/specs/ledger.yaml"], input, &[&AC]);
}

/// Scenarios.
pub(super) fn feature_file(input: &[u8]) {
    with(&["specs/features/orders.feature"], input, &[&AC]);
}

/// Results of tests.
pub(super) fn results_file(input: &[u8]) {
    with(&["results/junit.xml"], input, &[&AC]);
}

/// What was reviewed.
pub(super) fn review_lock(input: &[u8]) {
    with(&["specs/ac.lock"], input, &[&AC]);
}

/// A record of a decision.
pub(super) fn decision(input: &[u8]) {
    with(&["docs/adr/0001-orders-have-lines.md"], input, &[&AC]);
}

/// What a commit says.
pub(super) fn commit_message(input: &[u8]) {
    with(&["docs/commit.txt"], input, &[&AC]);
}

/// A workflow of GitHub Actions, and a script that it calls.
pub(super) fn workflow(input: &[u8]) {
    with(
        &[".github/workflows/ci.yml", "scripts/test"],
        input,
        &[&REPOSITORY],
    );
}

/// Markdown with links and commands.
pub(super) fn document(input: &[u8]) {
    with(&["README.md"], input, &[&REPOSITORY]);
}

/// What a bundle for a language model may hold.
pub(super) fn bundle(input: &[u8]) {
    with(&[".llm/contextpack.yaml"], input, &[&REPOSITORY]);
}

/// A JSON Schema, against the one of before and the other way round.
pub(super) fn json_schema(input: &[u8]) {
    contract("contracts/placed.json", input);
}

/// A file of Protocol Buffers; likewise.
pub(super) fn proto(input: &[u8]) {
    contract("contracts/shop.proto", input);
}

/// Interfaces of components; likewise.
pub(super) fn wit(input: &[u8]) {
    contract("contracts/world.wit", input);
}

/// A module; likewise.
pub(super) fn wasm(input: &[u8]) {
    contract("contracts/guest.wasm", input);
}

/// An OpenAPI document; likewise.
pub(super) fn openapi(input: &[u8]) {
    contract("contracts/desk.openapi.yaml", input);
}

/// An AsyncAPI document; likewise.
pub(super) fn asyncapi(input: &[u8]) {
    contract("contracts/orders.asyncapi.yaml", input);
}

/// Which contracts there are.
pub(super) fn contract_manifest(input: &[u8]) {
    with(&["contracts/manifest.toml"], input, &[&CONTRACT]);
}

/// What somebody else needs of a contract.
pub(super) fn contract_consumer(input: &[u8]) {
    with(&["contracts/consumers/billing.toml"], input, &[&CONTRACT]);
}

/// A contract as it was accepted.
pub(super) fn accepted_contract(input: &[u8]) {
    with(
        &["contracts/accepted/orders.placed/v1.1.json"],
        input,
        &[&CONTRACT],
    );
    with(
        &["contracts/accepted/orders.placed/v2.1.json"],
        input,
        &[&CONTRACT],
    );
}

/// A golden document.
pub(super) fn golden_sample(input: &[u8]) {
    with(
        &[
            "contracts/samples/orders.placed/v2/minimal.json",
            "contracts/samples/orders.archive/v1/full.json",
        ],
        input,
        &[&CONTRACT],
    );
}

/// The list of codes of errors; as with the other contracts.
pub(super) fn error_codes(input: &[u8]) {
    contract("contracts/errors.toml", input);
}

/// The configuration of a server.
pub(super) fn nats_conf(input: &[u8]) {
    with(&["deploy/nats.conf"], input, &[&CONTRACT]);
}

/// The streams that there are.
pub(super) fn streams(input: &[u8]) {
    with(&["deploy/streams.json"], input, &[&CONTRACT]);
}

/// Policies in Rego, and their tests.
pub(super) fn policy(input: &[u8]) {
    with(&["policy/manifests.rego"], input, &[&POLICY]);
    with(&["policy/manifests_test.rego"], input, &[&POLICY]);
}

/// What policies are given.
pub(super) fn policy_data(input: &[u8]) {
    let paths = [
        "policy/shared/data.yaml",
        "policy/testdata/own/bad.toml",
        "policy/testdata/own/expect.toml",
    ];
    with(&paths, input, &[&POLICY]);
}

/// Files of others that say what a change needs.
pub(super) fn agent_files(input: &[u8]) {
    let paths = [
        "agent/codemap.yml",
        "agent/manifests/routing-rules.yml",
        "agent/manifests/gate-matrix.yml",
    ];
    for path in paths {
        for command in ["route", "gates", "boundary"] {
            twice(|| said_by(command, path, input));
        }
    }
}

/// A file that is a contract: now, and as it was published.
fn contract(path: &str, input: &[u8]) {
    with(&[path], input, &[&CONTRACT]);
    with(&[&format!("published/{path}")], input, &[&CONTRACT]);
}

/// Runs gates with the input in the place of files: twice, and says the same both times.
fn with(paths: &[&str], input: &[u8], gates: &[&dyn Gate]) {
    for path in paths {
        assert!(
            FILES.contains_key(*path),
            "`{path}` is a file that somebody reads"
        );
        twice(|| said(path, input, gates));
    }
}

fn twice(say: impl Fn() -> Vec<u8>) {
    let (first, second) = (say(), say());
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        first == second,
        "the same twice:\n{}\n{}",
        shown(&first),
        shown(&second)
    );
}

/// All that gates say, for people and for programs.
fn said(path: &str, input: &[u8], gates: &[&dyn Gate]) -> Vec<u8> {
    let mut out = Vec::new();
    let session = match session(path, input, Args::default()) {
        Ok(session) => session,
        Err(error) => {
            told(error, Sources::default(), &mut out);
            return out;
        }
    };
    let run = govern_gate::run(gates, &session);
    for diagnostic in &run.report.diagnostics {
        is_placed(diagnostic, &run.sources);
    }
    // Others are the same places in other words, and have the documentation of every rule in them.
    for format in [Format::Human, Format::Json] {
        let written = render(
            format,
            &run.report,
            &run.sources,
            &Default::default(),
            &mut out,
        );
        written.expect("memory takes it");
    }
    out
}

fn said_by(command: &str, path: &str, input: &[u8]) -> Vec<u8> {
    let mut args = Args::default();
    args.push("paths", "crates/orders/src/lib.rs");
    args.push("agent", "builder");
    let mut out = Vec::new();
    let session = session(path, input, args).expect("no file of cargo was touched");
    let known = COMMANDS.iter().find(|it| it.name == command);
    let Command { run, .. } = known.expect("a command");
    match run(&session, &mut out) {
        Ok(outcome) => {
            let report = Report {
                diagnostics: outcome.diagnostics,
                ..Report::default()
            };
            let sources = session.sources(&report);
            report
                .diagnostics
                .iter()
                .for_each(|it| is_placed(it, &sources));
        }
        Err(error) => {
            let sources = Sources::default();
            told(error, sources, &mut out);
        }
    }
    out
}

fn session(path: &str, input: &[u8], args: Args) -> Result<Session, Error> {
    let edits = BTreeMap::from([(path.to_owned(), Some(input.to_vec()))]);
    let workspace = WORKSPACE.edited(edits)?;
    let today = Date::new(2026, 6, 15).expect("a day of June");
    Ok(Session::new(
        workspace,
        Options {
            args,
            ..Options::new(today)
        },
    ))
}

/// What is wrong with the workspace, as people read it.
fn told(error: Error, mut sources: Sources, out: &mut Vec<u8>) {
    let diagnostics = error.diagnostics(&mut sources);
    assert!(!diagnostics.is_empty(), "an error says something");
    let report = Report {
        diagnostics,
        ..Report::default()
    };
    let written = render(Format::Human, &report, &sources, &Default::default(), out);
    written.expect("memory takes it");
}

/// Whatever is pointed at is in its file.
fn is_placed(diagnostic: &Diagnostic, sources: &Sources) {
    assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
    for span in diagnostic.spans() {
        let file = sources.get(span.file);
        let file = file.unwrap_or_else(|| panic!("no source for {diagnostic:?}"));
        let text = file.text.get(std::ops::Range::<usize>::from(span.range));
        assert!(text.is_some(), "outside of `{}`: {diagnostic:?}", file.path);
    }
}

fn testdata(path: &str) -> PathBuf {
    // The manifest is that of the package for the fuzzer or of the one whose tests these are: both are a folder below the root.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../testdata")
        .join(path)
}

fn add(root: &Path, directory: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let entries = fs::read_dir(directory).expect("a directory of this repository");
    for entry in entries {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            add(root, &path, files);
            continue;
        }
        let name = path.strip_prefix(root).expect("it is below").to_str();
        let bytes = fs::read(&path).expect("a file of this repository");
        files.insert(name.expect("UTF-8").to_owned(), bytes);
    }
}
