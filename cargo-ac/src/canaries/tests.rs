//! Each canary sings in a small workspace that asks for its rule, and is silent where a mistake in the configuration makes the
//! rule silent.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Date, Edit, Gate, Heard, Options, Session, Song, canary, run};
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
          - id: AC-3
            text: An order may be paid later
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
tested = \"2/3\"
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
        (
            "results/junit.xml",
            "<testsuite name='shop'><testcase classname='shop' name='tests::pays'/></testsuite>\n",
        ),
        ("commits/1.txt", "Pay\n\nAC: AC-1\n"),
        ("govern.toml", CONFIG),
    ]
}

fn with<'t>(changes: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    let mut files: BTreeMap<_, _> = whole().into_iter().collect();
    files.extend(changes.iter().copied());
    files.into_iter().collect()
}

/// The session of some files.
fn session(files: &[(&str, &str)]) -> Session {
    let files = files.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let workspace = Workspace::from_memory(files.collect::<BTreeMap<_, _>>());
    let today = Date::new(2026, 6, 15).expect("a day of June");
    Session::new(workspace.expect("it is sound"), Options::new(today))
}

fn songs(files: &[(&str, &str)], asked: &[&str]) -> Vec<Song> {
    let session = session(files);
    let asked: Vec<String> = asked.iter().map(|it| (*it).to_owned()).collect();
    canary(&[&GATE as &'static dyn Gate], &session, &asked).expect("it can be checked")
}

fn shown(songs: &[Song]) -> Vec<String> {
    let show = |song: &Song| {
        let of = song
            .of
            .as_deref()
            .map_or(String::new(), |of| format!(" `{of}`"));
        let heard = match &song.heard {
            Heard::Found { silent, .. } if silent.is_empty() => return None,
            Heard::Found { of, silent } => format!("{of} but {silent:?}"),
            Heard::Green(silent) => format!("green {silent:?}"),
            Heard::Off => "off".to_owned(),
            Heard::Idle(why) => format!("idle: {why}"),
            Heard::None(why) => format!("none: {}", why.as_deref().unwrap_or("none is known")),
        };
        Some(format!("{}{of}: {heard}", song.rule))
    };
    songs.iter().filter_map(show).collect()
}

/// The rules that nothing asks for here; all others have found all.
fn idle(songs: &[Song]) -> Vec<String> {
    let rest = songs
        .iter()
        .filter(|song| !matches!(&song.heard, Heard::Found { silent, .. } if silent.is_empty()));
    rest.map(|song| match song.heard {
        Heard::Idle(_) => song.rule.to_string(),
        _ => format!("{song:?}"),
    })
    .collect()
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

/// What is found: the rules of the gate, and what about.
fn findings(session: &Session) -> Vec<(String, String)> {
    let run = run(&[&GATE as &'static dyn Gate], session);
    let found = run.report.diagnostics.iter();
    found
        .map(|it| (it.code.to_string(), it.key.clone()))
        .collect()
}

#[test]
fn a_canary_sings_for_its_own_rule_and_no_other() {
    let files = whole();
    let start = session(&files);
    let before = findings(&start);
    let canaries = GATE.canaries(&start).expect("it can be checked");
    assert_eq!(canaries.none, BTreeMap::new());
    for canary in canaries.made {
        let mut edits: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        for edit in &canary.edits {
            let (path, bytes) = match edit {
                Edit::Append(path, more) => {
                    let text = start.workspace().read_bytes(path).unwrap_or_default();
                    (path, Some([text.as_slice(), more.as_bytes()].concat()))
                }
                Edit::Write(path, bytes) => (path, Some(bytes.clone())),
                Edit::Remove(path) => (path, None),
            };
            assert_eq!(edits.insert(path.clone(), bytes), None, "{canary:?}");
        }
        let edited = start.workspace().edited(edits).expect("it is sound");
        let after = findings(&Session::new(edited, Options::new(start.today())));
        let new = after.iter().filter(|it| !before.contains(it));
        // Each criterion counts for the gate, whatever else it is for.
        let counts = ["ac::threshold_missed", "ac::threshold_behind"];
        let own = format!("ac::{}", canary.rule);
        // Without ledgers, commits name what is not there.
        let is_left = |code: &str| own == "ac::ledger_missing" && code == "ac::commit_unknown_id";
        let new: BTreeSet<&str> = new
            .map(|(code, _)| code.as_str())
            .filter(|code| *code == own || !counts.contains(code) && !is_left(code))
            .collect();
        assert_eq!(new, BTreeSet::from([own.as_str()]), "{}", canary.what);
    }
}

#[test]
fn entries_get_into_ledgers_of_every_kind() {
    let behind = format!("{LEDGER}retired:\n  - id: AC-0\n    reason: nobody does\n");
    let brackets = "schema: 2\nstories: [{ id: US-1, title: t, requirements: [{ id: REQ-1, title: t, criteria: [{ id: AC-1, text: one }, { id: AC-2, text: two, priority: may }, { id: AC-3, text: three, priority: may }] }] }]\n";
    let first = "metadata:\n  schema_version: \"1.0\"\nstories:\n- id: US-1\n  title: t\n  requirements:\n  - id: REQ-1\n    title: t\n    acceptance_criteria:\n    - id: AC-1\n      text: one\n    - id: AC-2\n      text: two\n      must_have_ac: false\n    - id: AC-3\n      text: three\n      must_have_ac: false\n# the end";
    let unsaid = [
        "ac::circular_reference",
        "ac::criterion_without_code",
        "ac::criterion_worse",
        "ac::derived_without_rationale",
        "ac::too_few_scenarios",
    ];
    let nothing = ["ac::criterion_worse"];
    let cases = [
        (behind.as_str(), &nothing[..]),
        (brackets, &nothing),
        (first, &unsaid),
    ];
    for (ledger, silent) in cases {
        let songs = songs(&with(&[("specs/spec_ledger.yaml", ledger)]), &[]);
        assert_eq!(idle(&songs), silent, "{songs:#?}");
    }
}

#[test]
fn a_ledger_in_markdown_says_what_it_can() {
    let markdown = "# The desk\n\n## US-1: Somebody pays\n\n### REQ-1: Orders are paid\n\n- **AC-1** one\n- **AC-2** (may) two\n- **AC-3** (may) three\n\n## Retired\n\n- **AC-0** nobody does\n";
    let config = CONFIG.replace("[ac]\n", "[ac]\nledgers = [\"specs/*.md\"]\n");
    let mut files = with(&[("specs/desk.md", markdown), ("govern.toml", &config)]);
    files.retain(|(path, _)| *path != "specs/spec_ledger.yaml");
    let songs = songs(&files, &[]);
    assert_eq!(
        idle(&songs),
        [
            "ac::circular_reference",
            "ac::criterion_without_code",
            "ac::criterion_worse",
            "ac::derived_without_rationale",
            "ac::document_not_found",
            "ac::superseded_decision",
            "ac::test_ambiguous",
            "ac::test_not_found",
            "ac::too_few_scenarios",
            "ac::unknown_decision",
        ]
    );
}

#[test]
fn files_that_are_named_one_by_one_are_changed() {
    let config = CONFIG
        .replace("*.xml", "junit.xml")
        .replace("*.txt", "1.txt")
        .replace(
            "[ac]\n",
            "[ac]\nfeatures = [\"features/payment.feature\"]\n",
        );
    let silent = shown(&songs(&with(&[("govern.toml", &config)]), &[]));
    assert_eq!(silent.len(), 1, "{silent:#?}");
}

#[test]
fn results_that_must_be_recorded_are() {
    let config = CONFIG.replace("assume-fresh = true\n", "");
    let silent = shown(&songs(&with(&[("govern.toml", &config)]), &[]));
    assert_eq!(silent.len(), 1, "{silent:#?}");
}

#[test]
fn what_swallows_the_findings_is_told() {
    let waivers = "[[waiver]]\nrule = \"ac::hollow_test\"\npath = \"src/**\"\ncount = \"any\"\nreason = \"later\"\n";
    let config = format!("{CONFIG}\n{waivers}");
    let files = with(&[("govern.toml", &config)]);
    let heard = songs(&files, &["hollow_test", "self_fulfilling_test"]);
    let Heard::Green(silent) = &heard[0].heard else {
        panic!("{heard:?}");
    };
    assert!(silent[0].accepted.is_some(), "{silent:?}");
    assert!(
        matches!(heard[1].heard, Heard::Found { of: 1, .. }),
        "{heard:?}"
    );
}

#[test]
fn a_rule_that_looks_past_what_is_there_is_silent() {
    // A step function that takes every step leaves none undefined, and what all scenarios share need not be said by each.
    let steps = format!(
        "{STEPS}\n#[when(regex = \".*\")]\nfn anything(_: &mut Desk) {{}}\n#[cucumber::given(regex = \".*\")]\nfn given(_: &mut Desk) {{}}\n#[cucumber::then(regex = \".*\")]\nfn then(_: &mut Desk) {{}}\n"
    );
    let songs = songs(&with(&[("tests/features.rs", &steps)]), &["step_undefined"]);
    assert!(matches!(songs[0].heard, Heard::None(_)), "{songs:?}");
}

#[test]
fn gates_count_criteria_wherever_they_are_selected() {
    let selects = [
        "priority:may",
        "tag:security",
        "tag:sec*",
        "story:US-1",
        "requirement:REQ-*",
    ];
    let tagged = LEDGER.replace(
        "priority: may\n",
        "priority: may\n            tags: [security]\n",
    );
    for select in selects {
        let config = CONFIG.replace(
            "name = \"all\"\ntested = \"2/3\"\n",
            &format!("name = \"some\"\nselect = [\"{select}\"]\ntested = 10\n"),
        );
        let config = config.replace("ratchet = true\n", "");
        let files = [
            ("govern.toml", config.as_str()),
            ("specs/spec_ledger.yaml", &tagged),
        ];
        let heard = songs(&with(&files), &["threshold_missed"]);
        assert_eq!(shown(&heard), [""; 0], "{select}");
        assert_eq!(heard[0].of.as_deref(), Some("some: tested"));
    }
    let config = CONFIG.replace("tested =", "select = [\"criterion:AC-1\"]\ntested =");
    let heard = songs(&with(&[("govern.toml", &config)]), &["threshold_missed"]);
    assert!(matches!(heard[0].heard, Heard::None(_)), "{heard:?}");
}

#[test]
fn what_is_verified_rises_by_results() {
    let config = CONFIG.replace("tested = \"2/3\"", "verified = \"1/3\"");
    let mut files = with(&[("govern.toml", &config)]);
    // What somebody has to look at again is not verified.
    files.retain(|(path, _)| *path != "specs/ac.lock");
    let heard = songs(&files, &["threshold_behind", "threshold_missed"]);
    assert_eq!(shown(&heard), [""; 0]);
    assert_eq!(heard.len(), 2);
}
