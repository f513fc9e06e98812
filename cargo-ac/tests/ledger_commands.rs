//! The commands that change the ledger and what links to it, and what is compared with how it was before.

mod support;

use support::{FEATURE, LEDGER, LIBRARY, outcome, package, repository};

/// AC: AC-AC-CMD-RENAME
#[test]
fn an_id_is_renamed_wherever_it_stands() {
    let ledger = LEDGER.replace(
        "AC-PAY-002, text: An order may be paid in parts.",
        "AC-PAY-002, depends_on: [AC-PAY-001], text: See AC-PAY-001.",
    );
    let library = "//! AC-PAY-0010 is another one.\n\n/// AC: AC-PAY-001\n#[test]\nfn one() { assert_eq!(open(), 0); }\n#[cfg_attr(false, ac(\"AC-PAY-001\"))]\n#[test]\nfn two() { assert_eq!(open(), 0); }\n\npub fn open() -> u8 { 0 }\n";
    let shop = package(&[
        ("specs/spec_ledger.yaml", &ledger),
        ("src/lib.rs", library),
        ("a.feature", FEATURE),
        ("govern.toml", "# Not AC-PAY-001.\n"),
    ]);
    assert_eq!(outcome(&shop, &["review"]).0, Some(0));
    let all = || {
        [
            "specs/spec_ledger.yaml",
            "src/lib.rs",
            "a.feature",
            "specs/ac.lock",
        ]
        .map(|path| shop.read(path))
    };
    let before = all();
    let findings = outcome(&shop, &[]).1;
    let (status, text) = outcome(&shop, &["rename", "AC-PAY-001", "AC-PAY-007", "--dry-run"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.contains("a.feature:2\n-   @AC-PAY-001\n+   @AC-PAY-007\n")
            && text.contains("mentioned, and left as it is: specs/spec_ledger.yaml:10\n")
            && text.contains("mentioned, and left as it is: govern.toml:1\n"),
        "{text}"
    );
    assert_eq!(all(), before);

    let (status, text) = outcome(&shop, &["rename", "AC-PAY-001", "AC-PAY-007"]);
    assert_eq!(status, Some(0), "{text}");
    let [after_ledger, after_library, after_feature, after_lock] = all();
    let renamed = |text: &str| text.replace("AC-PAY-001", "AC-PAY-007");
    assert_eq!(
        after_library,
        renamed(library).replace("AC-PAY-0070", "AC-PAY-0010")
    );
    assert_eq!(after_feature, renamed(FEATURE));
    assert_eq!(after_lock, renamed(&before[3]));
    assert_eq!(
        after_ledger,
        renamed(&ledger).replace("See AC-PAY-007", "See AC-PAY-001")
            + "retired:\n  - id: AC-PAY-001\n    reason: it has another id\n    since: \"DAY\"\n    replaced_by: [AC-PAY-007]\n"
                .replace("DAY", after_ledger.split("since: \"").nth(1).map_or("", |rest| &rest[..10])).as_str()
    );
    // Nothing else has changed for the gate.
    assert_eq!(
        outcome(&shop, &[]).1.lines().count(),
        findings.lines().count()
    );

    for (old, new, message) in [
        ("AC-PAY-001", "AC-PAY-008", "no ledger defines `AC-PAY-001`"),
        ("AC-PAY-007", "AC-PAY-001", "`AC-PAY-001` was retired"),
        ("AC-PAY-007", "AC-PAY-002", "`AC-PAY-002` is in use"),
        (
            "AC-PAY-007",
            "REQ-PAY-7",
            "`REQ-PAY-7` is not an id of a criterion",
        ),
    ] {
        let (status, text) = outcome(&shop, &["rename", old, new]);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains(message), "{text}");
    }
    assert_eq!(all()[0], after_ledger);
}

