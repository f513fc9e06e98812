//! What is told to who works on the project: how things stand, what to do next, what there is to know.

use serde_json::Value;

use crate::support::{Copy, Said};

/// What a command writes with `--json`, held against its published schema.
#[expect(clippy::disallowed_methods, reason = "a test reads a schema")]
pub(crate) fn document(name: &str, said: &Said) -> Value {
    let document: Value = serde_json::from_str(&said.out).expect("it is JSON");
    let path = format!(
        "{}/../docs/schema/{name}.schema.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let schema = std::fs::read_to_string(path).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let errors = validator.iter_errors(&document).map(|it| it.to_string());
    assert_eq!(errors.collect::<Vec<_>>(), [""; 0], "{}", said.out);
    document
}

pub(crate) fn clean() -> Copy {
    let copy = Copy::of("clean");
    copy.write(".gitignore", "target\n");
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "all"]);
    copy
}

fn gate<'s>(status: &'s Value, name: &str) -> &'s Value {
    let gates = status["gates"].as_array().expect("a list");
    let found = gates.iter().find(|it| it["name"] == name);
    found.expect("every gate has a row")
}

/// AC: AC-GOVERN-CMD-STATUS
#[test]
fn the_status_is_green_only_for_what_ran_and_looked_at_something() {
    let copy = clean();
    let said = copy.govern(&["status", "--json", "--offline"]);
    let status = document("status", said.ends_with(0));
    assert_eq!(status["verdict"], "clean");
    for name in [
        "archcheck",
        "contract",
        "ac",
        "patterns",
        "repository",
        "policy",
        "govern",
    ] {
        let gate = gate(&status, name);
        assert_eq!(gate["state"], "passed", "{gate}");
        assert!(gate["checked"].as_u64() > Some(0), "{gate}");
    }
    assert_eq!(status["changed_files"], 0);
    assert_eq!(status["debt"]["baseline"]["findings"], 1);
    assert!(status["debt"]["baseline"]["oldest"].is_string());
    assert_eq!(status["debt"]["waivers"][0]["expires"], "2099-12-31");
    assert_eq!(status["debt"]["waivers"][0]["owner"], "@orders");
    assert_eq!(status["criteria"]["must_by_verdict"]["verified"], 2);
    assert_eq!(status["governance"]["ac_coverage"]["passing"], 2);
    assert_eq!(status["selftest"]["state"], "missing");
    copy.govern(&["status", "--offline"])
        .ends_with(0)
        .says("archcheck   passed      32 rules")
        .says("baseline: 1 finding, the oldest since ")
        .says("selftest: missing");

    // A gate that is off is not green, and neither is one that found something.
    let config = copy.read("govern.toml");
    copy.write(
        "govern.toml",
        format!("{config}\n[gates]\npolicy = false\n"),
    );
    copy.write(
        "crates/orders/src/port.rs",
        copy.read("crates/orders/src/port.rs") + "// TODO\n",
    );
    let said = copy.govern(&["status", "--json", "--offline"]);
    let status = document("status", said.ends_with(1));
    assert_eq!(status["verdict"], "findings");
    assert_eq!(gate(&status, "policy")["state"], "off");
    assert_eq!(gate(&status, "patterns")["state"], "failed");
    assert_eq!(status["findings"][0]["rule"], "patterns::todo_comment");
    assert_eq!(status["changed_files"], 2);

    // Nor is one that could not read what it looks at.
    copy.write("govern.toml", &config);
    let feature = "specs/features/unread.feature";
    copy.write(
        feature,
        "Feature: Totals\n  Scenario: one\n    Given an order\n    nothing that a step begins with\n",
    );
    let said = copy.govern(&["status", "--json", "--offline"]);
    let status = document("status", said.ends_with(1));
    assert_eq!(gate(&status, "ac")["state"], "incomplete");
    assert_eq!(gate(&status, "archcheck")["state"], "passed");
    copy.remove(feature);
    let source = copy.read("crates/orders/src/port.rs");
    copy.write("crates/orders/src/port.rs", source.clone() + "fn (\n");
    let said = copy.govern(&["status", "--json", "--offline"]);
    let status = document("status", said.ends_with(1));
    for name in ["ac", "archcheck", "contract"] {
        let state = gate(&status, name)["state"].clone();
        assert!(
            state == "incomplete" || state == "failed",
            "{name}: {state}"
        );
    }
    copy.write("crates/orders/src/port.rs", source);

    // Where nothing could run nothing is green.
    copy.write(
        "govern.toml",
        "[archcheck.layers.domain]\nmay-use = [\"nowhere\"]\n",
    );
    let said = copy.govern(&["status", "--json", "--offline"]);
    let status = document("status", said.ends_with(2));
    assert_eq!(status["verdict"], "incomplete");
    assert_eq!(gate(&status, "archcheck")["state"], "incomplete");
    assert!(!status["errors"].as_array().expect("a list").is_empty());
}

