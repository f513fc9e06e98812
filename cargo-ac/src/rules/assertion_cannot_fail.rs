//! `assertion_cannot_fail`: an assertion of a test of a criterion that holds whatever the code does.

use std::collections::BTreeMap;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};

/// An assertion of a test of a criterion that holds whatever the code does.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "assertion_cannot_fail",
        summary: "an assertion in a test of a criterion cannot fail",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks at the assertions of the standard library in tests that are linked to a criterion, in the functions for tests that
they call, and in `#[then]` functions, and finds those that hold in any case: `assert!(true)`, two literals, a variable or a
field compared with itself, `x.is_ok() || x.is_err()`, `x || !x`, `x.len() >= 0`, `matches!(x, _)`, and whatever stands
behind a `return`, `break`, `continue` or `std::process::exit(0)` in its block.

### Why is this bad?

It looks like a test of the criterion, and is none.

### Example

```rust
assert!(reply.is_ok() || reply.is_err());
```

### Use instead

```rust
assert_eq!(reply, Ok(Receipt { open: 0 }));
```

### Limits

Only what is plain from the text is found; what is called may give one thing now and another then, so `f() == f()` is left
alone. That a type whose `==` is written by hand is equal to itself is a property that a test may look at: in a package that
has such a type (`impl PartialEq for …`, `impl PartialOrd for …`) nothing is said of values compared with themselves. A test
that looks at a number that is not a number says so in a waiver.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no assertions stand in tests that are linked to a criterion"),
    );
    let tests = model.substance.iter().map(|(&row, substance)| {
        let name = format!("test `{}`", model.rust.tests[row].name);
        (name, Some(What::Test(row)), substance)
    });
    let steps = model
        .outcomes
        .iter()
        .map(|(&row, substance)| (model.steps.functions[row].describe(), None, substance));
    // A function that several tests call is looked at in each.
    let mut vain = BTreeMap::new();
    for (name, what, substance) in tests.chain(steps) {
        findings.checked(substance.counted().unwrap_or(0));
        for assertion in &substance.vain {
            let range = assertion.span.range;
            vain.entry((assertion.span.file, range.start()))
                .or_insert_with(|| (assertion, name.clone(), what.clone()));
        }
    }
    findings.checked(vain.len());
    for (assertion, name, what) in vain.into_values() {
        let finding = findings.report(
            assertion.span,
            format!("{name}: {}", assertion.why),
            format!("this assertion cannot fail: {}", assertion.why),
        );
        finding
            .label(format!("stands for the {name}"))
            .help("assert what the criterion says of the code under test");
        if let Some(what) = what {
            model.point_to_criteria(&what, finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn run(rust: &str) -> Vec<String> {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("src/lib.rs", rust)],
        )
    }

    #[test]
    fn assertions_of_tests_and_their_helpers_are_looked_at() {
        let rust = "pub fn f() -> u8 { assert!(true); 1 }\n#[cfg(test)]\nmod tests {\n//! AC: AC-1\nuse super::f;\n#[test]\nfn t() {\n    assert_eq!(f(), 1);\n    assert!(true, \"x\");\n    helper();\n}\n#[test]\nfn u() { helper(); if f() == 1 { return; debug_assert!(f() == 2); } }\nfn helper() { let x = f(); assert_eq!(x, x); }\n}\n";
        assert_eq!(
            run(rust),
            [
                "assert!(true, \"x\"): this assertion cannot fail: it asserts what is true in any case\n  AC-1: it counts for `AC-1`\n  help: assert what the criterion says of the code under test",
                "debug_assert!(f() == 2): this assertion cannot fail: it stands behind a `return`\n  AC-1: it counts for `AC-1`\n  help: assert what the criterion says of the code under test",
                "assert_eq!(x, x): this assertion cannot fail: it compares a value with itself\n  AC-1: it counts for `AC-1`\n  help: assert what the criterion says of the code under test",
            ]
        );
    }

    #[test]
    fn equality_by_hand_may_be_tested() {
        let rust = |of: &str| {
            format!(
                "pub struct P(u8);\n{of}\n/// AC: AC-1\n#[test]\nfn t() {{ let x = P(1); assert!(x == x); assert_eq!(x, x); assert!(true); }}\n"
            )
        };
        assert_eq!(run(&rust("")).len(), 3);
        assert_eq!(
            run(&rust(
                "impl PartialEq for P { fn eq(&self, _: &P) -> bool { false } }"
            ))
            .len(),
            1
        );
        assert_eq!(run(&rust("impl std::fmt::Debug for P {}")).len(), 3);
    }

    #[test]
    fn macros_of_that_name_that_are_others_are_left_alone() {
        let rust = "macro_rules! assert { ($x:expr) => {} }\n/// AC: AC-1\n#[test]\nfn t() { assert!(true); }\n";
        assert_eq!(run(rust), [""; 0]);
        assert_eq!(run("#[test]\nfn t() { assert!(true); }\n"), [""; 0]);
    }
}
