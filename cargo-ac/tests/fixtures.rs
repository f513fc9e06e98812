//! The fixtures of the rules: what comments in them say must be found is found, and nothing else.
//!
//! `# ^^^ rule: message` marks the columns of the line above it that is no such comment, `# <- rule: message` a place on
//! that line that begins where the comment does.

#![expect(clippy::disallowed_methods, reason = "a test reads its own fixtures")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_ac::GATE;
use govern_gate::{Date, Gate, Level, Options, Session};
use govern_workspace::{LoadOptions, Resolve, Workspace};

/// Path, line, column, rule, message.
type Place = (String, u32, u32, String, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/ac")
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// What the comments of a fixture ask for.
fn expected(fixture: &Path) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for file in files(fixture) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        let path = file
            .strip_prefix(fixture)
            .expect("a file of the fixture")
            .to_string_lossy()
            .replace('\\', "/");
        let mut above = 0;
        for (number, line) in (1..).zip(text.lines()) {
            match expectation(line) {
                Some((column, rule, message)) => {
                    places.insert((
                        path.clone(),
                        above,
                        column,
                        rule.to_owned(),
                        message.to_owned(),
                    ));
                }
                None => above = number,
            }
        }
    }
    places
}

fn expectation(line: &str) -> Option<(u32, &str, &str)> {
    let comment = line.trim_start();
    let rest = comment
        .strip_prefix("//")
        .or_else(|| comment.strip_prefix('#'))?
        .trim_start();
    let (at, rest) = match rest.strip_prefix("<- ") {
        Some(rest) => (line.len() - comment.len(), rest),
        None => (
            line.find('^')?,
            rest.strip_prefix('^')?.trim_start_matches('^').trim_start(),
        ),
    };
    let (rule, message) = rest.split_once(": ")?;
    Some((u32::try_from(at).ok()? + 1, rule, message))
}

/// What the gate finds in a fixture; by rules that are off unless they are asked for, only if it is theirs.
fn found(fixture: &Path, own: &str) -> BTreeSet<Place> {
    let manifest = fixture.join("Cargo.toml").to_string_lossy().into_owned();
    let options = LoadOptions {
        manifest_path: Some(manifest.into()),
        resolve: Resolve::Manifests,
        cache: false,
        ..LoadOptions::default()
    };
    let workspace = Workspace::load(&options).expect("the fixture is a workspace");
    let session = Session::new(
        workspace,
        Options::new(Date::new(2026, 6, 15).expect("a day of June")),
    );
    let outcome = GATE.check(&session).expect("the gate runs");
    assert_eq!(outcome.diagnostics, [], "{}", fixture.display());
    let mut places = BTreeSet::new();
    for rule in outcome.rules {
        assert!(
            rule.checked > 0 || rule.idle.is_some(),
            "{} looked at nothing in {}",
            rule.info.name,
            fixture.display()
        );
        if rule.info.level == Level::Allow && rule.info.name != own {
            continue;
        }
        for finding in rule.findings {
            let span = finding.span.expect("every finding has a place");
            let sources = session.sources_for([span.file]);
            let place = sources.locate(span).expect("the place is in the file");
            places.insert((
                place.path.to_owned(),
                place.start.line,
                place.start.column,
                rule.info.name.to_owned(),
                finding.message,
            ));
        }
    }
    places
}

#[test]
fn what_must_be_found_is_found_and_nothing_else() {
    let mut rules: Vec<String> = Vec::new();
    for folder in folders(&root()) {
        let rule = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let fail = expected(&folder.join("fail"));
        assert!(
            !fail.is_empty() && fail.iter().all(|place| place.3 == rule),
            "{rule}: the fixture fails by its own rule"
        );
        assert_eq!(found(&folder.join("fail"), &rule), fail, "{rule}/fail");
        assert_eq!(
            found(&folder.join("pass"), &rule),
            BTreeSet::new(),
            "{rule}/pass"
        );
        rules.push(rule);
    }
    let known: Vec<&str> = GATE.rules().iter().map(|rule| rule.name).collect();
    assert_eq!(rules, known);
}
