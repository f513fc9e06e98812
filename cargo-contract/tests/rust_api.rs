//! Libraries as contracts: whatever is wrong with the tool, the run is never green.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use govern_diagnostics::{NotRun, Tool, Verdict};
use govern_gate::{Options, Run, Session, run};
use govern_testing::{Directory, today};
use govern_workspace::{LoadOptions, Network, Resolve, Workspace};

const LIB: &str = "pub fn place() {}\npub fn cancel() {}\n";
const WORKSPACE: &str = "[workspace]\nmembers = [\"crates/shop\"]\nresolver = \"3\"\n";
const CONTRACT: &str = "[[contract]]\nkind = \"rust-api\"\npayload = \"shop\"\nrun = \"always\"\n";

/// The program that stands for the tool in fixtures, with something before its own answers.
fn fake(first: &str) -> String {
    let text = include_str!("../../testdata/programs/cargo-semver-checks");
    let (shebang, rest) = text.split_once('\n').expect("a script has lines");
    format!("{shebang}\n{first}\n{rest}")
}

/// What is asked of the package, not whether the tool works.
fn of_package(answer: &str) -> String {
    fake(&format!(
        "case \"$*\" in *--version*|*govern-probe*) ;; *)\n{answer}\n;; esac"
    ))
}

/// An answer about the package.
fn says(stderr: &str, status: i32) -> String {
    of_package(&format!("cat <<'END' >&2\n{stderr}\nEND\nexit {status}"))
}

struct Case {
    directory: Directory,
    resolve: Resolve,
    flags: Vec<&'static str>,
    cache: bool,
}

impl Case {
    /// A package that was 1.4.0 and still is, and this tool.
    fn new(contract: &str, program: Option<&str>) -> Case {
        let package = "[package]\nname = \"shop\"\nversion = \"1.4.0\"\nedition = \"2024\"\n";
        let against = "[contract]\nagainst-directory = \"published\"\n";
        let directory = Directory::with(&[
            ("Cargo.toml", WORKSPACE),
            ("crates/shop/Cargo.toml", package),
            ("crates/shop/src/lib.rs", LIB),
            ("published/Cargo.toml", WORKSPACE),
            ("published/crates/shop/Cargo.toml", package),
            ("published/crates/shop/src/lib.rs", LIB),
            ("govern.toml", against),
            ("contracts/manifest.toml", contract),
            ("programs/none", ""),
        ]);
        if let Some(program) = program {
            let path = "programs/cargo-semver-checks";
            directory.write(path, program);
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(directory.join(path), mode).expect("a file of ours");
        }
        Case {
            directory,
            resolve: Resolve::Cargo,
            flags: Vec::new(),
            cache: false,
        }
    }

    fn run(&self) -> Run {
        let path = |path: &str| self.directory.join(path).to_string_lossy().into_owned();
        let load = LoadOptions {
            manifest_path: Some(path("Cargo.toml").into()),
            network: Network {
                offline: true,
                locked: false,
            },
            cache: self.cache,
            resolve: self.resolve,
            programs: Some(path("programs").into()),
            ..LoadOptions::default()
        };
        let workspace = Workspace::load(&load).expect("it is a workspace");
        let mut options = Options {
            tool: Tool::subcommand("contract"),
            ..Options::new(today())
        };
        for flag in &self.flags {
            options.args.push(*flag, "");
        }
        run(&[&cargo_contract::GATE], &Session::new(workspace, options))
    }

    /// Why the tool gave no verdict.
    fn not_run(&self) -> NotRun {
        let run = self.run();
        let own = run
            .report
            .not_run
            .iter()
            .find(|it| it.what.contains("Rust API"));
        let own = own.unwrap_or_else(|| panic!("{:#?}", run.report.diagnostics));
        let is_incomplete = run.verdict == Verdict::Incomplete;
        assert_eq!(own.failed, is_incomplete, "{}", own.why);
        own.clone()
    }
}

/// Whether one of the machine would answer for one that is missing.
fn is_installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|it| it.join("cargo-semver-checks").is_file())
}

