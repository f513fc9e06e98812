//! `step_undefined`: a step of a feature for which there is no function.

use govern_gate::{Finding, Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ids::nearest;
use crate::matched_steps::MatchedStep;
use crate::steps::Judgement;

/// A step of a feature for which there is no function.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "step_undefined",
        summary: "a step of a feature matches no step function",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Matches each step of each feature, with the values of its examples, to the functions with `#[given]`, `#[when]` and
`#[then]` of cucumber-rs, as cucumber-rs does: by a text, a regular expression or a Cucumber expression, and only to
functions of its own kind. A step with `And` or `But` is of the kind of the step before it; one at the beginning of a
scenario, and one with `*`, is a `Given`.

### Why is this bad?

cucumber-rs skips the scenario from that step on and says that it succeeded, unless it is told otherwise
(`fail_on_skipped`). What the scenario promises is not looked at.

### Example

```gherkin
When an order without lines is placed
```
```rust
#[when("an order with no lines is placed")]
fn places(world: &mut World) {}
```

### Use instead

```rust
#[when("an order without lines is placed")]
fn places(world: &mut World) {}
```

### Limits

A feature is run with the steps of the worlds that read it, as far as the path in `World::run("…")` or in `.run("…")` can be
read from the source: a text, `env!("CARGO_MANIFEST_DIR")`, and what is put together of these. A world whose path is not
known may read any feature of which some step fits. A step counts as undefined only if no program that may run the feature
has it. Where steps are given by other means than attributes (`Cucumber::custom()`, `.steps(…)`), nothing is said, nor of
steps whose function is there for another platform or other features. Scenarios with a pending tag, and with
`@allow.skipped`, may lack steps.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_steps() {
        return findings.idle(why);
    }
    findings
        .idle("no steps of features are known to be run with the step functions that are there");
    for judged in model.matched_steps(|it| matches!(it, Judgement::Undefined { .. })) {
        findings.checked(1);
        let Judgement::Undefined { other_kind } = judged.judgement else {
            continue;
        };
        let kind = judged.step.kind.map(|kind| format!("`#[{}]`", kind.name()));
        let text = &judged.step.text;
        let path = &model.features[judged.feature].path;
        let message = format!(
            "no {} function matches `{text}`",
            kind.as_deref().unwrap_or("step")
        );
        let finding = findings.report(judged.span, format!("{path}: {text}"), message);
        finding
            .label("is undefined, so it is skipped with all steps behind it")
            .note(format!("{path} is run by {}", model.run_by(judged.feature)));
        suggest(model, &judged, other_kind, finding);
    }
}

