//! What the program says and does about changes: `cargo ac impact`, `cargo ac run`, `cargo ac commits`.

use govern_testing::{Repository, run_program};

const LEDGER: &str = "schema: 2
stories:
  - id: US-PAY
    title: Somebody pays
    requirements:
      - id: REQ-PAY
        title: Orders are paid
        criteria:
          - { id: AC-OPEN, text: What is open is counted. }
          - { id: AC-ROUND, text: What is open is rounded., priority: should }
          - { id: AC-PAY, text: An order is paid. }
          - { id: AC-TOLD, text: It is made known. }
          - { id: AC-CODE, text: It is done somewhere. }
";
const LIBRARY: &str = "\
pub struct Order { open: u8 }

impl Order {
    pub fn new(open: u8) -> Order { Order { open } }
    pub fn pay(&mut self) { self.open = round(self.open); }
    pub fn open(&self) -> u8 { self.open }
}

fn round(open: u8) -> u8 { open / LIMIT }

const LIMIT: u8 = 2;

/// Implements: AC-CODE
pub fn done() {}

pub fn unrelated() {}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-OPEN
    #[test]
    fn counts() { assert_eq!(Order::new(4).open, 4); }

    /// AC: AC-ROUND
    #[test]
    fn rounds() { assert_eq!(round(4), 2); }

    /// AC: AC-PAY
    #[test]
    fn pays() { let mut order = Order::new(4); order.pay(); }
}
";
const STEPS: &str = "use cucumber::{World, given};\n#[derive(Default, World)]\nstruct Shop;\n#[given(\"an order\")]\nfn order(_: &mut Shop) { shop::Order::new(1); }\n#[tokio::main]\nasync fn main() { Shop::run(\"features\").await; }\n";
const FEATURE: &str = "Feature: f\n  @AC-TOLD\n  Scenario: made known\n    Given an order\n";
const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\ncucumber = \"0.23\"\n[[test]]\nname = \"bdd\"\nharness = false\n[workspace]\n";

/// A repository with one commit.
fn shop() -> Repository {
    let repository = Repository::new();
    repository
        .write("Cargo.toml", MANIFEST)
        .write("src/lib.rs", LIBRARY)
        .write("tests/bdd.rs", STEPS)
        .write("features/a.feature", FEATURE)
        .write("specs/spec_ledger.yaml", LEDGER)
        .commit("first");
    repository
}

/// Exit status and what was printed, errors last. Nobody asks cargo: its answer would need the dependencies.
fn outcome(shop: &Repository, args: &[&str]) -> (Option<i32>, String) {
    // What runs tests needs trust.
    let how = match args.first() {
        Some(&"run") => "--offline",
        _ => "--untrusted",
    };
    let args = [&["ac"], args, &[how, "--color", "never"]].concat();
    let program = env!("CARGO_BIN_EXE_cargo-ac");
    let (status, out, err) = run_program(program, shop.directory(), &args);
    (status, out + &err)
}

fn impact(shop: &Repository) -> Vec<String> {
    let (status, text) = outcome(shop, &["impact"]);
    assert_eq!(status, Some(0), "{text}");
    text.lines().map(str::to_owned).collect()
}

/// What a change of the library touches.
fn after(from: &str, to: &str) -> Vec<String> {
    let shop = shop();
    assert!(LIBRARY.contains(from), "{from}");
    shop.write("src/lib.rs", &LIBRARY.replace(from, to));
    impact(&shop)
}

/// AC: AC-AC-CMD-IMPACT
#[test]
fn what_changes_nothing_touches_nothing() {
    let none = ["no criterion is touched"];
    assert_eq!(impact(&shop()), none);
    let moved = format!("// why\n\n{LIBRARY}");
    assert_eq!(
        after(
            LIBRARY,
            &moved.replace("open / LIMIT", "open  /  LIMIT /* why */")
        ),
        none
    );
    assert_eq!(
        after("pub fn unrelated() {}", "pub fn unrelated() { done() }"),
        none
    );
    // Whichever file it is in.
    let shop = shop();
    shop.write("src/lib.rs", "mod a;\npub use a::*;\n");
    shop.write("src/a.rs", LIBRARY);
    shop.write("README.md", "text");
    assert!(
        impact(&shop)
            .last()
            .is_some_and(|it| it == "changed and not looked into: README.md")
    );
}