#[test]
fn a_tool_that_is_not_there_is_no_verdict() {
    if is_installed() {
        return;
    }
    let not_run = Case::new(CONTRACT, None).not_run();
    let help = "is not installed: `cargo install --locked cargo-semver-checks`";
    assert!(
        not_run.failed && not_run.why.contains(help),
        "{}",
        not_run.why
    );
}

#[test]
fn a_tool_that_does_not_work_is_no_verdict() {
    let finds_nothing = "case \"$*\" in *--version*) ;; *)
        echo 'Checking govern-probe v1.0.0 -> v1.0.0 (x)' >&2
        echo 'Checked [0s] 9 checks: 9 pass, 0 skip' >&2
        exit 0 ;; esac";
    for (first, why) in [
        (
            "echo cargo-semver-checks 0.49.0; exit 0",
            "0.49.0 is older than",
        ),
        ("echo hello; exit 0", "does not say which version it is"),
        (finds_nothing, "it does not find that a function is gone"),
        (
            "case \"$*\" in *--version*) ;; *) exit 0 ;; esac",
            "does not work here: `cargo-semver-checks`: it does not say that it checked anything",
        ),
    ] {
        let not_run = Case::new(CONTRACT, Some(&fake(first))).not_run();
        assert!(not_run.failed, "{}", not_run.why);
        assert!(not_run.why.contains(why), "{why}: {}", not_run.why);
    }
}

#[test]
fn an_answer_that_is_not_understood_is_no_verdict() {
    const CHECKING: &str = "    Checking shop v1.4.0 -> v1.4.0 (assume patch change)\n";
    let counts = |counts: &str| format!("{CHECKING}     Checked [   0.000s] {counts}");
    let of = |versions: &str| {
        format!("    Checking {versions} (x)\n     Checked [   0.000s] 9 checks: 9 pass, 1 skip")
    };
    let failed = "error: failed to retrieve local crate data\n\nCaused by:\n    no such package";
    for (stderr, status, why) in [
        (
            failed.to_owned(),
            101,
            "status 101: error: failed to retrieve local crate data: no such package",
        ),
        (
            "error: no such subcommand".to_owned(),
            1,
            "status 1: error: no such subcommand",
        ),
        (String::new(), 0, "it does not say that it checked anything"),
        (
            CHECKING.to_owned(),
            0,
            "it does not say how much it checked",
        ),
        (
            counts("0 checks: 0 pass, 254 skip"),
            0,
            "it ran none of its checks",
        ),
        (
            counts("9 checks: 8 pass, 1 skip"),
            0,
            "its counts do not add up",
        ),
        (
            counts("9 checks: 8 pass, 1 fail, 0 warn, 1 skip"),
            100,
            "it counts 1 failures, shows 0",
        ),
        (
            counts("9 checks: 9 pass, 1 skip"),
            100,
            "it counts 0 failures, shows 0, and ends with status 100",
        ),
        (
            of("shop v1.3.0 -> v1.4.0"),
            0,
            "which are 1.4.0 and 1.4.0 here",
        ),
        (
            of("desk v1.4.0 -> v1.4.0"),
            0,
            "compared `desk`, not `shop`",
        ),
    ] {
        let not_run = Case::new(CONTRACT, Some(&says(&stderr, status))).not_run();
        assert!(not_run.failed, "{}", not_run.why);
        assert!(not_run.why.contains(why), "{why}: {}", not_run.why);
    }
}

#[test]
fn a_tool_that_does_not_end_is_ended() {
    let contract = CONTRACT.to_owned() + "timeout = 1\n";
    for (program, why) in [
        (
            "exec sleep 60",
            "was ended after 1 seconds: give it a longer `timeout`",
        ),
        // What it started keeps its output open.
        ("sleep 20 & exit 0", "was ended after 1 seconds"),
        ("kill -9 $$", "a signal ended it"),
    ] {
        let not_run = Case::new(&contract, Some(&of_package(program))).not_run();
        assert!(not_run.failed, "{}", not_run.why);
        assert!(not_run.why.contains(why), "{why}: {}", not_run.why);
    }
}

