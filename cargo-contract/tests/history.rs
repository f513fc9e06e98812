//! The life of a contract in a real repository, from its first version to its end, with the verdict at each step.

#![cfg(feature = "cli")]

mod support;

use std::collections::BTreeMap;

use govern_testing::{Repository, run_program_on};
use serde_json::Value;
use support::repository;

/// A repository, and the day on which everything happens.
struct History {
    repository: Repository,
    day: &'static str,
}

/// What a run came to: the exit status, and how often each rule spoke.
#[derive(Debug, PartialEq, Eq)]
struct Verdict {
    status: Option<i32>,
    rules: BTreeMap<String, usize>,
}

impl History {
    fn new() -> History {
        History {
            repository: repository(),
            day: "2026-01-01",
        }
    }

    /// The type of version 1 with these fields, and whatever comes behind it.
    fn source(&self, fields: &str, behind: &str) {
        let text = format!(
            "use serde::{{Deserialize, Serialize}};\n\n#[derive(Serialize, Deserialize)]\npub struct Placed {{\n{fields}}}\n{behind}"
        );
        self.repository.write("src/lib.rs", &text);
    }

    fn declare(&self, entries: &[&str]) {
        self.repository
            .write("contracts/manifest.toml", &entries.join("\n"));
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let args = [&["contract"], args].concat();
        run_program_on(
            Some(self.day),
            env!("CARGO_BIN_EXE_cargo-contract"),
            self.repository.directory(),
            &args,
        )
    }

    fn check(&self, args: &[&str]) -> Verdict {
        let (status, out, err) = self.run(&[&["--format", "json"], args].concat());
        let mut rules = BTreeMap::new();
        for line in out.lines() {
            let object: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{out}{err}"));
            if object["kind"] == "diagnostic" {
                let code = object["code"].as_str().expect("a code").to_owned();
                *rules.entry(code).or_default() += 1;
            }
        }
        Verdict { status, rules }
    }

    /// Accepts what is there, and says what the program said.
    fn accept(&self, args: &[&str]) -> String {
        let (status, out, err) = self.run(&[&["accept", "--reason", "as planned"], args].concat());
        assert_eq!(status, Some(0), "{out}{err}");
        out
    }

    fn commit(&self, message: &str) {
        let verdict = self.check(&[]);
        assert_eq!(verdict, clean(), "before the commit `{message}`");
        self.repository.commit(message);
    }
}

fn clean() -> Verdict {
    Verdict {
        status: Some(0),
        rules: BTreeMap::new(),
    }
}

/// Errors of these rules, once each.
fn errors(rules: &[&str]) -> Verdict {
    Verdict {
        status: Some(1),
        rules: rules
            .iter()
            .map(|rule| (format!("contract::{rule}"), 1))
            .collect(),
    }
}

const V1: &str = "[[contract]]
subject = \"orders.v1.placed\"
payload = \"orders::Placed\"
direction = \"both\"
stream = \"ORDERS\"
";

const V2: &str = "[[contract]]
subject = \"orders.v2.placed\"
payload = \"orders::PlacedV2\"
direction = \"both\"
stream = \"ORDERS\"
";

const PLACED_V2: &str = "
#[derive(Serialize, Deserialize)]
pub struct PlacedV2 {
    pub number: String,
}
";

const BILLING: &str = "consumer = \"billing\"

