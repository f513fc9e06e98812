//! Each canary sings in a small workspace that asks for its rule, and is silent where a mistake in the configuration makes the
//! rule silent.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Date, Gate, Heard, Options, Session, Song, canary};
use govern_workspace::Workspace;

use crate::GATE;
use crate::rules::RULES;

const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\ncucumber = \"0.23\"\n";
const LEDGER: &str = "\
schema: 2
stories:
  - id: US-1
    title: Somebody pays
    requirements:
      - id: REQ-1
        title: Orders are paid
        priority: must
        criteria:
          - id: AC-1
            text: An order of which nothing is open is paid
          - id: AC-2
            text: An order may be paid in parts
            priority: may
";
const LIBRARY: &str = "\
//! The shop.

pub fn pay() -> u8 {
    1
}

#[cfg(test)]
mod tests {
    /// AC: AC-1
    #[test]
    fn pays() {
        assert_eq!(super::pay(), 1);
    }
}
";
const STEPS: &str = "\
//! The steps.

use cucumber::{World, when};

#[derive(Debug, Default, World)]
struct Desk;

#[when(\"it is paid\")]
fn is_paid(_: &mut Desk) {}

fn main() {
    Desk::run(\"features\");
}
";
const FEATURE: &str = "Feature: Payment\n  @AC-2\n  Scenario: In parts\n    When it is paid\n";
const CONFIG: &str = "\
[ac]
results = [\"results/*.xml\"]
assume-fresh = true
commit-messages = [\"commits/*.txt\"]

[[ac.gate]]
name = \"all\"
tested = 50
ratchet = true

[lints]
ac.compound_criterion = \"warn\"
ac.vague_criterion = \"warn\"
";
const LOCK: &str = "# ac.lock 2: what criteria and their tests were when somebody last looked\nAC-1\tunit\t0000000000000001\t0000000000000001\t1\tshop::tests::pays\n";

/// A workspace that asks for every rule but `criterion_worse`, for which another directory has to be read.
fn whole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIBRARY),
        ("tests/features.rs", STEPS),
        ("features/payment.feature", FEATURE),
        ("specs/spec_ledger.yaml", LEDGER),
        ("specs/ac.lock", LOCK),
        ("results/junit.xml", "<testsuite name='shop'><testcase classname='shop' name='tests::pays'/></testsuite>\n"),
        ("commits/1.txt", "Pay\n\nAC: AC-1\n"),
        ("govern.toml", CONFIG),
    ]
}

fn with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut files: BTreeMap<_, _> = whole().into_iter().collect();
    files.extend(changes.iter().copied());
    files.into_iter().collect()
}

fn songs(files: &[(&str, &str)], asked: &[&str]) -> Vec<Song> {
    let files = files.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let workspace = Workspace::from_memory(files.collect::<BTreeMap<_, _>>());
    let today = Date::new(2026, 6, 15).expect("a day of June");
    let session = Session::new(workspace.expect("it is sound"), Options::new(today));
    let asked: Vec<String> = asked.iter().map(|it| (*it).to_owned()).collect();
    canary(&[&GATE as &'static dyn Gate], &session, &asked).expect("it can be checked")
}

fn shown(songs: &[Song]) -> Vec<String> {
    let show = |song: &Song| {
        let of = song.of.as_deref().map_or(String::new(), |of| format!(" `{of}`"));
        let heard = match &song.heard {
            Heard::Found { silent, .. } if silent.is_empty() => return None,
            Heard::Found { of, silent } => format!("{of} but {silent:?}"),
            Heard::Green(silent) => format!("green {silent:?}"),
            Heard::Off => "off".to_owned(),
            Heard::Idle(why) => format!("idle: {why}"),
            Heard::None(why) => format!("none: {why}"),
        };
        Some(format!("{}{of}: {heard}", song.rule))
    };
    songs.iter().filter_map(show).collect()
}

#[test]
fn every_rule_finds_its_canaries() {
    let songs = songs(&whole(), &[]);
    assert_eq!(
        shown(&songs),
        [
            "ac::criterion_worse: idle: nothing is compared: `--base` and `base-directory` of `[ac]` name nothing"
        ]
    );
    let rules: BTreeSet<String> = songs.iter().map(|song| song.rule.to_string()).collect();
    assert_eq!(rules.len(), RULES.len());
}
