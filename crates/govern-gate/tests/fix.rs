//! What a program may do about findings: of what overlaps one at a time, and nothing that is none when it is tried.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use govern_diagnostics::{Fix, Span, TextEdit};
use govern_gate::{
    Date, Error, Findings, Fixes, Gate, GateOutcome, Level, Options, Rule, RuleInfo, Session,
    fixes, run_rules,
};
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};

/// A gate that wants no two of a letter beside each other.
struct Pairs;

/// Where two of a letter stand beside each other, and what to write there instead.
type Found = Vec<(Span, &'static str)>;

static PAIR: Rule<Found> = Rule {
    info: RuleInfo {
        gate: "pairs",
        name: "pair",
        summary: "two of a letter are beside each other",
        level: Level::Deny,
        since: "0.1.0",
        docs: "",
    },
    check: |found, findings: &mut Findings| {
        findings.checked(1);
        for (span, instead) in found {
            let edit = TextEdit {
                span: *span,
                text: (*instead).to_owned(),
            };
            findings
                .report(*span, *instead, "two of a letter")
                .fix("write it once", vec![edit]);
        }
    },
};

impl Gate for Pairs {
    fn name(&self) -> &'static str {
        "pairs"
    }

    fn summary(&self) -> &'static str {
        "wants letters alone"
    }

    fn rules(&self) -> Vec<RuleInfo> {
        vec![PAIR.info]
    }

    fn check(&self, session: &Session) -> Result<GateOutcome, Error> {
        let workspace = session.workspace();
        let mut found = Found::new();
        for &file in workspace.files() {
            let text = workspace.text(file)?;
            // What is to be written for the third is as bad as what was there.
            for (pair, instead) in [("aa", "a"), ("bb", "b"), ("cc", "aa")] {
                for at in 0..text.len() {
                    if text.get(at..).is_some_and(|rest| rest.starts_with(pair)) {
                        let start = TextSize::try_from(at).unwrap();
                        let range = TextRange::at(start, TextSize::of(pair));
                        found.push((Span::new(file, range), instead));
                    }
                }
            }
        }
        Ok(GateOutcome::new(run_rules(&[&PAIR], &found)))
    }
}

fn fixed(text: &str) -> Fixes {
    let manifest = "[package]\nname = \"it\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", text)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let workspace = Workspace::from_memory(files.into()).unwrap();
    let session = Session::new(workspace, Options::new(Date::new(2026, 1, 1).unwrap()));
    fixes(&[&Pairs], &session, |_| true).unwrap()
}

/// How many are fixed, why others are left, and what is there then.
fn outcome(text: &str) -> (usize, Vec<&'static str>, String) {
    let fixes = fixed(text);
    let left = fixes.left.iter().map(|(_, why)| *why).collect();
    let after = fixes.texts.get("src/lib.rs");
    let after = after.map_or_else(|| text.to_owned(), |(_, after)| after.clone());
    (fixes.fixed.len(), left, after)
}

const OVERLAPS: &str = "another fix changes the same place: run it again afterwards";
const IS_NO_FIX: &str = "with its fix something else would be found, or it would still be";

#[test]
fn of_fixes_that_overlap_one_is_made_at_a_time() {
    let mut text = "// aaaa\n".to_owned();
    let mut rounds = Vec::new();
    loop {
        let (count, left, after) = outcome(&text);
        if count == 0 {
            break;
        }
        rounds.push((count, left, after.clone()));
        text = after;
    }
    assert_eq!(
        rounds,
        [
            (2, vec![OVERLAPS], "// aa\n".to_owned()),
            (1, vec![], "// a\n".to_owned()),
        ]
    );
}

#[test]
fn fixes_of_other_places_are_made_together() {
    assert_eq!(
        outcome("// aa bb\n// bb\n"),
        (3, vec![], "// a b\n// b\n".to_owned())
    );
}

#[test]
fn what_brings_another_finding_is_left_and_spoils_no_other() {
    assert_eq!(
        outcome("// cc bb\n"),
        (1, vec![IS_NO_FIX], "// cc b\n".to_owned())
    );
}

#[test]
fn a_fix_is_of_one_place() {
    let fixes = fixed("// bb\n");
    let Some(Fix { title, edits }) = &fixes.fixed[0].fix else {
        panic!("there is no fix");
    };
    assert_eq!((title.as_str(), edits.len()), ("write it once", 1));
}
