//! `test_ambiguous`: the ledger names a test by a name that several have.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, Named, Outcome, What};
use crate::ledger::Target;
use crate::rust::LinkEnd;

/// The ledger names a test by a name that several have.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "test_ambiguous",
        summary: "the ledger names a test by a name that several have",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds entries of the ledger that name a test, do not say where it is, and fit several: `works` in two modules, or in two
packages.

### Why is this bad?

All of them count as tests of the criterion, and one of them is meant. If that is deleted, nobody notices, for the others are
still there.

### Example

```yaml
evidence:
  - { level: unit, test: works }
```

where `orders::tests::works` and `parcels::tests::works` are tests.

### Use instead

```yaml
evidence:
  - { level: unit, test: "orders::tests::works" }
```

or in schema 1 `module` or `file`; or a link at the test, which can mean no other: `/// AC: AC-PAY-001`.

### Limits

A name with `*` at its end means all that begin like that. Tests that are linked to the criterion from their side as well are
meant, and tests that no build has are not counted.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no ledger names a test without its place"),
    );
    for criterion in &model.criteria {
        for named in &criterion.named {
            let Some((name, tests)) = tests(model, named) else {
                continue;
            };
            findings.checked(1);
            let linked = |test: usize| {
                let mut links = model.rust.links.iter();
                links.any(|link| {
                    let is_there =
                        matches!(&link.end, LinkEnd::Tests(tests) if tests.contains(&test));
                    is_there && link.id == criterion.id
                })
            };
            if tests.len() < 2 || tests.iter().all(|&test| linked(test)) {
                continue;
            }
            let message = format!("`{name}` may be any of {} tests", tests.len());
            let finding = findings.report(named.span, format!("{}: {name}", criterion.id), message);
            finding.label(format!("for `{}`", criterion.id));
            for test in tests {
                let what = model.describe(&What::Test(test));
                finding.related(model.rust.tests[test].span, what);
            }
            finding.help("name it with its module, or link it at its place");
        }
    }
}

/// The tests that an entry may mean that names one without its place.
fn tests<'m>(model: &Criteria, named: &'m Named) -> Option<(&'m str, Vec<usize>)> {
    let Target::Test {
        name,
        module: None,
        file: None,
    } = &named.evidence.target
    else {
        return None;
    };
    let Outcome::Found(found) = &named.outcome else {
        return None;
    };
    let tests = found.iter().filter_map(|what| match what {
        What::Test(row) if model.rust.tests[*row].built => Some(*row),
        _ => None,
    });
    (!name.text.ends_with('*')).then(|| (name.text.as_str(), tests.collect()))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    const RUST: &str = "mod a {\n#[test]\nfn works() {}\n}\nmod b {\n#[test]\nfn works() {}\n#[test]\nfn alone() {}\n#[cfg(any())]\nmod off {\n#[test]\nfn alone() {}\n}\n}\n";

    fn messages(test: &str, rust: &str) -> Vec<String> {
        let criterion =
            format!("{{ id: AC-1, text: a, evidence: [{{ level: unit, test: \"{test}\" }}] }}");
        let ledger = ledger(&[&criterion]);
        found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("src/lib.rs", rust)],
        )
    }

    #[test]
    fn a_name_means_one_test() {
        assert_eq!(
            messages("works", RUST),
            [
                "{ level: unit, test: \"works\" }: `works` may be any of 2 tests\n  works: test `shop::a::works`\n  works: test `shop::b::works`\n  help: name it with its module, or link it at its place"
            ]
        );
        for clear in ["a::works", "alone", "work*", "gone"] {
            assert_eq!(messages(clear, RUST), [""; 0], "{clear}");
        }
    }

    #[test]
    fn tests_that_are_linked_as_well_are_meant() {
        let linked = RUST.replace("#[test]\nfn works", "/// AC: AC-1\n#[test]\nfn works");
        assert_eq!(messages("works", &linked), [""; 0]);
        let one = RUST.replacen("#[test]\nfn works", "/// AC: AC-1\n#[test]\nfn works", 1);
        assert_eq!(messages("works", &one).len(), 1);
    }
}