/// AC: AC-AC-CMD-NEW
#[test]
fn the_first_story_begins_a_ledger() {
    let shop = package(&[("src/lib.rs", "")]);
    let path = "specs/spec_ledger.yaml";
    let (status, text) = outcome(&shop, &["new", "ac", "REQ-PAY", "It is paid."]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("`cargo ac new story"), "{text}");
    let (status, text) = outcome(&shop, &["new", "story", "Somebody pays"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("`--id US-…`"), "{text}");
    let story = ["new", "story", "Somebody: pays", "--id", "US-PAY"];
    let dry = outcome(&shop, &[&story[..], &["--dry-run"]].concat());
    assert_eq!(dry.0, Some(0), "{}", dry.1);
    assert!(!shop.path().join(path).exists());
    for (args, id) in [
        (&story[..], "US-PAY"),
        (
            &["new", "req", "US-PAY", "Orders are paid", "--id", "REQ-PAY"],
            "REQ-PAY",
        ),
        (&["new", "ac", "REQ-PAY", "It is paid."], "AC-PAY-001"),
    ] {
        let (status, text) = outcome(&shop, args);
        assert_eq!(status, Some(0), "{text}");
        assert!(text.ends_with(&format!("\n{id}\n")), "{text}");
    }
    assert_eq!(
        shop.read(path),
        "schema: 2\nstories:\n  - id: US-PAY\n    title: \"Somebody: pays\"\n    requirements:\n      - id: REQ-PAY\n        \
         title: Orders are paid\n        criteria:\n          - id: AC-PAY-001\n            text: It is paid.\n"
    );

    let shop = package(&[("govern.toml", "[ac]\nledgers = [\"SPEC.md\"]\n")]);
    let (status, text) = outcome(&shop, &story);
    assert_eq!(status, Some(0), "{text}");
    assert!(shop.read("SPEC.md").contains("US-PAY: Somebody: pays"));
}

/// AC: AC-AC-CMD-NEW, AC-AC-CMD-RETIRE
#[test]
fn ids_are_given_once_and_retired_for_good() {
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("a.feature", FEATURE)]);
    let ledger = || shop.read("specs/spec_ledger.yaml");
    assert_eq!(outcome(&shop, &["review"]).0, Some(0));
    let (status, text) = outcome(&shop, &["new", "ac", "REQ-PAY", "It is paid: at once."]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.ends_with("\nAC-PAY-003\n"), "{text}");
    let entry = "          - id: AC-PAY-003\n            text: \"It is paid: at once.\"\n";
    assert_eq!(ledger(), format!("{LEDGER}{entry}"));

    let (status, text) = outcome(&shop, &["retire", "AC-PAY-001", "--reason", "nobody pays"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.contains("still linked: a.feature:2\n")
            && text.contains("still linked: src/lib.rs:1\n"),
        "{text}"
    );
    assert!(
        !ledger().contains("- { id: AC-PAY-001") && ledger().contains("reason: nobody pays"),
        "{}",
        ledger()
    );
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("unknown_criterion") && !text.contains("id_vanished"),
        "{text}"
    );
    assert_eq!(
        outcome(&shop, &["retire", "AC-PAY-001", "--reason", "again"]).0,
        Some(2)
    );
    let (status, text) = outcome(&shop, &["retire", "REQ-PAY", "--reason", "r"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("`AC-PAY-002` is still under `REQ-PAY`"),
        "{text}"
    );
    assert_eq!(
        outcome(&shop, &["retire", "AC-PAY-003", "--reason", "r"]).0,
        Some(0)
    );
    // The number of what is gone is not given again.
    let (_, text) = outcome(&shop, &["new", "ac", "REQ-PAY", "Again"]);
    assert!(text.ends_with("\nAC-PAY-004\n"), "{text}");

    let (status, text) = outcome(&shop, &["new", "req", "US-PAY", "More"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("say it: `--id REQ-…`"), "{text}");
    assert_eq!(
        outcome(&shop, &["new", "req", "US-PAY", "More", "--id", "REQ-MORE"]).0,
        Some(0)
    );
    let (_, text) = outcome(&shop, &["new", "ac", "REQ-MORE", "First"]);
    assert!(text.ends_with("\nAC-MORE-001\n"), "{text}");
    assert_eq!(
        outcome(&shop, &["new", "story", "Another", "--id", "US-MORE"]).0,
        Some(0)
    );
    for (args, message) in [
        (
            &["new", "ac", "US-PAY", "t"][..],
            "`US-PAY` is a story, and a criterion belongs to a requirement",
        ),
        (
            &["new", "ac", "REQ-PAY"],
            "a criterion needs the id of its requirement",
        ),
        (
            &["new", "ac", "REQ-PAY", "t", "--id", "AC-PAY-003"],
            "`AC-PAY-003` was retired",
        ),
        (&["new", "ac", "REQ-PAI", "t"], "did you mean `REQ-PAY`?"),
    ] {
        let (status, text) = outcome(&shop, args);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains(message), "{text}");
    }
}

