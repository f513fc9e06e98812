//! `hollow_test`: a test that shows that a criterion holds, and asserts nothing.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::{Criteria, What};
use crate::rust::{Evidence, Substance};

/// A test that shows that a criterion holds, and asserts nothing.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "hollow_test",
        summary: "a test or a `then` step of a criterion asserts nothing",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Looks into each test that is linked to a criterion, and into the `#[then]` functions of scenarios that are, and finds those
in which nothing can fail: no assertion, no `panic!`, no `unwrap` or `expect`, no `?` in a test that returns a result,
neither in it nor in the functions for tests that it calls. A test with `#[should_panic]` can fail. Of `#[then]` functions it finds
those, too, that only put what they get into variables that nobody reads (`let _events = world.events();`): that something answered is
no outcome.

### Why is this bad?

The criterion counts as tested. The test says no more than that the code under test came to an end.

### Example

```rust
/// AC: AC-PAY-001
#[test]
fn an_order_is_paid() {
    let order = Order::new(5);
    order.pay(5);
}
```

### Use instead

```rust
/// AC: AC-PAY-001
#[test]
fn an_order_is_paid() {
    let order = Order::new(5);
    order.pay(5);
    assert_eq!(order.open(), 0);
}
```

### Limits

Calls are followed through resolved names into code for tests: what only tests are built with, and crates that only tests
depend on. What the code under test asserts is no assertion of the test; what it calls back is: `Drop` and other traits of
types for tests that the test names. Methods are known by their names: if one for tests of that name asserts, the test may,
too. What cannot be seen into is never hollow: `proptest!` and its kin, macros and functions of other crates that sound like
assertions (`assert_…`, `check_…`, `expect_…`) or belong to a crate for testing (`insta`, `trybuild`, `mockall` …),
functions of the workspace that assert or sound like it, items that are declared in the test, attributes that are not known,
functions of types of the workspace that no source declares, and the tests of packages whose code runs in the compiler.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no test is linked to a criterion"),
    );
    // What asserts only what cannot fail is said to do so.
    let is_hollow =
        |substance: &Substance| substance.evidence == Evidence::None && substance.vain.is_empty();
    for (&row, substance) in &model.substance {
        findings.checked(1);
        if !is_hollow(substance) {
            continue;
        }
        let test = &model.rust.tests[row];
        let what = What::Test(row);
        let message = format!("{} asserts nothing", model.describe(&what));
        let finding = findings.report(test.span, &test.name, message);
        finding
            .label("nothing in it can fail but the code under test")
            .help("assert what the criterion says");
        model.point_to_criteria(&what, finding);
    }
    for (&row, substance) in &model.outcomes {
        findings.checked(1);
        if !is_hollow(substance) && !substance.discards {
            continue;
        }
        let function = &model.steps.functions[row];
        let (what, label) = match substance.discards {
            true => ("looks at nothing", "what it gets is thrown away"),
            false => ("asserts nothing", "nothing in it can fail"),
        };
        findings
            .report(
                function.span,
                format!("then: {}", function.name),
                format!("the {} {what}", function.describe()),
            )
            .label(label)
            .note("scenarios of criteria end with it")
            .help("assert what the step says");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{BDD_MANIFEST, found, ledger};

    const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nserde_json = \"1\"\n[dev-dependencies]\nchecker = \"1\"\ntokio = \"1\"\ninsta = \"1\"\nassert_cmd = \"1\"\nrstest = \"1\"\ntest-case = \"1\"\ntesting = { path = \"testing\" }\n[workspace]\nmembers = [\"testing\"]\n";

    /// The names of the hollow tests among functions of a test module; all of them are linked.
    fn hollow(functions: &str) -> Vec<String> {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let library = format!(
            "pub fn place(n: u8) -> Result<u8, u8> {{ if n == 0 {{ panic!() }} Ok(n).map(|n| n.max(1)) }}\npub fn asserts(n: u8) {{ assert!(n > 0); }}\npub trait Called {{ fn call_back(&self); }}\npub fn place_with(c: impl Called) {{ c.call_back() }}\npub struct Desk;\nimpl Desk {{ pub fn go(&self) {{ assert!(true == false); }} }}\npub struct Plain;\nimpl Plain {{ pub fn new() -> Plain {{ Plain }} }}\npub trait Made {{ fn made() -> Self; }}\nimpl Made for Plain {{ fn made() -> Plain {{ Plain }} }}\npub struct Checked;\nimpl Checked {{ pub fn new() -> Checked {{ assert!(place(1).is_ok()); Checked }} pub fn made() -> Checked {{ assert!(place(1).is_ok()); Checked }} }}\n#[cfg(test)]\nmod tests {{\n//! AC: AC-1\nuse super::*;\n{functions}\n}}\n"
        );
        let files = [
            ("specs/spec_ledger.yaml", ledger.as_str()),
            ("Cargo.toml", MANIFEST),
            (
                "testing/Cargo.toml",
                "[package]\nname = \"testing\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
            ),
            (
                "testing/src/lib.rs",
                "pub fn sound(n: u8) { inner(n) }\nfn inner(n: u8) { assert_eq!(n, 1); }\npub fn quiet(n: u8) {}\npub struct Probe;\nimpl Probe { pub fn see(&self) { assert!(self.x) } }\n",
            ),
            ("src/lib.rs", &library),
        ];
        found(&RULE, &files)
            .iter()
            .map(|finding| finding.split(':').next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn functions_of_other_types_are_only_called_like_it() {
        for (function, expected) in [
            ("let _plain = Plain::new();", &["t"][..]),
            ("let _checked = Checked::new();", &[]),
            // Which of them is called where a trait gives it, only types can tell.
            ("let _plain = Plain::made();", &[]),
        ] {
            let test = format!("#[test] fn t() {{ {function} }}");
            assert_eq!(hollow(&test), expected, "{function}");
        }
    }

    #[test]
    fn a_test_without_an_assertion_is_hollow() {
        for body in [
            "",
            "let x = place(1);",
            "place(1);",
            "println!(\"{:?}\", place(1));",
            "let _ = place(1).is_ok();",
            "Desk.go();",
            "let f = || place(1); f();",
            "testing::quiet(1);",
            "helper(1);",
            "serde_json::to_string(&1);",
            "tokio::spawn(async { place(1) });",
            "place_with(Quiet);",
            "use std::prelude::v1::*; let _ = Some(place(1));",
        ] {
            let test = format!(
                "#[test]\nfn t() {{ {body} }}\nfn helper(n: u8) {{ helper(n); place(n); }}\nstruct Quiet;\nimpl Called for Quiet {{ fn call_back(&self) {{}} }}\nstruct Other;\nimpl Called for Other {{ fn call_back(&self) {{ panic!() }} }}"
            );
            assert_eq!(hollow(&test), ["t"], "{body}");
        }
        assert_eq!(
            hollow("#[tokio::test]\nasync fn t() -> Result<(), u8> { place(1); Ok(()) }"),
            ["t"]
        );
    }

    #[test]
    fn what_can_fail_is_not_hollow() {
        for body in [
            "assert_eq!(place(1), Ok(1));",
            "if place(1).is_err() { panic!(\"no\"); }",
            "place(1).unwrap();",
            "place(1).expect(\"works\");",
            "let f = || assert!(place(1).is_ok()); f();",
            "for n in 1..3 { std::thread::spawn(move || { assert!(n > 1) }); }",
            "let Ok(x) = place(1) else { unreachable!() };",
            "helper(1);",
            "let f = helper; f(1);",
            "vec![1].into_iter().for_each(helper);",
            "Helper.method();",
            "Helper::make();",
            "own!(1);",
            "testing::sound(1);",
            "testing::Probe.see();",
            "asserts(1);",
            "checker::look(1);",
            "insta::assert_snapshot!(place(1));",
            "checker::whatever!(1);",
            "assert_cmd::Command::new(\"x\");",
            "cmd().assert().success();",
            "mock().expect_call().times(1);",
            "is_send::<Desk>();",
            "assert_send(Desk);",
            "std::process::exit(1);",
            "generated(1);",
            "fn _takes(_: &dyn std::fmt::Debug) {}",
            "Desk::made_by_a_macro();",
            "let guard = Guard(1);",
            "drop(Guard(1));",
            "place_with(Callback { n: 1 });",
            "place_with(Callee::Only);",
            "struct _Sized where Desk: Sized;",
            "type _Same = Vec<Desk>;",
            "use std::prelude::v1::*; from_elsewhere(1);",
        ] {
            let test = format!(
                "#[test]\nfn t() {{ {body} }}\nfn helper(n: u8) {{ deeper(n) }}\nfn deeper(n: u8) {{ assert!(n > 0) }}\nstruct Helper;\nimpl Helper {{ fn method(&self) {{ deeper(1) }} fn make() {{ deeper(1) }} }}\nmacro_rules! own {{ ($x:expr) => {{ assert!($x == 1) }} }}\nfn is_send<T: Send>() {{}}\nfn assert_send(_: impl Send) {{}}\nstruct Guard(u8);\nimpl Drop for Guard {{ fn drop(&mut self) {{ deeper(self.0) }} }}\nstruct Callback {{ n: u8 }}\nimpl Called for Callback {{ fn call_back(&self) {{ deeper(self.n) }} }}\nenum Callee {{ Only }}\nimpl Called for Callee {{ fn call_back(&self) {{ deeper(1) }} }}"
            );
            assert_eq!(hollow(&test), [""; 0], "{body}");
        }
        for test in [
            "#[test]\n#[should_panic]\nfn t() { place(0); }",
            "#[test]\nfn t() -> Result<(), u8> { place(1)?; Ok(()) }",
            "#[test]\nfn t() -> Result<u8, u8> { place(1) }",
            "#[test_case::test_case(1 => 1)]\nfn t(n: u8) -> u8 { n }",
            "#[test_case::test_case(0 => panics)]\nfn t(n: u8) { place(n); }",
            "proptest::proptest! {\n#[test]\nfn t(n in 0..9u8) { place(n); }\n}",
            "#[bench]\nfn t(b: &mut B) { b.iter(|| place(1)); }",
        ] {
            assert_eq!(hollow(test), [""; 0], "{test}");
        }
    }

    #[test]
    fn a_then_step_asserts() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let feature = "Feature: f\n  @AC-1\n  Scenario: s\n    Given a\n    Then b\n    And c\n    And d\n  Scenario: t\n    Then e\n";
        let rust = "use cucumber::{given, then};\npub struct World;\n#[given(\"a\")]\nfn a(_: &mut World) {}\n#[then(\"b\")]\nfn b(w: &mut World) { w.look(); }\n#[then(\"c\")]\nfn c(w: &mut World) { assert!(w.ok) }\n#[then(\"d\")]\nfn d(w: &mut World) -> Result<(), E> { w.look()?; Ok(()) }\n#[then(\"e\")]\nfn e(w: &mut World) {}\nfn main() { World::run(\".\"); }\n";
        assert_eq!(
            found(
                &RULE,
                &[
                    ("Cargo.toml", BDD_MANIFEST),
                    ("specs/spec_ledger.yaml", &ledger),
                    ("a.feature", feature),
                    ("tests/bdd.rs", rust),
                ]
            ),
            [
                "b: the `#[then]` function `b` asserts nothing\n  note: scenarios of criteria end with it\n  help: assert what the step says"
            ]
        );
    }

    #[test]
    fn a_then_step_looks_at_what_it_gets() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let feature = "Feature: f\n  @AC-1\n  Scenario: s\n    Then b\n";
        let run = |body: &str| {
            let rust = format!(
                "use cucumber::then;\npub struct World;\nimpl World {{ fn sees(&self) -> u8 {{ self.x.expect(\"it is there\") }} fn holds(&self) -> u8 {{ assert!(self.ok); 1 }} fn far(&self) -> u8 {{ self.holds() }} }}\nfn helper(w: &World) -> u8 {{ w.sees() }}\n#[then(\"b\")]\nfn b(w: &mut World) {{ {body} }}\nfn main() {{ World::run(\".\"); }}\n"
            );
            let files = [
                ("Cargo.toml", BDD_MANIFEST),
                ("specs/spec_ledger.yaml", &ledger),
                ("a.feature", feature),
                ("tests/bdd.rs", &rust),
            ];
            found(&RULE, &files)
        };
        for body in [
            "let _seen = w.sees();",
            "let _ = helper(w);",
            "let _far = w.far();",
            "let _a = w.sees(); let _b = helper(w);",
        ] {
            assert_eq!(
                run(body),
                [
                    "b: the `#[then]` function `b` looks at nothing\n  note: scenarios of criteria end with it\n  help: assert what the step says"
                ],
                "{body}"
            );
        }
        for body in [
            "w.sees();",
            "let _seen = w.sees(); assert_eq!(_seen, 1);",
            "let seen = w.sees(); if seen == 2 { panic!() }",
            "let _held = w.holds();",
            "let _seen = w.x.expect(\"it is there\");",
            "let _a = w.sees(); helper(w);",
            "let Some(_) = w.sees() else { return };",
        ] {
            assert_eq!(run(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn a_library_of_steps_is_for_tests_as_a_whole() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let feature = "Feature: f\n  @AC-1\n  Scenario: s\n    Then b\n    And c\n";
        let library = "use cucumber::then;\npub struct World;\nimpl World { fn sees(&self) { helper(self.x) } }\nfn helper(x: u8) { assert!(x > 0) }\nfn quiet(x: u8) {}\n#[then(\"b\")]\nfn b(w: &mut World) { w.sees(); }\n#[then(\"c\")]\nfn c(w: &mut World) { quiet(1); }\n";
        let found = found(
            &RULE,
            &[
                ("Cargo.toml", BDD_MANIFEST),
                ("specs/spec_ledger.yaml", &ledger),
                ("a.feature", feature),
                ("src/lib.rs", library),
                ("tests/bdd.rs", "fn main() { shop::World::run(\".\"); }\n"),
            ],
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("c: "), "{found:?}");
    }

    #[test]
    fn tests_that_count_for_nothing_are_left_alone() {
        let ledger = ledger(&["{ id: AC-1, text: t }"]);
        let rust = "#[test]\nfn free() {}\n/// AC: AC-1\n#[test]\nfn linked() {}\n/// AC: AC-9\n#[test]\nfn unknown() {}\n";
        let found = found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("src/lib.rs", rust)],
        );
        assert_eq!(
            found,
            [
                "linked: test `shop::linked` asserts nothing\n  AC-1: it counts for `AC-1`\n  help: assert what the criterion says"
            ]
        );
    }
}
