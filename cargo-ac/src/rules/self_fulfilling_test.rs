//! `self_fulfilling_test`: a test of a criterion that reaches no code but its own.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};

/// A test of a criterion that reaches no code but its own.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "self_fulfilling_test",
        summary: "a test of a criterion reaches no code but its own",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds tests that are linked to a criterion, assert something, and reach nothing that could be under test: neither code of
the workspace that is there without tests, nor another crate, nor a file, a process or the network.

### Why is this bad?

The test compares what it wrote itself with what it wrote itself, or a mock with what the mock was told. It holds whatever
the code does.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn an_order_is_paid() {
    let mut open = 5;
    open -= 5;
    assert_eq!(open, 0);
}
```

### Use instead

```rust
/// AC: AC-PAY-001
#[test]
fn an_order_is_paid() {
    let mut order = Order::new(5);
    order.pay(5);
    assert_eq!(order.open(), 0);
}
```

### Limits

Found is only what is so for certain. A test that names anything of the workspace besides test code, calls a method that
something of the workspace is called like on something that may be of the workspace, or uses a macro, a derive or a crate that cannot be seen into, is left alone. So
are the tests of packages whose code runs in the compiler: that they are built shows something.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no test is linked to a criterion"),
    );
    for (&row, substance) in &model.substance {
        findings.checked(1);
        if !substance.closed {
            continue;
        }
        let test = &model.rust.tests[row];
        let what = What::Test(row);
        let message = format!("{} reaches no code but its own", model.describe(&what));
        let finding = findings.report(test.span, &test.name, message);
        finding
            .label("holds whatever the code does")
            .help("call what the criterion is about");
        model.point_to_criteria(&what, finding);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn run(body: &str) -> usize {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let rust = format!(
            "pub struct Order {{ pub open: u8 }}\nimpl Order {{ pub fn pay(&mut self) {{}} }}\npub const LIMIT: u8 = 3;\npub trait Store {{ fn get(&self) -> u8; fn twice(&self) -> u8 {{ self.get() * 2 }} }}\npub fn f() -> u8 {{ 1 }}\npub struct Lines;\nimpl Lines {{ pub fn iter(&self) -> u8 {{ 1 }} pub fn map(&self) -> u8 {{ 1 }} pub fn sum(&self) -> u8 {{ 1 }} }}\npub trait Wide {{ fn widen(&self) -> u8; }}\nimpl Wide for u8 {{ fn widen(&self) -> u8 {{ *self }} }}\nimpl Iterator for Lines {{ fn next(&mut self) -> Option<u8> {{ None }} }}\npub trait Read {{ fn read(n: u8) -> bool; }}\n#[cfg(test)]\nmod tests {{\nuse super::*;\n#[derive(Debug, Clone, PartialEq, Default)]\nstruct Plain {{ n: u8 }}\n#[derive(Clone, Wire)]\nstruct Wired {{ n: u8 }}\n#[derive(Wire)]\nenum Both {{ One, Two }}\nstruct Seen;\nimpl Drop for Seen {{ fn drop(&mut self) {{ f(); }} }}\nconst OWN: u8 = 3;\nstruct Mock {{ n: u8 }}\nimpl Mock {{ fn told(&self) -> u8 {{ self.n }} fn real(&self) -> u8 {{ f() }} }}\nfn own(n: u8) -> u8 {{ n + 1 }}\nfn real() -> u8 {{ f() }}\n/// AC: AC-1\n#[test]\nfn t() {{ {body} }}\n}}\n"
        );
        found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("src/lib.rs", &rust)],
        )
        .len()
    }

    #[test]
    fn a_test_of_itself_is_found() {
        for body in [
            "let mut open = 5; open -= 5; assert_eq!(open, 0);",
            "let text = String::from(\"a\"); assert!(text.starts_with('a'));",
            "let mock = Mock { n: 1 }; assert_eq!(mock.told(), 1);",
            "assert_eq!(own(1), OWN - 1);",
            "assert_eq!(Plain::default(), Plain { n: 0 });",
            "let lines = [(3, 250), (1, 1_000)]; let total: u64 = lines.iter().map(|(n, price)| n * price).sum(); assert_eq!(format!(\"{total}\"), \"1750\");",
            "let text = String::from(\"a,b\"); let count = text.split(',').map(|x| x).count(); assert_eq!(count, 2);",
            "let list: Vec<u8> = vec![1, 2]; let Some(x) = list.first() else { panic!() }; assert_eq!(*x, 1);",
        ] {
            assert_eq!(run(body), 1, "{body}");
        }
    }

    #[test]
    fn code_that_only_tests_switch_on_may_be_under_test() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nfull = []\n[dev-dependencies]\nshop = { path = \".\", features = [\"full\"] }\n";
        let code = "fn slot(n: u8) -> u8 { n }\n/// AC: AC-1\n#[test]\nfn t() { assert_eq!(slot(1), 1); }\n";
        let library = |above: &str| format!("{above}\nmod code {{\n{code}}}\n");
        let run = |above: &str| {
            let library = library(above);
            let files = [
                ("Cargo.toml", manifest),
                ("specs/spec_ledger.yaml", ledger.as_str()),
                ("src/lib.rs", library.as_str()),
            ];
            found(&RULE, &files).len()
        };
        assert_eq!(run("#[cfg(feature = \"full\")]"), 0);
        assert_eq!(run("#[cfg(test)]"), 1);
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("src/lib.rs", "#[cfg(test)]\nmod code;\n"),
            ("src/code.rs", "mod deep;\n"),
            ("src/code/deep.rs", code),
        ];
        assert_eq!(found(&RULE, &files).len(), 1);
    }

    #[test]
    fn code_of_the_compiler_shows_where_tests_are_built() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let test = "/// AC: AC-1\n#[test]\nfn t() { let x = 1; assert_eq!(x, 2); }\n";
        let run = |library: &str| {
            let manifest = format!(
                "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{library}"
            );
            let files = [
                ("Cargo.toml", manifest.as_str()),
                ("specs/spec_ledger.yaml", ledger.as_str()),
                ("src/lib.rs", ""),
                ("tests/t.rs", test),
            ];
            found(&RULE, &files).len()
        };
        assert_eq!(run(""), 1);
        assert_eq!(run("[lib]\nproc-macro = true\n"), 0);
    }

    #[test]
    fn whatever_may_reach_the_code_is_left_alone() {
        for body in [
            "assert_eq!(f(), 1);",
            "let order = Order { open: 0 }; assert_eq!(order.open, 0);",
            "assert_eq!(LIMIT, 3);",
            "assert_eq!(real(), 1);",
            "let mock = Mock { n: 1 }; assert_eq!(mock.real(), 1);",
            "let x = make(); x.pay(); assert!(x);",
            "let m = Mock { n: 1 }; assert_eq!(m.twice(), 2);",
            "let n = 1; assert_eq!(n.widen(), 1);",
            "let list = [1].iter(); assert_eq!(list.unknown().map(|x| x), 1);",
            "let text = include_str!(\"lib.rs\"); assert!(text.is_empty());",
            "assert!(std::fs::read(\"x\").is_ok());",
            "let x: Option<Order> = None; assert!(x.is_none());",
            "assert_eq!(other::f(), 1);",
            "assert_eq!(crate::f as usize, 1);",
            "assert_eq!(real(), vec![][0]);",
            "assert!(u8::read(1));",
            "assert!(<u8 as Read>::read(1));",
            "assert!(String::read(1));",
            "assert!(Plain::made_by_a_macro(1));",
            "let wired = Wired { n: 1 }; assert_eq!(wired.n, 1);",
            "assert_eq!(format!(\"{:?}\", Both::One), \"One\");",
            "assert_eq!(format!(\"{LIMIT:?}\"), \"3\");",
            "let seen = Seen; assert_eq!(1, 1 + 0);",
        ] {
            assert_eq!(run(body), 0, "{body}");
            // What the glob may bring is not what stands in the test.
            let glob = "use std::prelude::v1::*;";
            assert_eq!(run(&format!("{glob} {body}")), 0, "{body}");
        }
    }
}