#[test]
fn a_specification_in_markdown_is_a_ledger_too() {
    let spec = "# Shop\n\n## US-CASH: Somebody has cash\n\n### REQ-CASH: Orders are paid in cash\n\n- **AC-CASH-001** (should) Cash is counted.\n\n```\n- **AC-CASH-009** is code\n```\n";
    let config = "[ac]\nledgers = [\"SPEC.md\", \"specs/spec_ledger.yaml\"]\n";
    let feature = "@AC-CASH-001\nFeature: f\n  Scenario: s\n    Given x\n";
    let shop = package(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("SPEC.md", spec),
        ("govern.toml", config),
        ("a.feature", feature),
    ]);
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(0), "{text}");
    let (_, text) = outcome(&shop, &["show", "AC-CASH-001"]);
    assert!(
        text.contains("Cash is counted.") && text.contains("SPEC.md:7:5"),
        "{text}"
    );

    let (status, text) = outcome(&shop, &["rename", "AC-CASH-001", "AC-COIN-001"]);
    assert_eq!(status, Some(0), "{text}");
    let renamed = spec.replace("AC-CASH-001", "AC-COIN-001");
    assert_eq!(
        shop.read("SPEC.md"),
        format!("{renamed}\n## Retired\n\n- **AC-CASH-001** it has another id: AC-COIN-001\n")
    );
    assert_eq!(
        shop.read("a.feature"),
        feature.replace("AC-CASH-001", "AC-COIN-001")
    );
    let (_, text) = outcome(&shop, &["new", "ac", "REQ-CASH", "Change is given."]);
    assert!(text.ends_with("\nAC-COIN-002\n"), "{text}");
    assert!(
        shop.read("SPEC.md")
            .contains("Cash is counted.\n- **AC-COIN-002** Change is given.\n")
    );

    // An id has one place only.
    shop.write("SPEC.md", &spec.replace("AC-CASH-001", "AC-PAY-001"));
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("duplicate_id") && text.contains("`AC-PAY-001` is defined twice"),
        "{text}"
    );
    shop.write("SPEC.md", "### REQ-CASH: Orders are paid in cash\n");
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("SPEC.md:1:5")
            && text.contains("a requirement stands behind the heading of a story"),
        "{text}"
    );
}

/// AC: AC-AC-CMD-GATES
#[test]
fn thresholds_are_shown_whether_they_are_met_or_not() {
    let gates = "[[ac.gate]]\nname = \"all\"\ntested = \"1/2\"\n[[ac.gate]]\nname = \"pay\"\nselect = [\"story:US-*\", \"criterion:AC-PAY-002\"]\ntested = 1\nverified = 100\n";
    let shop = package(&[("specs/spec_ledger.yaml", LEDGER), ("govern.toml", gates)]);
    let (status, text) = outcome(&shop, &["gates"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.starts_with(
            "met     all: 1 of 2 tested, 1/2 asked for\nmissed  pay: 0 of 1 tested, 1 % asked for\n        not tested: AC-PAY-002\nunknown pay: there are no results"
        ),
        "{text}"
    );
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("gate `pay`: 0 of 1 criteria are tested, and 1 % must be"),
        "{text}"
    );
    assert!(text.contains("govern.toml:5:8"), "{text}");
    // What is to rise is raised, and nothing else.
    let rising = "[[ac.gate]]\nname = \"all\"\ntested = \"1/3\" # so far\nratchet = true\n[[ac.gate]]\nname = \"first\"\nselect = [\"criterion:AC-PAY-001\"]\ntested = 80\nratchet = true\n[[ac.gate]]\nname = \"low\"\ntested = 1\n";
    shop.write("govern.toml", rising);
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("govern.toml:3:10"), "{text}");
    let (status, text) = outcome(&shop, &["gates", "--raise"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.starts_with("behind  all: 1 of 2 tested, 1/3 asked for\n"),
        "{text}"
    );
    assert!(text.ends_with("raised: 2\n"), "{text}");
    let raised = rising.replace("1/3", "1/2").replace("80", "100");
    assert_eq!(shop.read("govern.toml"), raised);
    assert_eq!(outcome(&shop, &[]).0, Some(0));
    assert!(
        outcome(&shop, &["gates", "--raise"])
            .1
            .ends_with("raised: 0\n")
    );
    for (wrong, message) in [
        ("tested = 101", "percent are from 0 to 100"),
        ("tested = \"0.8\"", "`0.8` is no part of a whole"),
        (
            "select = [\"stories:US-1\"]\ntested = 1",
            "`stories:US-1` selects no criteria",
        ),
        (
            "select = [\"priority:most\"]\ntested = 1",
            "`priority:most` selects no criteria",
        ),
        ("", "gate `g` asks for nothing"),
    ] {
        shop.write(
            "govern.toml",
            &format!("[[ac.gate]]\nname = \"g\"\n{wrong}\n"),
        );
        let (status, text) = outcome(&shop, &[]);
        assert_eq!(status, Some(2), "{wrong}: {text}");
        assert!(text.contains(message), "{wrong}: {text}");
    }
    shop.write(
        "govern.toml",
        "[[ac.gate]]\nname = \"g\"\nselect = [\"story:US-PAI\"]\ntested = 1\n",
    );
    let (status, text) = outcome(&shop, &[]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("`story:US-PAI` matches no criterion in force"),
        "{text}"
    );
}