[[reads]]
contract = \"orders.placed@1\"
required = { id = \"integer\" }
";

/// AC: AC-CONTRACT-CMD-ACCEPT
#[test]
fn a_contract_lives_from_its_first_version_to_its_end() {
    let mut history = History::new();

    // It is declared and accepted.
    let id = "    pub id: u64,\n";
    history.source(id, "");
    history.declare(&[V1]);
    assert_eq!(history.check(&[]), errors(&["contract_not_accepted"]));
    let said = history.accept(&[]);
    assert!(
        said.contains("accepted `orders.placed@1`, revision 1, the first one"),
        "{said}"
    );
    let file = history
        .repository
        .directory()
        .read("contracts/accepted/orders.placed/v1.1.json");
    assert!(
        file.contains("\"by\": \"Somebody <somebody@example.org>\""),
        "{file}"
    );
    history.commit("orders are placed");
    history.repository.tag("first");

    // A field is added as it should be.
    let noted = format!("{id}    #[serde(default)]\n    pub note: String,\n");
    history.source(&noted, "");
    assert_eq!(history.check(&[]), errors(&["contract_not_accepted"]));
    history.accept(&["orders.placed"]);
    history.commit("orders have notes");

    // Another one is added, and its default forgotten. With the revision to compare with it is the same finding.
    let forgotten = format!("{noted}    pub total: u32,\n");
    history.source(&forgotten, "");
    let broken = errors(&["broken_without_new_version", "field_added"]);
    assert_eq!(history.check(&[]), broken);
    assert_eq!(history.check(&["--against", "HEAD"]), broken);
    let (status, _, err) = history.run(&["accept", "--reason", "in a hurry"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("`orders.placed@1` as accepted on 2026-01-01 would break"),
        "{err}"
    );
    assert_eq!(
        history.repository.git(&["status", "--porcelain"]),
        " M src/lib.rs\n"
    );

    // That is fixed.
    let fixed = format!("{noted}    #[serde(default)]\n    pub total: u32,\n");
    history.source(&fixed, "");
    assert_eq!(history.check(&[]), errors(&["contract_not_accepted"]));
    history.accept(&[]);
    history.commit("orders have a total");

    // What is in the stream counts, however old it is: the note of the second revision comes back as a number.
    let other = fixed.replace("pub note: String", "pub note: u32");
    history.source(&other, "");
    assert_eq!(
        history.check(&[]),
        errors(&["broken_without_new_version", "field_retyped"]).twice("contract::field_retyped")
    );

    // The second version takes the place of the first.
    history.source(&fixed, PLACED_V2);
    history.declare(&[V2]);
    assert_eq!(
        history.check(&[]),
        errors(&[
            "changelog_entry_missing",
            "contract_not_accepted",
            "old_version_dropped"
        ])
    );

    // No: beside it, and said.
    history.declare(&[V1, V2]);
    history.repository.write(
        "CHANGELOG.md",
        "# Changelog\n\n## Unreleased\n\n- `orders.placed` has a version v2.\n",
    );
    assert_eq!(history.check(&[]), errors(&["contract_not_accepted"]));
    history.accept(&[]);
    history
        .repository
        .write("contracts/consumers/billing.toml", BILLING);
    history.commit("orders have numbers");

    // The first version will go.
    let deprecated = |rest: &str| format!("{V1}deprecated = {{ since = 2026-02-01{rest} }}\n");
    history.day = "2026-02-01";
    history.declare(&[&deprecated(", remove-after = 2026-06-30"), V2]);
    assert_eq!(
        history.check(&[]),
        errors(&["deprecated_without_replacement"])
    );
    let told = deprecated(", remove-after = 2026-06-30, replacement = \"orders.placed@2\"");
    history.declare(&[&told, V2]);
    history.commit("numbers will be all there is");

    // It goes: too early, then while somebody reads it, then without a trace.
    let removed =
        format!("{told}removed = 2026-06-01\n").replace("payload = \"orders::Placed\"\n", "");
    history.day = "2026-06-01";
    history.declare(&[&removed, V2]);
    let twice = errors(&["removed_too_early"]).twice("contract::removed_too_early");
    assert_eq!(history.check(&[]), twice);
    history.day = "2026-07-01";
    let mut overdue = errors(&["removal_overdue"]);
    overdue.status = Some(0);
    history.declare(&[&told, V2]);
    assert_eq!(history.check(&[]), overdue);
    let removed = removed.replace("removed = 2026-06-01", "removed = 2026-07-01");
    history.declare(&[&removed, V2]);
    assert_eq!(history.check(&[]), errors(&["removed_too_early"]));
    history.repository.write(
        "contracts/consumers/billing.toml",
        &BILLING
            .replace("id = \"integer\"", "number = \"string\"")
            .replace("@1", "@2"),
    );
    history.declare(&[V2]);
    assert_eq!(history.check(&[]), errors(&["contract_undeclared"]));

    // It is gone.
    history.declare(&[&removed, V2]);
    history.repository.write(
        "src/lib.rs",
        &format!("use serde::{{Deserialize, Serialize}};\n{PLACED_V2}"),
    );
    history.commit("orders had ids");

    // What was accepted is never lost.
    history
        .repository
        .remove("contracts/accepted/orders.placed/v1.2.json");
    let (status, out, err) = history.run(&["--format", "short"]);
    assert_eq!(status, Some(2), "{out}{err}");
    assert!(
        out.contains("contracts/accepted/orders.placed/v1.2.json is gone"),
        "{out}{err}"
    );
}

impl Verdict {
    fn twice(mut self, rule: &str) -> Verdict {
        self.rules.insert(rule.to_owned(), 2);
        self
    }
}
