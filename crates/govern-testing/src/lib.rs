//! Fixtures and expectations for the tests of the suite.
//!
//! A fixture is a miniature workspace, `testdata/<gate>/<rule>/{fail,pass}`. What comments in its files ask for is found, and
//! nothing else: `// ^^^ rule: message` marks the columns of the line above it that is no such comment, `// <- rule: message` a
//! place on that line that begins where the comment does. The message may be the beginning of the whole one.

#![expect(
    clippy::disallowed_methods,
    reason = "only tests use it, and they read their own fixtures"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use govern_gate::{Date, Gate, Options, Session};
use govern_workspace::{LoadOptions, Network, Workspace};

/// Checks the fixtures of all rules of a gate, in `testdata`: one folder for each rule, what is asked for is found, nothing
/// else is, `pass` is silent, and without the rule `fail` would be.
///
/// # Panics
///
/// If anything of this is not so.
pub fn check_fixtures(gate: &dyn Gate, testdata: &Path) {
    let rules: Vec<&str> = gate.rules().iter().map(|info| info.name).collect();
    let folders = entries(testdata);
    let names: Vec<_> = folders
        .iter()
        .map(|folder| folder.file_name().expect("a name").to_string_lossy())
        .collect();
    assert_eq!(names, rules, "every rule has its fixtures");
    for (folder, rule) in folders.iter().zip(rules) {
        for kind in ["fail", "pass"] {
            let fixture = folder.join(kind);
            let mut asked_for = Vec::new();
            asked(&fixture, &fixture, &mut asked_for);
            let found = found(gate, &fixture);
            let missing: Vec<&Place> = asked_for
                .iter()
                .filter(|asked| !found.iter().any(|found| answers(found, asked)))
                .collect();
            let surplus: Vec<&Place> = found
                .iter()
                .filter(|found| !asked_for.iter().any(|asked| answers(found, asked)))
                .collect();
            assert!(
                missing.is_empty() && surplus.is_empty(),
                "{fixture:?}: missing {missing:#?}, surplus {surplus:#?}"
            );
            // Without the rule the fixture is green.
            assert!(
                found.iter().all(|found| found.rule == rule),
                "{fixture:?}: {found:#?}"
            );
            assert_eq!(found.is_empty(), kind == "pass", "{fixture:?}");
            assert_eq!(
                found.len(),
                asked_for.len(),
                "{fixture:?}: found twice in one place"
            );
        }
    }
}

/// Something that is asked for, or found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    path: String,
    line: u32,
    column: u32,
    /// How many characters; not asked for by an arrow.
    length: Option<usize>,
    rule: String,
    message: String,
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    paths
}

/// What the comments in the files of a folder ask for.
fn asked(fixture: &Path, folder: &Path, places: &mut Vec<Place>) {
    for path in entries(folder) {
        if path.is_dir() {
            asked(fixture, &path, places);
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let path = path
            .strip_prefix(fixture)
            .expect("a file of the fixture")
            .to_string_lossy()
            .replace('\\', "/");
        let mut above = 0;
        for (number, line) in (1..).zip(text.lines()) {
            match comment(line) {
                Some(place) => places.push(Place {
                    path: path.clone(),
                    line: above,
                    ..place
                }),
                None => above = number,
            }
        }
    }
}

fn comment(line: &str) -> Option<Place> {
    let comment = line.trim_start();
    let text = comment
        .strip_prefix("//")
        .or_else(|| comment.strip_prefix('#'))?
        .trim_start();
    let (start, length, text) = match text.strip_prefix("<- ") {
        Some(text) => (line.len() - comment.len(), None, text),
        None => {
            let rest = text.trim_start_matches('^');
            let length = text.len() - rest.len();
            (
                line.find('^')?,
                Some(length).filter(|length| *length > 0),
                rest.trim_start(),
            )
        }
    };
    let (rule, message) = text.split_once(": ")?;
    Some(Place {
        path: String::new(),
        line: 0,
        column: u32::try_from(start).ok()? + 1,
        length,
        rule: rule.to_owned(),
        message: message.to_owned(),
    })
}

/// What the gate finds.
fn found(gate: &dyn Gate, fixture: &Path) -> Vec<Place> {
    let manifest = fixture.join("Cargo.toml").to_string_lossy().into_owned();
    let options = LoadOptions {
        manifest_path: Some(manifest.into()),
        network: Network {
            offline: true,
            locked: true,
        },
        cache: false,
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&options).expect("the fixture is a workspace");
    assert!(
        workspace.problems().is_empty(),
        "{:#?}",
        workspace.problems()
    );
    let session = Session::new(
        workspace,
        Options::new(Date::new(2026, 1, 1).expect("a day")),
    );
    let outcome = gate.check(&session).expect("the gate runs");
    assert_eq!(outcome.diagnostics, [], "{}", fixture.display());
    assert_eq!(outcome.opaque, [], "{}", fixture.display());
    let mut places = Vec::new();
    for rule in outcome.rules {
        let name = rule.info.name;
        assert!(
            rule.checked > 0 || rule.idle.is_some(),
            "{name} looked at nothing in {}",
            fixture.display()
        );
        for finding in rule.findings {
            let span = finding
                .span
                .expect("what is found in a fixture has a place");
            let sources = session.sources_for([span.file]);
            let location = sources.locate(span).expect("the place is in the file");
            let why = finding.notes.len() + finding.related.len();
            assert!(!finding.help.is_empty() && why > 0, "{finding:#?}");
            places.push(Place {
                path: location.path.to_owned(),
                line: location.start.line,
                column: location.start.column,
                length: sources.text(span).map(|text| text.chars().count()),
                rule: name.to_owned(),
                message: finding.message,
            });
        }
    }
    places
}

fn answers(found: &Place, asked: &Place) -> bool {
    let place = |place: &Place| {
        (
            place.path.clone(),
            place.line,
            place.column,
            place.rule.clone(),
        )
    };
    place(found) == place(asked)
        && asked
            .length
            .is_none_or(|length| found.length == Some(length))
        && found.message.starts_with(&asked.message)
}
