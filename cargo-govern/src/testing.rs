//! Rules on small workspaces in memory.

use std::collections::BTreeMap;

use govern_gate::{Date, Gate, Options, RuleOutcome, Session};
use govern_workspace::Workspace;

/// What a rule finds: `file:line text`, the text being what the finding points at. The fixture is a text with
/// `//- path` lines; without a manifest, it is the package `orders`.
pub(crate) fn found(rule: &str, fixture: &str) -> Vec<String> {
    let session = session(fixture);
    let outcome = outcome(rule, &session);
    let places = outcome.findings.iter().map(|finding| {
        let span = finding.span.expect("pattern rules say where");
        let path = session.workspace().path(span.file);
        let text = session.workspace().text(span.file).unwrap();
        let before = &text[..usize::from(span.range.start())];
        let line = before.matches('\n').count() + 1;
        format!("{path}:{line} {}", &text[span.range])
    });
    places.collect()
}

pub(crate) fn outcome(rule: &str, session: &Session) -> RuleOutcome {
    let outcome = crate::GATE.check(session).unwrap();
    let mut rules = outcome.rules.into_iter();
    rules.find(|it| it.info.name == rule).unwrap()
}

pub(crate) fn session(fixture: &str) -> Session {
    let mut files = BTreeMap::new();
    let mut path = "src/lib.rs".to_owned();
    for line in fixture.lines() {
        match line.strip_prefix("//- ") {
            Some(name) => path = name.to_owned(),
            None => {
                let text: &mut String = files.entry(path.clone()).or_default();
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    files.entry("Cargo.toml".to_owned()).or_insert_with(|| {
        "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n".to_owned()
    });
    let today = Date::new(2026, 1, 1).unwrap();
    Session::new(Workspace::from_memory(files).unwrap(), Options::new(today))
}
