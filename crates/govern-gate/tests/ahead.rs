//! What a gate does beside those before it: it finds the same, and what it asks is not what they asked.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests write the workspaces that they load"
)]

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use camino::Utf8Path;
use govern_gate::{
    Ahead, Date, Error, Findings, Gate, GateOutcome, Level, Options, Rule, RuleInfo, Run, Session,
    run, run_rules,
};
use govern_workspace::{LoadOptions, Resolve, Size, Workspace};

/// What the first gate does.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Links,
    Nothing,
    Panics,
}

/// A gate that is there before the other one, and waits until that has asked what it asks ahead.
struct Before {
    first: First,
    asked: Mutex<Receiver<()>>,
    waits: bool,
}

/// A gate that reads a file ahead.
struct After {
    needs_tree: bool,
    asked: Mutex<Sender<()>>,
    worked: AtomicUsize,
    /// Whether all of it was done on the thread of the run.
    is_late: AtomicUsize,
}

struct Check<'s>(&'s After, &'s Session, thread::ThreadId);

static LONG: Rule<u64> = Rule {
    info: RuleInfo {
        gate: "after",
        name: "long",
        summary: "a file is not empty",
        level: Level::Warn,
        since: "0.1.0",
        docs: "",
    },
    check: |length: &u64, findings: &mut Findings| {
        findings.checked(1);
        findings.report(None, format!("{length} bytes"), "a file is not empty");
    },
};

impl Gate for Before {
    fn name(&self) -> &'static str {
        "before"
    }

    fn summary(&self) -> &'static str {
        "is there before the other one"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        Vec::new()
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        match self.first {
            First::Links => drop(session.names()),
            First::Nothing => {}
            First::Panics => panic!("as it is meant to"),
        }
        if self.waits {
            self.asked.lock().unwrap().recv().unwrap();
        }
        Ok(GateOutcome::default())
    }
}

impl Gate for After {
    fn name(&self) -> &'static str {
        "after"
    }

    fn summary(&self) -> &'static str {
        "reads a file"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![LONG.info]
    }

    fn ahead<'s>(&'s self, session: &'s Session) -> Option<Box<dyn Ahead + 's>> {
        Some(Box::new(Check(self, session, thread::current().id())))
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        Check(self, session, thread::current().id()).check()
    }
}

impl Check<'_> {
    fn length(&self) -> u64 {
        match self.1.workspace().read_at_most("ledger.yaml", 1 << 20) {
            Ok(Size::Whole(bytes)) => bytes.len() as u64,
            other => panic!("{other:?}"),
        }
    }
}

impl Ahead for Check<'_> {
    fn needs_tree(&self) -> bool {
        self.0.needs_tree
    }

    fn work(&self) {
        assert_ne!(thread::current().id(), self.2);
        assert!(self.length() > 0);
        self.0.worked.fetch_add(1, Ordering::Relaxed);
        self.0.asked.lock().unwrap().send(()).unwrap();
    }

    fn check(&self) -> Result<GateOutcome, Error> {
        let is_late = self.0.worked.load(Ordering::Relaxed) == 0;
        self.0
            .is_late
            .fetch_add(usize::from(is_late), Ordering::Relaxed);
        Ok(GateOutcome::new(run_rules(&[&LONG], &self.length())))
    }
}

fn gates(first: First, needs_tree: bool, waits: bool) -> (Before, After) {
    let (tell, told) = channel();
    let before = Before {
        first,
        asked: told.into(),
        waits,
    };
    let after = After {
        needs_tree,
        asked: tell.into(),
        worked: AtomicUsize::new(0),
        is_late: AtomicUsize::new(0),
    };
    (before, after)
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        (
            "Cargo.toml",
            "[package]\nname = \"a\"\nedition = \"2024\"\n",
        ),
        ("src/lib.rs", "pub fn f() {}\n"),
        ("ledger.yaml", "a: b\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn checked(folder: &tempfile::TempDir, gates: &[&dyn Gate]) -> Run {
    let root = Utf8Path::from_path(folder.path()).unwrap();
    let load = LoadOptions {
        manifest_path: Some(root.join("Cargo.toml")),
        resolve: Resolve::Manifests,
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&load).unwrap();
    let options = Options::new(Date::new(2026, 6, 15).unwrap());
    run(gates, &Session::new(workspace, options))
}

fn found(run: &Run) -> Vec<&str> {
    let diagnostics = run.report.diagnostics.iter();
    diagnostics.map(|it| it.key.as_str()).collect()
}

#[test]
fn what_is_done_ahead_is_done_once() {
    for needs_tree in [true, false] {
        let (before, after) = gates(First::Links, needs_tree, true);
        let run = checked(&folder(), &[&before, &after]);
        assert_eq!(found(&run), ["5 bytes"]);
        assert_eq!(after.worked.into_inner(), 1);
        assert_eq!(after.is_late.into_inner(), 0);
    }
}

#[test]
fn nobody_waits_for_a_tree_that_nobody_links() {
    let (before, after) = gates(First::Nothing, true, false);
    let run = checked(&folder(), &[&before, &after]);
    assert_eq!(found(&run), ["5 bytes"]);
    assert_eq!(after.worked.into_inner(), 0);
    assert_eq!(after.is_late.into_inner(), 1);
}

#[test]
fn nobody_waits_for_a_gate_that_panics() {
    let folder = folder();
    for needs_tree in [true, false] {
        let (before, after) = gates(First::Panics, needs_tree, false);
        let gates: [&dyn Gate; 2] = [&before, &after];
        let run = catch_unwind(AssertUnwindSafe(|| checked(&folder, &gates)));
        assert!(run.is_err());
    }
}

#[test]
fn what_is_asked_ahead_counts_for_who_asked() {
    let folder = folder();
    let known = |gates: &[&dyn Gate]| -> Vec<bool> {
        let run = checked(&folder, gates);
        assert_eq!(found(&run).len(), 1);
        run.gates.iter().map(|it| it.known).collect()
    };
    let (before, after) = gates(First::Links, false, true);
    assert_eq!(known(&[&before, &after]), [false, false]);
    assert_eq!(known(&[&before, &after]), [true, true]);
    assert_eq!(after.worked.load(Ordering::Relaxed), 1);
    // The first gate did not read the file, though it was read while it ran.
    fs::write(folder.path().join("ledger.yaml"), "a: bc\n").unwrap();
    let (before, after) = gates(First::Links, false, false);
    assert_eq!(known(&[&before, &after]), [true, false]);
}
