//! Workspaces in memory, for the tests of the rules.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use govern_gate::{Date, Findings, Gate, GateOutcome, Options, Rule, Session};
use govern_workspace::Workspace;

use crate::{
    GATE,
    model::{architecture::Architecture, assembly::Assembly},
};

/// A session over a text with `//- path` lines. `//- a: b, nats = async-nats` makes package `a` depend on others: members
/// of the fixture by their path, anything else from a registry. Manifests that are not written are made.
pub(crate) fn session(text: &str) -> Session {
    session_with(text, [("", ""); 0])
}

/// The same, with arguments of the gate or a subcommand; a flag has the value `""`.
pub(crate) fn session_with<'a>(
    text: &str,
    args: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Session {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut needs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        match line.trim_start().strip_prefix("//- ") {
            Some(header) => match header.split_once(':') {
                Some((package, list)) => {
                    needs.insert(package.trim(), list);
                    current = None;
                }
                None => current = Some(files.entry(header.trim().to_owned()).or_default()),
            },
            None => {
                if let Some(file) = &mut current {
                    file.push_str(line);
                    file.push('\n');
                }
            }
        }
    }
    let members: BTreeSet<String> = files
        .keys()
        .filter_map(|path| {
            path.split_once("/src/")
                .map(|(package, _)| package.to_owned())
        })
        .collect();
    for package in &members {
        let list = needs.get(package.as_str()).copied().unwrap_or_default();
        files
            .entry(format!("{package}/Cargo.toml"))
            .or_insert_with(|| manifest(package, list, &members));
    }
    let root = format!(
        "[workspace]\nmembers = {:?}\n",
        members.iter().collect::<Vec<_>>()
    );
    files.entry("Cargo.toml".to_owned()).or_insert(root);
    let workspace = Workspace::from_memory(files).expect("the fixture is a workspace");
    assert!(
        workspace.problems().is_empty(),
        "{:#?}",
        workspace.problems()
    );
    let mut options = Options::new(Date::new(2026, 1, 1).expect("a day"));
    options.args = args.into_iter().collect();
    Session::new(workspace, options)
}

fn manifest(package: &str, needs: &str, members: &BTreeSet<String>) -> String {
    let mut text = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n"
    );
    for need in needs
        .split(',')
        .map(str::trim)
        .filter(|need| !need.is_empty())
    {
        let (name, real) = need.split_once(" = ").unwrap_or((need, need));
        if members.contains(real) {
            text.push_str(&format!(
                "{name} = {{ path = \"../{real}\", package = \"{real}\" }}\n"
            ));
        } else {
            text.push_str(&format!(
                "{name} = {{ version = \"1\", package = \"{real}\" }}\n"
            ));
        }
    }
    text
}

/// The model of a fixture, whose configuration has to be right.
pub(crate) fn architecture(session: &Session) -> Architecture {
    let (assembly, mistakes) = Assembly::load(session).expect("the configuration can be read");
    assert_eq!(mistakes, []);
    assembly.architecture
}

/// What a rule finds in a fixture: `path:line:text at the place: message`.
pub(crate) fn check(rule: &Rule<Architecture>, text: &str) -> Vec<String> {
    let session = session(text);
    let findings = findings(rule, &session);
    let lines = findings
        .found()
        .iter()
        .map(|finding| format!("{}: {}", place(&session, finding.span), finding.message));
    lines.collect()
}

/// What a rule finds.
pub(crate) fn findings(rule: &Rule<Architecture>, session: &Session) -> Findings {
    let mut findings = Findings::default();
    (rule.check)(&architecture(session), &mut findings);
    findings
}

/// The keys of what a rule finds in a fixture.
pub(crate) fn keys(rule: &Rule<Architecture>, text: &str) -> Vec<String> {
    let findings = findings(rule, &session(text));
    let keys = findings.found().iter().map(|finding| finding.key.clone());
    keys.collect()
}

/// What the whole gate says of a fixture.
pub(crate) fn outcome(session: &Session) -> GateOutcome {
    GATE.check(session).expect("the gate runs")
}

/// A place, in words.
pub(crate) fn place(session: &Session, span: Option<Span>) -> String {
    let Some(span) = span else {
        return "nowhere".to_owned();
    };
    let sources = session.sources_for([span.file]);
    let location = sources.locate(span).expect("the file is there");
    let text = sources.text(span).unwrap_or_default();
    format!("{}:{}:`{text}`", location.path, location.start.line)
}

/// What a subcommand writes.
pub(crate) fn run(command: &str, session: &Session) -> String {
    let mut commands = GATE.commands().iter();
    let command = commands
        .find(|known| known.name == command)
        .expect("it is a subcommand");
    let mut out = Vec::new();
    (command.run)(session, &mut out).expect("the subcommand runs");
    String::from_utf8(out).expect("it writes text")
}