#[test]
fn it_is_not_run_without_being_asked_for() {
    let on_request = CONTRACT.replace("always", "on-request");
    let mut case = Case::new(&on_request, Some(&fake("touch \"$0.started\"")));
    let not_run = case.not_run();
    assert!(
        !not_run.failed && not_run.why.contains("--run-tools"),
        "{}",
        not_run.why
    );
    case.flags.push("run-tools");
    case.resolve = Resolve::Manifests;
    let not_run = case.not_run();
    assert!(
        not_run.failed && not_run.why.contains("--untrusted"),
        "{}",
        not_run.why
    );
    let started = case.directory.join("programs/cargo-semver-checks.started");
    assert!(!started.is_file());
    case.resolve = Resolve::Cargo;
    assert_eq!(case.run().verdict, Verdict::Clean);
    assert!(started.is_file());
}

#[test]
fn that_it_works_is_seen_once() {
    let counting = fake("case \"$*\" in *govern-probe*) echo x >> \"$0.probes\" ;; esac");
    let mut case = Case::new(CONTRACT, Some(&counting));
    case.cache = true;
    for _ in 0..2 {
        assert_eq!(case.run().verdict, Verdict::Clean);
    }
    let probes = case.directory.read("programs/cargo-semver-checks.probes");
    assert_eq!(probes.lines().count(), 2, "once with a break, once without");
}

/// A result in the words of the tool, of two items.
fn two_results(found: [&str; 2]) -> String {
    let [first, second] = found;
    format!(
        "cat <<'END' >&2
    Checking shop v1.4.0 -> v1.4.0 (assume patch change)
        FAIL [   0.001s]       major        method_receiver_ref_became_owned
     Checked [   0.096s] 9 checks: 8 pass, 1 fail, 0 warn, 31 skip
END
cat <<'END'

--- failure method_receiver_ref_became_owned: method receiver became owned ---

Failed in:
  shop::A::{first} in crates/shop/src/lib.rs:1
  shop::A::{second} in crates/shop/src/lib.rs:2
END
exit 100"
    )
}

#[test]
fn what_it_finds_between_a_package_and_itself_is_its_mistake() {
    // It is asked with the package as its own baseline only after it found something.
    let itself = two_results(["place", "other"]);
    let answer = two_results(["place", "cancel"]);
    let program = of_package(&format!(
        "case \"$*\" in *--baseline-root=*/crates/shop\\ *)\n{itself}\n;; *)\n{answer}\n;; esac"
    ));
    let run = Case::new(CONTRACT, Some(&program)).run();
    let keys: Vec<&str> = run
        .report
        .diagnostics
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(
        keys,
        ["`shop`: method receiver became owned: shop::A::cancel"]
    );
    let opaque = &run.report.opaque;
    assert!(
        opaque.iter().any(|it| it.count == 1
            && it.what.contains("itself")
            && it.places[0].text.contains("shop::A::place")),
        "{opaque:?}"
    );
}

#[test]
fn entries_that_are_wrong_are_said_at_their_place() {
    for (entry, why) in [
        ("payload = \"shop\"", "does not say when to `run`"),
        ("run = \"always\"", "does not say what its `payload` is"),
        (
            "payload = \"shop\"\nrun = \"never\"",
            "`run = \"never\"` means nothing",
        ),
        (
            "payload = \"shop\"\nrun = \"always\"\nversion = 2",
            "`version` says nothing about a library",
        ),
        (
            "payload = \"shop\"\nrun = \"always\"\ntimeout = 0",
            "a `timeout` of 0 seconds",
        ),
        (
            "payload = \"shp\"\nrun = \"always\"",
            "no package of the workspace is called `shp`",
        ),
    ] {
        let contract = format!("[[contract]]\nkind = \"rust-api\"\n{entry}\n");
        let run = Case::new(&contract, Some(&fake(""))).run();
        let found = run.report.diagnostics.iter();
        let found: Vec<&str> = found.map(|it| it.message.as_str()).collect();
        assert!(found.iter().any(|it| it.contains(why)), "{why}: {found:?}");
        assert_ne!(run.verdict, Verdict::Clean);
    }
}