const LEDGER: &str = "\
schema: 2
stories:
  - id: US-1
    title: Orders
    requirements:
      - id: REQ-1
        title: Totals
        priority: must
        criteria:
          - { id: AC-1, text: it fails, evidence: [{ level: unit, test: fails }] }
          - { id: AC-2, text: nothing shows it }
          - { id: AC-3, text: nothing shows it either, priority: should }
          - { id: AC-4, text: it waits, state: draft, depends_on: [AC-2] }
          - { id: AC-5, text: it waits for nothing, state: draft, depends_on: [AC-6] }
          - { id: AC-6, text: it passes, evidence: [{ level: unit, test: passes }] }
";

const CODE: &str = "\
/// Reads.
pub fn f(a: Option<u32>) -> u32 {
    dbg!(a).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::f;

    #[test]
    fn fails() {
        assert_eq!(f(Some(1)), 2);
    }

    #[test]
    fn passes() {
        assert_eq!(f(Some(1)), 1);
    }
}
";

const RESULTS: &str = "<testsuites><testsuite name=\"orders\"><testcase classname=\"orders\" name=\"tests::fails\"><failure message=\"1 is not 2\"/></testcase><testcase classname=\"orders\" name=\"tests::passes\"/></testsuite></testsuites>\n";

const CONFIG: &str = "[lints]\narchcheck = \"allow\"\n[ac]\nledgers = [\"ledger.yaml\"]\nresults = [\"results.xml\"]\nassume-fresh = true\n";

fn orders() -> Copy {
    Copy::package(&[
        ("ledger.yaml", LEDGER),
        ("src/lib.rs", CODE),
        ("results.xml", RESULTS),
        ("govern.toml", CONFIG),
    ])
}

fn codes(copy: &Copy) -> Vec<(String, String)> {
    let said = copy.govern(&["next", "--limit", "99", "--json", "--offline"]);
    let next = document("next", said.ends_with(0));
    let hints = next["hints"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    hints
        .map(|hint| (text(&hint["code"]), text(&hint["subject"])))
        .collect()
}

/// AC: AC-GOVERN-CMD-NEXT
#[test]
fn what_is_most_urgent_comes_first_whatever_the_order_of_the_files() {
    let copy = orders();
    copy.write("govern.toml", CONFIG.replace("archcheck = \"allow\"\n", ""));
    let found = codes(&copy);
    let of_criteria = found
        .iter()
        .filter(|(code, _)| code.starts_with("criterion"));
    let of_criteria: Vec<(&str, &str)> = of_criteria
        .map(|(code, subject)| (code.as_str(), subject.as_str()))
        .collect();
    // AC-4 waits for what is not shown, so it is no work yet; AC-6 is as it should be.
    assert_eq!(
        of_criteria,
        [
            ("criterion_failing", "AC-1"),
            ("criterion_unlinked", "AC-2"),
            ("criterion_unlinked", "AC-3"),
            ("criterion_draft", "AC-5"),
        ]
    );
    let row = |wanted: &str| found.iter().position(|(code, _)| code == wanted);
    let order = [
        "criterion_failing",
        "finding_error",
        "criterion_draft",
        "selftest_not_verified",
    ];
    let rows: Vec<Option<usize>> = order.iter().map(|code| row(code)).collect();
    assert!(
        rows.iter().all(Option::is_some) && rows.is_sorted(),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|(_, subject)| subject.contains("patterns::debug_macro"))
    );
    // What is told of a criterion is not told again as a finding.
    assert!(
        !found
            .iter()
            .any(|(_, subject)| subject == "ac::criterion_failing AC-1")
    );
    // The same whatever stands first.
    let lines: Vec<&str> = LEDGER.lines().collect();
    let (above, criteria) = lines.split_at(9);
    let reversed = criteria.iter().rev();
    let turned: Vec<&str> = above.iter().chain(reversed).copied().collect();
    copy.write("ledger.yaml", turned.join("\n") + "\n");
    assert_eq!(codes(&copy), found);

    copy.govern(&["next", "--limit", "1", "--offline"])
        .ends_with(0)
        .says("1. criterion_failing: AC-1\n")
        .says("   run: cargo ac run AC-1\n")
        .says("more: `--limit");
    copy.govern(&["next", "--limit", "0", "--offline"])
        .ends_with(2)
        .tells("takes a number from 1, not `0`");
    // What could not run comes before all else.
    copy.write("ledger.yaml", "schema: 2\nstories: [\n");
    assert_eq!(codes(&copy)[0].0, "could_not_run");
}