#[test]
fn no_criterion_may_be_worse_than_at_a_revision() {
    let repository = repository(&[("specs/spec_ledger.yaml", LEDGER)]);
    let shop = repository.directory();
    repository.commit("first");
    assert_eq!(outcome(shop, &["--base", "main"]).0, Some(0));
    // Two of three are tested, and before it was one of two.
    let more = "          - { id: AC-PAY-003, text: Three. }\n";
    shop.write(
        "specs/spec_ledger.yaml",
        &format!(
            "{}{more}",
            LEDGER.replace("is paid. }", "is paid., priority: may }")
        ),
    );
    let library = LIBRARY.replace("AC-PAY-001", "AC-PAY-002, AC-PAY-003");
    shop.write("src/lib.rs", &library);
    assert_eq!(outcome(shop, &[]).0, Some(0));
    let (status, text) = outcome(shop, &["--base", "main"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains(
            "criterion `AC-PAY-001` is worse than at `main`: it was `must`, and is `may`"
        ) && text.contains("it was tested, and is not tested")
            && text.contains("it was shown by test `shop::nothing_open`"),
        "{text}"
    );
    let (status, text) = outcome(shop, &["--base", "no-such-branch"]);
    assert_eq!(status, Some(2), "{text}");
    // Ids that are in use there are not given here.
    let without = LEDGER.replace(
        "          - { id: AC-PAY-002, text: An order may be paid in parts., priority: should }\n",
        "",
    );
    shop.write("specs/spec_ledger.yaml", &without);
    let (_, text) = outcome(shop, &["new", "ac", "REQ-PAY", "t", "--base", "main"]);
    assert!(text.ends_with("\nAC-PAY-003\n"), "{text}");
}

/// AC: AC-AC-CMD-REVIEW
#[test]
fn what_became_suspect_since_a_revision_is_shown_word_by_word() {
    let two =
        "          - { id: AC-PAY-002, text: An order may be paid in parts., priority: should }\n";
    let repository = repository(&[
        ("specs/spec_ledger.yaml", LEDGER),
        ("a.feature", &FEATURE.replace("001", "002")),
    ]);
    let shop = repository.directory();
    assert_eq!(outcome(shop, &["review"]).0, Some(0));
    // What was suspect before is none of this change.
    shop.write(
        "specs/spec_ledger.yaml",
        &LEDGER.replace(two, &two.replace("in parts", "in two parts")),
    );
    repository.commit("first");
    let at_main = || outcome(shop, &["review", "--base", "main"]);
    assert_eq!(at_main(), (Some(0), "suspect since then: 0\n".to_owned()));
    let ledger = shop.read("specs/spec_ledger.yaml");
    shop.write(
        "specs/spec_ledger.yaml",
        &ledger.replace("nothing is open is paid", "nothing is left open is paid"),
    );
    shop.write(
        "src/lib.rs",
        &LIBRARY.replace("assert_eq!(open(), 0);", "assert_eq!(open(), 1);"),
    );
    let lock = shop.read("specs/ac.lock");
    assert_eq!(
        at_main(),
        (
            Some(0),
            "AC-PAY-001  unit  shop::nothing_open\n  specs/spec_ledger.yaml:9: says something else\n    An order of which nothing is {+left+} open is paid.\n  src/lib.rs:3: holds something else\nsuspect since then: 1\n".to_owned()
        )
    );
    assert_eq!(shop.read("specs/ac.lock"), lock);
}
