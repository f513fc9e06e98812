//! `step_unused`: a step function that no step of a feature runs.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::steps::{Pattern, Use};

/// A step function that no step of a feature runs.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "step_unused",
        summary: "a step function matches no step of a feature",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds attributes `#[given]`, `#[when]` and `#[then]` that match no step of a feature. Steps are matched as for
`step_undefined`; those of scenarios that are not to run count, too.

### Why is this bad?

The step was reworded or its scenario deleted, and the function stayed. Whoever reads it takes it for something that is
tested.

### Example

```rust
#[when("the order is payed")]
fn pays(world: &mut World) {}
```

where the features say `When the order is paid`.

### Use instead

Correct the pattern, or delete the attribute; a function that others call can do without.

### Limits

Nothing is said about functions whose parameters are not known, about those of a world whose features lie outside of the
workspace or are not known, about those for another platform or other features, and about what macros write.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_steps() {
        return findings.idle(why);
    }
    findings.idle("of no step function it is known which features it is for");
    for (function, used) in model.steps.functions.iter().zip(&model.matching.used) {
        if *used == Use::Unknown || function.expanded {
            continue;
        }
        findings.checked(1);
        if *used == Use::Used {
            continue;
        }
        let pattern = match &function.pattern {
            Pattern::Literal(text) => text.clone(),
            Pattern::Regex(text) => format!("regex {text}"),
            Pattern::Expression(text) | Pattern::Other(text) => format!("expr {text}"),
        };
        findings
            .report(
                function.attribute,
                format!("{}: {} {pattern}", function.name, function.kind.name()),
                format!("no step of a feature runs the {}", function.describe()),
            )
            .label("matches nothing")
            .help("correct it, or delete the attribute");
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

    fn test(reads: &str) -> String {
        format!(
            "use cucumber::{{given, when}};\npub struct World;\n#[given(\"a\")]\n#[when(\"a\")]\nfn a(_: &mut World) {{}}\n#[given(expr = \"b {{int}}\")]\nfn b(_: &mut World, n: u8) {{}}\nfn main() {{ {reads} }}\n"
        )
    }

    const FEATURE: (&str, &str) = (
        "f/a.feature",
        "Feature: f\n  Scenario: s\n    When a\n  @wip\n  Scenario: t\n    Given b 1\n",
    );

    #[test]
    fn each_attribute_is_for_some_step() {
        assert_eq!(
            run(&[("tests/bdd.rs", &test("World::run(\"f\");")), FEATURE]),
            [
                "\"a\": no step of a feature runs the `#[given]` function `a`\n  help: correct it, or delete the attribute"
            ]
        );
        assert_eq!(run(&[("tests/bdd.rs", &test("")), FEATURE]).len(), 1);
    }

    #[test]
    fn of_features_that_are_not_there_nothing_is_said() {
        for reads in [
            "World::run(\"g\");",
            "World::run(\"../../f\");",
            "cucumber::Cucumber::custom();",
        ] {
            let found = run(&[("tests/bdd.rs", &test(reads)), FEATURE]);
            let expected = usize::from(reads.contains(".."));
            assert_eq!(found.len(), expected, "{reads}: {found:?}");
        }
    }
}
