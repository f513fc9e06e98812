//! `step_ambiguous`: a step of a feature that several functions match.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::steps::Judgement;

/// A step of a feature that several functions match.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "step_ambiguous",
        summary: "a step of a feature matches several step functions",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds steps of features that more than one attribute of a step function matches, of those that one program runs the feature
with. Steps are matched as for `step_undefined`.

### Why is this bad?

cucumber-rs fails at such a step: it does not choose.

### Example

```gherkin
Then it is accepted as version 2
```
```rust
#[then(expr = "it is accepted as version {int}")]
fn accepted(world: &mut World, version: u32) {}

#[then(regex = "it is accepted")]
fn some_answer(world: &mut World) {}
```

### Use instead

```rust
#[then(regex = "^it is accepted$")]
fn some_answer(world: &mut World) {}
```

### Limits

A regular expression matches anywhere in the text of a step, unless it begins with `^` and ends with `$`. Where several
programs may run a feature, those of which it is not known what they read do not count.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_steps() {
        return findings.idle(why);
    }
    findings
        .idle("no steps of features are known to be run with the step functions that are there");
    for judged in model.matched_steps(|it| matches!(it, Judgement::Ambiguous(_))) {
        findings.checked(1);
        let Judgement::Ambiguous(functions) = judged.judgement else {
            continue;
        };
        let text = &judged.step.text;
        let path = &model.features[judged.feature].path;
        let message = format!("{} step functions match `{text}`", functions.len());
        let finding = findings.report(judged.span, format!("{path}: {text}"), message);
        finding.label("is ambiguous, so it fails");
        for &row in functions {
            let function = &model.steps.functions[row];
            finding.related(
                function.attribute,
                format!("{} matches it", function.describe()),
            );
        }
        finding.help(
            "make one of the patterns narrower; a regular expression for the whole text is `^…$`",
        );
    }
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

    const FEATURE: (&str, &str) = (
        "f/a.feature",
        "Feature: f\n  Scenario: s\n    Given 5 orders\n    Then 5 orders\n",
    );

    #[test]
    fn each_attribute_counts() {
        let rust = "use cucumber::{given, then};\npub struct World;\n#[given(expr = \"{int} orders\")]\n#[given(regex = \"orders\")]\n#[then(regex = \"orders\")]\nfn a(_: &mut World) {}\nfn main() { World::run(\"f\"); }\n";
        assert_eq!(
            run(&[("tests/bdd.rs", rust), FEATURE]),
            [
                "Given 5 orders: 2 step functions match `5 orders`\n  expr = \"{int} orders\": `#[given]` function `a` matches it\n  regex = \"orders\": `#[given]` function `a` matches it\n  help: make one of the patterns narrower; a regular expression for the whole text is `^…$`"
            ]
        );
    }

    #[test]
    fn functions_of_other_worlds_and_programs_do_not_count() {
        let test = |world: &str, reads: &str| {
            format!(
                "pub struct {world};\n#[cucumber::given(\"5 orders\")]\n#[cucumber::then(\"5 orders\")]\nfn a(_: &mut {world}) {{}}\nfn main() {{ {world}::run({reads}); }}\n"
            )
        };
        let (one, two) = (test("A", "\"f\""), test("B", "\"f\""));
        assert_eq!(
            run(&[("tests/one.rs", &one), ("tests/two.rs", &two), FEATURE]),
            [""; 0]
        );
        let world = "pub struct World;\n";
        let one = "mod world;\nuse world::World;\n#[cucumber::given(\"5 orders\")]\nfn a(_: &mut World) {}\nfn main() { World::run(\"f\"); }\n";
        assert_eq!(
            run(&[
                ("tests/one.rs", one),
                ("tests/two.rs", one),
                ("tests/world/mod.rs", world),
                FEATURE
            ]),
            [""; 0]
        );
    }
}