fn suggest(
    model: &Criteria,
    judged: &MatchedStep<'_>,
    other_kind: &[usize],
    finding: &mut Finding,
) {
    let functions = &model.steps.functions;
    for &row in other_kind {
        finding.related(
            functions[row].attribute,
            "this matches steps of another kind",
        );
    }
    let Some(kind) = judged.step.kind else { return };
    if !other_kind.is_empty() {
        finding.help(format!(
            "give the function the attribute `#[{}(…)]`, too",
            kind.name()
        ));
        return;
    }
    let patterns = functions
        .iter()
        .filter(|function| function.kind == kind)
        .map(|function| function.pattern.text());
    match nearest(&judged.step.text, patterns) {
        Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
        None => finding.help(format!(
            "write a function with `#[{}(…)]` for it",
            kind.name()
        )),
    };
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{BDD_MANIFEST, found};

    fn run(files: &[(&str, &str)]) -> Vec<String> {
        let mut files = files.to_vec();
        files.push(("Cargo.toml", BDD_MANIFEST));
        found(&RULE, &files)
    }

    /// The steps that are undefined, for some functions and the steps of a scenario.
    fn undefined(functions: &str, steps: &str) -> Vec<String> {
        let rust = format!(
            "use cucumber::{{given, then, when}};\npub struct World;\n{functions}\nfn main() {{ World::run(\"features\"); }}\n"
        );
        let feature = format!("Feature: f\n  Scenario: s\n{steps}");
        let found = run(&[("tests/bdd.rs", &rust), ("features/a.feature", &feature)]);
        found
            .iter()
            .map(|finding| finding.lines().next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn a_step_is_of_a_kind() {
        let one = "#[given(\"a\")]\nfn a(_: &mut World) {}\n";
        assert_eq!(undefined(one, "    Given a\n    And a\n    * a\n"), [""; 0]);
        assert_eq!(
            undefined(one, "    When a\n    And a\n    * a\n"),
            [
                "When a: no `#[when]` function matches `a`",
                "And a: no `#[when]` function matches `a`"
            ]
        );
    }

    #[test]
    fn what_would_match_is_shown() {
        let rust = "use cucumber::given;\npub struct World;\n#[given(\"one order\")]\nfn a(_: &mut World) {}\n";
        let feature = "Feature: f\n  Scenario: s\n    When one order\n    Given one ordr\n    Given nothing of the kind\n";
        // Nothing shows that this is run with these functions.
        assert_eq!(
            run(&[("tests/bdd.rs", rust), ("a.feature", feature)]),
            [""; 0]
        );
        let feature = format!("{feature}    Given one order\n");
        assert_eq!(
            run(&[("tests/bdd.rs", rust), ("a.feature", &feature)]),
            [
                "When one order: no `#[when]` function matches `one order`\n  \"one order\": this matches steps of another kind\n  note: a.feature is run by `shop::bdd`\n  help: give the function the attribute `#[when(…)]`, too",
                "Given one ordr: no `#[given]` function matches `one ordr`\n  note: a.feature is run by `shop::bdd`\n  help: did you mean `one order`?",
                "Given nothing of the kind: no `#[given]` function matches `nothing of the kind`\n  note: a.feature is run by `shop::bdd`\n  help: write a function with `#[given(…)]` for it",
            ]
        );
    }

    #[test]
    fn examples_are_filled_in_and_each_step_is_said_once() {
        let one = "#[given(expr = \"{int} order(s)\")]\nfn a(_: &mut World, n: u8) {}\n";
        let steps = "    Given <n> orders\n    Examples:\n      | n |\n      | 1 |\n      | x |\n      | y |\n";
        let outline = |steps: &str| undefined(one, steps);
        assert_eq!(
            outline(steps),
            ["Given <n> orders: no `#[given]` function matches `x orders`"]
        );
    }

    const TWO: (&str, &str) = (
        "tests/two.rs",
        "use cucumber::given;\npub struct Second;\n#[given(\"b\")]\nfn b(_: &mut Second) {}\nfn main() { Second::run(\"features/two\"); }\n",
    );

    fn one(reads: &str) -> String {
        format!(
            "use cucumber::given;\npub struct First;\n#[given(\"a\")]\nfn a(_: &mut First) {{}}\nfn main() {{ {reads} }}\n"
        )
    }

    #[test]
    fn each_world_has_steps_of_its_own() {
        let feature = "Feature: f\n  Scenario: s\n    Given a\n    Given b\n";
        let seen = |reads: &str, path: &str| {
            let one = one(reads);
            let found = run(&[("tests/one.rs", &one), TWO, (path, feature)]);
            found
                .iter()
                .map(|finding| finding.split(':').next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        let reads = "First::run(\"features/one\");";
        assert_eq!(seen(reads, "features/one/x.feature"), ["Given b"]);
        assert_eq!(seen(reads, "features/two/x.feature"), ["Given a"]);
        // Nothing reads this.
        assert_eq!(seen(reads, "other/x.feature"), [""; 0]);
        // Where it is not known what is read, it may be anything.
        assert_eq!(
            seen("First::run(somewhere());", "features/two/x.feature"),
            [""; 0]
        );
        assert_eq!(seen("", "features/two/x.feature"), [""; 0]);
        assert_eq!(
            seen("First::run(somewhere());", "other/x.feature"),
            ["Given b"]
        );
        // Steps may come from elsewhere.
        let custom = "First::cucumber().given(None, re(), f).run(\"features/one\");";
        assert_eq!(seen(custom, "features/one/x.feature"), [""; 0]);
        let custom = "cucumber::Cucumber::new().steps(s()).run(x());";
        assert_eq!(seen(custom, "features/two/x.feature"), [""; 0]);
    }

    #[test]
    fn steps_of_a_library_are_those_of_the_programs_that_use_it() {
        let library = "use cucumber::given;\npub struct World;\n#[given(\"a\")]\npub fn a(_: &mut World) {}\n";
        let test = "use shop::World;\n#[cucumber::given(\"b\")]\nfn b(_: &mut World) {}\nfn main() { World::run(\"f\"); }\n";
        let feature = "Feature: f\n  Scenario: s\n    Given a\n    Given b\n    Given c\n";
        let found = run(&[
            ("src/lib.rs", library),
            ("tests/bdd.rs", test),
            ("f/x.feature", feature),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("Given c: "), "{found:?}");
    }

    #[test]
    fn what_is_not_to_run_may_lack_steps() {
        let one = one("First::run(\"f\");");
        for tag in ["@wip", "@allow.skipped"] {
            let feature = format!("Feature: f\n  {tag}\n  Scenario: s\n    Given z\n");
            assert_eq!(
                run(&[("tests/one.rs", &one), ("f/x.feature", &feature)]),
                [""; 0]
            );
        }
    }

    #[test]
    fn what_may_match_is_not_undefined() {
        let unknown = "pub struct P;\n#[given(expr = \"a {p}\")]\nfn a(_: &mut World, p: P) {}\n";
        assert_eq!(undefined(unknown, "    Given a thing\n"), [""; 0]);
        let elsewhere =
            "#[cfg(target_os = \"none\")]\n#[given(expr = \"a {word}\")]\nfn a(_: &mut World) {}\n";
        assert_eq!(undefined(elsewhere, "    Given a thing\n"), [""; 0]);
        assert_eq!(undefined(elsewhere, "    Given the thing\n").len(), 1);
        let broken = "#[given(regex = \"(\")]\nfn a(_: &mut World) {}\n";
        assert_eq!(undefined(broken, "    Given a thing\n"), [""; 0]);
    }
}