/// AC: AC-AC-CMD-IMPACT
#[test]
fn code_touches_the_criteria_whose_tests_reach_it() {
    assert_eq!(
        after("open / LIMIT", "open / LIMIT + 1"),
        [
            "AC-PAY: An order is paid.",
            "  `round` changed, and test `shop::tests::pays` reaches it: `tests::pays` -> `Order::pay` -> `round` (src/lib.rs:9:4)",
            "AC-ROUND: What is open is rounded.",
            "  `round` changed, and test `shop::tests::rounds` reaches it: `tests::rounds` -> `round` (src/lib.rs:9:4)",
        ]
        .map(|line| line.replace("`tests::", "`"))
    );
    let constant = after("LIMIT: u8 = 2", "LIMIT: u8 = 3");
    assert!(
        constant.iter().any(|it| {
            it.starts_with("  `LIMIT` changed, and test `shop::tests::rounds` reaches it")
        }),
        "{constant:?}"
    );
    // A step reaches it, too.
    let new = after("Order { Order { open } }", "Order { Order { open: open } }");
    let ids: Vec<&str> = new
        .iter()
        .filter(|it| !it.starts_with(' '))
        .map(String::as_str)
        .collect();
    assert_eq!(
        ids,
        [
            "AC-OPEN: What is open is counted.",
            "AC-PAY: An order is paid.",
            "AC-TOLD: It is made known."
        ]
    );
    assert_eq!(
        after("pub fn done() {}", "pub fn done() { unrelated() }"),
        [
            "AC-CODE: It is done somewhere.",
            "  `done` changed, and is there for it (src/lib.rs:14:8)"
        ]
    );
}

/// AC: AC-AC-CMD-IMPACT
#[test]
fn tests_scenarios_and_texts_touch_their_criteria() {
    assert_eq!(
        after("assert_eq!(round(4), 2)", "assert_eq!(round(5), 2)"),
        [
            "AC-ROUND: What is open is rounded.",
            "  test `shop::tests::rounds` changed (src/lib.rs:28:8)"
        ]
    );
    assert_eq!(
        after(
            "/// Implements: AC-CODE\npub fn done",
            "/// Does it.\npub fn done"
        ),
        [
            "AC-CODE: It is done somewhere.",
            "  code `done` is linked to it no longer"
        ]
    );
    assert_eq!(
        after(
            "pub fn unrelated",
            "/// Implements: AC-CODE\npub fn unrelated"
        ),
        [
            "AC-CODE: It is done somewhere.",
            "  code `unrelated` is linked to it now (src/lib.rs:16:17)"
        ]
    );
    assert_eq!(
        after("    /// AC: AC-PAY\n", ""),
        [
            "AC-PAY: An order is paid.",
            "  test `shop::tests::pays` is linked to it no longer"
        ]
    );
    let shop = shop();
    shop.write(
        "features/a.feature",
        &FEATURE.replace("Given an order", "Given an order\n    And an order"),
    );
    let ledger = LEDGER
        .replace("An order is paid.", "An order is paid at once.")
        .replace("priority: should", "priority: must")
        .replace("AC-OPEN", "AC-OPENED");
    shop.write("specs/spec_ledger.yaml", &ledger);
    assert_eq!(
        impact(&shop),
        [
            "AC-OPEN",
            "  it is no longer in force",
            "AC-OPENED: What is open is counted.",
            "  it is new (specs/spec_ledger.yaml:9:19)",
            "AC-PAY: An order is paid at once.",
            "  it says something else (specs/spec_ledger.yaml:11:19)",
            "AC-ROUND: What is open is rounded.",
            "  its priority changed (specs/spec_ledger.yaml:10:19)",
            "AC-TOLD: It is made known.",
            "  scenario \"made known\" in features/a.feature changed (features/a.feature:3:3)",
        ]
    );
}

/// AC: AC-AC-CMD-IMPACT
#[test]
fn steps_that_change_or_go_touch_their_scenarios() {
    let shop = shop();
    shop.write("tests/bdd.rs", &STEPS.replace("new(1)", "new(2)"));
    assert_eq!(
        impact(&shop),
        [
            "AC-TOLD: It is made known.",
            "  `order` changed, a step of scenario \"made known\" in features/a.feature (tests/bdd.rs:5:4)",
        ]
    );
    shop.write("tests/bdd.rs", &STEPS.replace("fn order", "fn ordered"));
    let text = impact(&shop).join("\n");
    assert!(
        text.contains("`order` is gone, a step of") && text.contains("`ordered` is new, a step of"),
        "{text}"
    );
}

#[test]
fn the_base_is_a_revision_and_json_says_the_same() {
    let shop = shop();
    shop.write(
        "src/lib.rs",
        &LIBRARY
            .replace("LIMIT + 1", "LIMIT")
            .replace("round(4), 2", "round(6), 3"),
    );
    shop.commit("second");
    assert_eq!(impact(&shop), ["no criterion is touched"]);
    let (status, text) = outcome(&shop, &["impact", "--base", "HEAD~1", "--format", "json"]);
    assert_eq!(status, Some(0), "{text}");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["criteria"][0]["id"], "AC-ROUND");
    assert_eq!(document["criteria"][0]["perhaps"], false);
    assert_eq!(document["criteria"][0]["causes"][0]["place"]["line"], 28);
    let (status, text) = outcome(&shop, &["impact", "--base", "nowhere"]);
    assert_eq!(status, Some(2));
    assert!(text.contains("git knows no commit `nowhere`"), "{text}");
}