/// AC: AC-GOVERN-CMD-BRIEF
#[test]
fn a_brief_says_what_there_is_to_know_for_work_on_a_criterion() {
    let copy = clean();
    let said = copy.govern(&["brief", "AC-1", "--json", "--offline"]);
    let brief = document("brief", said.ends_with(0));
    assert_eq!(brief["requirement"]["id"], "REQ-1");
    assert_eq!(brief["verdict"], "verified");
    assert_eq!(brief["code"][0]["name"], "orders::domain::total_of");
    assert_eq!(brief["code"][0]["by"], "link");
    assert_eq!(brief["code"][0]["package"], "orders");
    assert_eq!(brief["layers"][0]["name"], "domain");
    let may_not = brief["layers"][0]["may_not_use"]
        .as_array()
        .expect("a list");
    assert!(may_not.contains(&"adapter".into()), "{may_not:?}");
    assert_eq!(brief["forbidden"][0]["names"][0], "std::println!");
    assert_eq!(brief["tests"][0]["evidence"], "passed");
    let prove = brief["prove"][0].as_str().unwrap_or_default();
    assert!(prove.starts_with("cargo nextest run -p orders "), "{prove}");
    // What the tests surely reach, `cargo ac trace` traces back to the criterion.
    for code in brief["code"].as_array().expect("a list") {
        let place = &code["place"];
        let place = format!(
            "{}:{}",
            place["path"].as_str().expect("a path"),
            place["line"]
        );
        copy.govern(&["ac", "trace", &place, "--offline"])
            .ends_with(0)
            .says("AC-1: ");
    }
    // No longer than it may be, and what is missing is said.
    assert_eq!(brief["left_out"], serde_json::json!([]));
    let short_of = |max: usize, more: &[&str]| {
        let max_bytes = max.to_string();
        let asked = [
            &["brief", "AC-1", "--offline", "--max-bytes", &max_bytes],
            more,
        ]
        .concat();
        let short = copy.govern(&asked);
        assert!(short.ends_with(0).out.len() <= max, "{}", short.out);
        short
    };
    let short = document("brief", &short_of(said.out.len() - 1, &["--json"]));
    let files = |brief: &Value| brief["files"].as_array().map_or(0, Vec::len);
    let left_out = serde_json::json!([{"what": "files", "count": files(&brief) - files(&short)}]);
    assert_eq!(short["left_out"], left_out);
    short_of(1500, &[])
        .says("## Left out for want of room")
        .says("AC-1\n");
    copy.govern(&["brief", "AC-1", "--max-bytes", "100", "--offline"])
        .ends_with(2)
        .tells("bytes, more than 100")
        .tells("leaves out all that can be left out");
    copy.govern(&["brief", "AC-3", "--offline"])
        .ends_with(0)
        .says("# AC-3\n")
        .says("## Code that is there for it\n\n- none yet\n")
        .says("- `adapter` (adapter) may use ");
    copy.govern(&["brief", "AC-11", "--offline"])
        .ends_with(2)
        .tells("did you mean `AC-1`?");
    copy.govern(&["brief", "REQ-1", "--offline"])
        .ends_with(2)
        .tells("`REQ-1` is no criterion")
        .tells("there are `AC-1`, `AC-2`, `AC-3`");
    Copy::package(&[("src/lib.rs", "")])
        .govern(&["brief", "AC-1", "--offline"])
        .ends_with(2)
        .tells("there is no ledger");
}