/// A repository whose tests need nothing from elsewhere.
fn small() -> Repository {
    let repository = Repository::new();
    let ledger = LEDGER.replace(
        "AC-CODE, text: It is done somewhere.",
        "AC-CODE, text: It is done., priority: may",
    );
    repository
        .write(
            "Cargo.toml",
            "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n",
        )
        .write(".gitignore", "target\nCargo.lock\n")
        .write("src/lib.rs", LIBRARY)
        .write("specs/spec_ledger.yaml", &ledger)
        .commit("first");
    repository
}

/// AC: AC-AC-CMD-RUN
#[test]
fn the_tests_of_a_criterion_are_run_and_their_status_counts() {
    let shop = small();
    let (status, text) = outcome(&shop, &["run", "AC-ROUND"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.contains("cargo nextest run -p shop -E '(binary_id(=shop) & (test(=tests::rounds)))'"),
        "{text}"
    );
    assert!(text.contains("1 test run: 1 passed, 2 skipped"), "{text}");
    shop.write(
        "src/lib.rs",
        &LIBRARY.replace("open / LIMIT", "open * LIMIT"),
    );
    let (status, text) = outcome(&shop, &["run", "--impacted"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("2 tests run: 1 passed, 1 failed, 1 skipped"),
        "{text}"
    );
    assert!(
        text.contains("`cargo nextest` ended with status 100"),
        "{text}"
    );
}

/// AC: AC-AC-CMD-RUN
#[test]
fn what_cannot_be_run_is_no_success() {
    let shop = small();
    for args in [
        &["run", "AC-TOLD"][..],
        &["run", "AC-TOLD", "--dry-run"],
        &["run", "AC-ROUND", "AC-TOLD", "--dry-run"],
    ] {
        let (status, text) = outcome(&shop, args);
        assert_eq!(status, Some(1), "{text}");
        assert!(
            text.contains("nothing of `AC-TOLD` can be run")
                && text.contains("nothing is linked to it"),
            "{text}"
        );
    }
    assert_eq!(
        outcome(&shop, &["run", "--impacted"]),
        (Some(0), "no criterion is touched\n".to_owned())
    );
    for args in [
        &["run"][..],
        &["run", "AC-OPEN", "--impacted"],
        &["run", "AC-OPEN", "--base", "HEAD"],
    ] {
        assert_eq!(outcome(&shop, args).0, Some(2));
    }
}

/// AC: AC-AC-CMD-COMMITS
#[test]
fn each_commit_says_what_it_is_for() {
    let shop = small();
    shop.tag("start");
    let none = (
        Some(0),
        "looked at: 0 commits; merges left out: 0\n".to_owned(),
    );
    assert_eq!(outcome(&shop, &["commits", "start..HEAD"]), none);
    shop.commit("Round up (AC-ROUND)");
    shop.commit("Pay\n\nBy card.\n\nAC: AC-PAY\nSpec: REQ-PAY");
    shop.commit("Wording\n\nSpec: none (only the wording)");
    shop.branch("side").commit("AC-OPEN");
    shop.branch("main").commit("AC-PAY");
    shop.git(&["merge", "--quiet", "--no-ff", "-m", "Merge side", "side"]);
    let good = (
        Some(0),
        "looked at: 5 commits; merges left out: 1\n".to_owned(),
    );
    assert_eq!(outcome(&shop, &["commits", "start..HEAD"]), good);
    let bare = shop.commit("Pay twice");
    let unknown = shop.commit("Pay\n\nAC: AC-PAI");
    let (status, text) = outcome(&shop, &["commits", "start.."]);
    assert_eq!(status, Some(1), "{text}");
    for part in [
        format!("commit {} does not say what it is for", &bare[..10]),
        "it is \"Pay twice\"".to_owned(),
        format!(
            "commit {} names `AC-PAI`, which no ledger has",
            &unknown[..10]
        ),
        "did you mean `AC-PAY`?".to_owned(),
        "looked at: 7 commits".to_owned(),
    ] {
        assert!(text.contains(&part), "{part}: {text}");
    }
    assert!(
        text.contains("error[ac::commit_without_criterion]"),
        "{text}"
    );
    // The check itself says so, too, with levels as they are set.
    shop.write("govern.toml", "[ac]\ncommits = \"start..\"\n");
    let (status, text) = outcome(&shop, &[]);
    assert!(text.contains(&bare[..10]), "{text}");
    assert_eq!(status, Some(1), "{text}");
    shop.write("govern.toml", "[lints.ac]\ncommit_unknown_id = \"warn\"\n");
    let (status, text) = outcome(&shop, &["commits", "HEAD~1..HEAD"]);
    assert!(text.contains("warning[ac::commit_unknown_id]"), "{text}");
    assert_eq!(status, Some(0), "{text}");
    // As git gives a message to its hook.
    shop.write("message", "Pay thrice\n# AC-PAY\n");
    let (status, text) = outcome(&shop, &["commits", "--message", "message"]);
    assert!(text.contains("message:1:1"), "{text}");
    assert_eq!(status, Some(1), "{text}");
    shop.write(
        "message",
        "Pay thrice\n\nAC: AC-PAY\n# ------------------------ >8 ------------------------\nAC: x\n",
    );
    assert_eq!(
        outcome(&shop, &["commits", "--message", "message"]).0,
        Some(0)
    );
    for args in [
        &["commits"][..],
        &["commits", "HEAD", "--message", "message"],
    ] {
        assert_eq!(outcome(&shop, args).0, Some(2), "{args:?}");
    }
    for range in ["nowhere..HEAD", "HEAD..nowhere", "nowhere", "--all", ""] {
        let (status, text) = outcome(&shop, &["commits", "--", range]);
        assert_eq!(status, Some(2), "{range}: {text}");
    }
}

/// AC: AC-AC-CMD-REVIEW
#[test]
fn what_a_commit_changed_on_both_sides_and_says_so_is_reviewed() {
    let shop = shop();
    let reviewed = |args: &[&str]| {
        let (status, text) = outcome(&shop, &[&["review"], args].concat());
        assert_eq!(status, Some(0), "{text}");
        let lock = shop.directory().read("specs/ac.lock");
        (text, lock)
    };
    reviewed(&[]);
    shop.commit("looked at");
    shop.tag("start");
    let ledger = |from: &str, to: &str| {
        let text = shop.directory().read("specs/spec_ledger.yaml");
        shop.write("specs/spec_ledger.yaml", &text.replace(from, to));
    };
    let library = |from: &str, to: &str| {
        let text = shop.directory().read("src/lib.rs");
        shop.write("src/lib.rs", &text.replace(from, to));
    };
    ledger("What is open is rounded.", "What is open is rounded down.");
    ledger("What is open is counted.", "What is open is counted twice.");
    library("assert_eq!(round(4), 2)", "assert_eq!(round(5), 2)");
    let named = shop.commit("Round down\n\nAC: AC-ROUND, AC-OPEN");
    ledger("An order is paid.", "An order is paid at once.");
    library("Order::new(4); order.pay();", "Order::new(5); order.pay();");
    shop.commit("Pay");
    // Only one end of AC-OPEN changed, and no commit is for AC-PAY.
    let (text, lock) = reviewed(&["--auto", "start..HEAD"]);
    assert!(text.contains("looked at: 1 links; gone: 0"), "{text}");
    assert!(text.contains("changed and not looked at: 2"), "{text}");
    assert!(
        lock.contains(&format!("commit {}: Round down", &named[..10])),
        "{lock}"
    );
    // A later range says nothing of what was suspect before it.
    shop.commit("AC-PAY, AC-OPEN: looked at");
    let (text, _) = reviewed(&["--auto", "HEAD~1.."]);
    assert!(text.contains("looked at: 0 links"), "{text}");
    // What is not committed is named by no commit; what asserts nothing any more is for people.
    reviewed(&["--all"]);
    shop.commit("looked at");
    shop.tag("second");
    ledger("rounded down", "rounded up");
    library("assert_eq!(round(5), 2)", "assert_eq!(round(5), 3)");
    ledger("counted twice", "counted thrice");
    library("assert_eq!(Order::new(4).open, 4)", "Order::new(4)");
    shop.write("README.md", "text");
    shop.git(&["add", "README.md"]);
    shop.git(&["commit", "--quiet", "--message", "AC-ROUND, AC-OPEN: up"]);
    let (text, _) = reviewed(&["--auto", "second..HEAD"]);
    assert!(text.contains("looked at: 0 links"), "{text}");
    shop.commit("the rest");
    let (text, _) = reviewed(&["--auto", "second..HEAD"]);
    assert!(text.contains("looked at: 1 links"), "{text}");
    for range in ["HEAD", "..HEAD", "start...HEAD", "nowhere..HEAD"] {
        assert_eq!(
            outcome(&shop, &["review", "--auto", range]).0,
            Some(2),
            "{range}"
        );
    }
}
