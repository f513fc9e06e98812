//! `thick_handler`: a function does more than the project allows where it stands.

use std::collections::BTreeSet;

use govern_facts::BodySize;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use super::NOT_ASKED;
use crate::{
    model::architecture::{Architecture, Site, What},
    policy::project::{Budget, Thinness},
};

/// A function does more than the project allows where it stands.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "thick_handler",
        summary: "a function does more than the project allows where it stands",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds functions with more statements or branches than `[archcheck.thinness]` allows. `for` says where: layers, crates, files,
modules with what is inside them, as in rules of the project. `statements` and `branches` say how many there may be; one of
them is enough. Without the table the rule is idle.

Counted is the body of each function with all blocks and closures inside it, in code of the program, not in tests:

- statements: every `let`, every expression that stands in a block, and the value at the end of a block;
- branches: every `if`, `if let`, `let … else` and condition of an arm, every arm of a `match` beyond its first one, every
  loop. `?`, `&&` and `||` are none.

Functions inside a function count for themselves; constants and `use` inside of it are no statements.

### Why is this bad?

What decides in a handler is tested only through what calls the handler, and is decided again in the next one.

### Example

```toml
[archcheck]
preset = "hexagonal"

[archcheck.thinness]
for = ["layer:adapter", "**::handlers"]
statements = 12
branches = 2
because = "handlers translate, the domain decides"
```

```rust
pub fn place(request: Request, orders: &dyn Orders) -> Response {
    let mut total = 0;
    for line in &request.lines {
        if line.quantity == 0 { return Response::refused("no quantity"); }
        total += match line.kind { Kind::Gift => 0, Kind::Sold => line.quantity * line.price };
    }
    orders.keep(request.lines, total);
    Response::total(total)
}
```

### Use instead

```rust
pub fn place(request: Request, orders: &dyn Orders) -> Response {
    match application::place(request.into(), orders) {
        Ok(total) => Response::total(total),
        Err(refused) => Response::refused(refused),
    }
}
```

### Limits

The arguments of macros do not count: what stands in a `select!` or a `json!` is not seen. Functions that macros declare are
not known; those whose names are known are counted and listed in the summary. What a function calls is not followed.
"#;

/// What is more than it may be.
struct Excess {
    text: String,
    budget: Budget,
}

fn check(architecture: &Architecture, findings: &mut Findings) {
    let Some(thinness) = &architecture.policy.thinness else {
        findings.idle(NOT_ASKED);
        return;
    };
    let mut looked_at = BTreeSet::new();
    for site in &architecture.sites {
        let What::Function {
            path,
            size: Some(size),
        } = &site.what
        else {
            continue;
        };
        // A file that several crates have holds each of its functions once.
        let place = (site.span.file, site.span.range.start());
        if architecture.is_in_view(site.module) && looked_at.insert(place) {
            report(thinness, findings, site, path, size);
        }
    }
    findings.checked(looked_at.len());
    if looked_at.is_empty() {
        findings.idle("no function with a body stands where `[archcheck.thinness]` is about");
    }
}

fn report(thinness: &Thinness, findings: &mut Findings, site: &Site, path: &str, size: &BodySize) {
    let branches = size.ifs + size.arms + size.loops;
    let statements = excess(size.statements, "statement", thinness.statements);
    let branches_excess = excess(branches, "branch", thinness.branches);
    let label = match (&branches_excess, &statements) {
        (Some(_), _) => branches_of(size),
        (None, Some(excess)) => {
            let more = size.statements - excess.budget.most;
            format!("{} too many", counted(more, "statement"))
        }
        (None, None) => return,
    };
    let excesses: Vec<Excess> = statements.into_iter().chain(branches_excess).collect();
    let texts: Vec<&str> = excesses.iter().map(|excess| excess.text.as_str()).collect();
    let message = format!("`{path}` is thick: {}", texts.join(", and "));
    let finding = findings.report(site.span, path, message);
    finding.label(label);
    for excess in &excesses {
        if let Some(span) = excess.budget.span {
            finding.related(span, "the budget");
        }
    }
    finding.notes.extend(thinness.because.clone());
    finding.help("move the decision into the domain or application, and leave here what translates between that and the outside");
}

fn excess(count: u32, what: &str, budget: Option<Budget>) -> Option<Excess> {
    let budget = budget.filter(|budget| count > budget.most)?;
    let most = budget.most;
    let text = format!("{}, more than {most}", counted(count, what));
    Some(Excess { text, budget })
}

/// What the branches are; what most of them are comes first.
fn branches_of(size: &BodySize) -> String {
    let mut kinds = [
        (size.ifs, "`if`", "`if`"),
        (
            size.arms,
            "further arm of a `match`",
            "further arms of `match`",
        ),
        (size.loops, "loop", "loops"),
    ];
    kinds.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    let there = kinds.iter().filter(|(count, ..)| *count > 0);
    let texts: Vec<String> = there
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    texts.join(", ")
}

fn counted(count: u32, what: &str) -> String {
    match (count, what) {
        (1, _) => format!("1 {what}"),
        (_, "branch") => format!("{count} branches"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use govern_gate::{RuleOutcome, run_rules};

    use super::RULE;
    use crate::fixture::{architecture, check, findings, outcome, place, session};

    fn text(table: &str, code: &str) -> String {
        format!(
            "//- govern.toml
[archcheck]
preset = \"hexagonal\"
{table}
//- x/src/lib.rs
pub mod adapter {{ {code} }}
pub mod domain {{ pub fn long() {{ a; b; c; d; if e {{}} }} }}
"
        )
    }

    fn run(table: &str, code: &str) -> RuleOutcome {
        let table = format!("[archcheck.thinness]\nfor = \"layer:adapter\"\n{table}");
        let architecture = architecture(&session(&text(&table, code)));
        run_rules(&[&RULE], &architecture).remove(0)
    }

    fn messages(table: &str, code: &str) -> Vec<String> {
        let found = run(table, code).findings.into_iter();
        found.map(|it| it.message).collect()
    }

    #[test]
    fn what_is_over_the_budget_is_said_with_its_counts() {
        let code = "pub fn f() { a; b; if c { d } }";
        assert_eq!(messages("statements = 4\nbranches = 1", code), [""; 0]);
        assert_eq!(
            messages("statements = 3", code),
            ["`x::adapter::f` is thick: 4 statements, more than 3"]
        );
        assert_eq!(
            messages("statements = 1\nbranches = 0", code),
            ["`x::adapter::f` is thick: 4 statements, more than 1, and 1 branch, more than 0"]
        );
    }

    #[test]
    fn the_label_says_what_counts_most() {
        let label = |table: &str, code: &str| {
            let found = run(table, code).findings.remove(0);
            (found.label.unwrap(), found.related.len())
        };
        let code = "fn f() { for a in b { match c { D => e, F => g, _ => { if h {} } } } }";
        assert_eq!(
            label("branches = 1", code),
            ("2 further arms of `match`, 1 `if`, 1 loop".to_owned(), 1)
        );
        assert_eq!(
            label("statements = 0\nbranches = 1", code),
            ("2 further arms of `match`, 1 `if`, 1 loop".to_owned(), 2)
        );
        assert_eq!(
            label("statements = 2", code),
            ("1 statement too many".to_owned(), 1)
        );
    }

    #[test]
    fn methods_and_functions_inside_count_for_themselves() {
        let code = "
pub struct Desk;
impl Desk { pub fn place(&self) { a; b; fn inner() { c; d; e } } }
pub trait Shown { fn show(&self) { a; b; c } fn hide(&self); }
impl Shown for crate::adapter::Desk { fn show(&self) { a; b; c } fn hide(&self) {} }
pub fn closures() { let f = |x| { y; z }; }
";
        let found = run("statements = 2", code);
        let mut keys: Vec<&str> = found.findings.iter().map(|it| it.key.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "x::adapter::Desk::place::inner",
                "x::adapter::Desk::show",
                "x::adapter::Shown::show",
                "x::adapter::closures",
            ]
        );
        assert_eq!(found.checked, 6);
    }

    #[test]
    fn tests_and_what_is_switched_off_do_not_count() {
        let code = "
#[test] fn a() { a; b; c }
#[cfg(test)] mod tests { fn b() { a; b; c } }
#[cfg(feature = \"off\")] fn c() { a; b; c }
#[cfg(test)] impl super::domain::T { fn d() { a; b; c } }
";
        let found = run("statements = 0", code);
        assert_eq!(found.findings, []);
        assert_eq!(found.checked, 0);
        assert_eq!(
            found.idle.as_deref(),
            Some("no function with a body stands where `[archcheck.thinness]` is about")
        );
    }

    #[test]
    fn what_macros_declare_is_not_known_and_said() {
        let code = "
macro_rules! made { ($name:ident) => { pub fn $name() { a; b; c } } }
made!(one);
other! { pub fn two() -> u8 { a; b; c } => }
pass! { fn three() { a; b; c } }
";
        let table = "[archcheck.thinness]\nfor = \"layer:adapter\"\nstatements = 2";
        let session = session(&text(table, code));
        let found = findings(&RULE, &session);
        let keys: Vec<&str> = found.found().iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["x::adapter::three"]);
        let outcome = outcome(&session);
        let what = "bodies of functions that macros declare";
        let unknown = outcome.opaque.iter().find(|it| it.what == what).unwrap();
        let places = unknown.places.iter();
        let places: Vec<String> = places.map(|it| place(&session, Some(it.span))).collect();
        assert_eq!(
            places,
            ["x/src/lib.rs:3:`made!(one);`", "x/src/lib.rs:4:`two`"]
        );
    }

    #[test]
    fn a_file_of_two_crates_is_looked_at_once() {
        let text = "
//- govern.toml
[archcheck.thinness]
for = \"**::adapter\"
statements = 1
//- x/src/lib.rs
mod adapter;
//- x/src/main.rs
mod adapter; fn main() {}
//- x/src/adapter.rs
fn f() { a; b; }
";
        assert_eq!(
            check(&RULE, text),
            ["x/src/adapter.rs:1:`f`: `x::adapter::f` is thick: 2 statements, more than 1"]
        );
    }

    #[test]
    fn a_table_that_asks_for_nothing_is_a_mistake() {
        let said = |table: &str| {
            let session = session(&text(&format!("[archcheck.thinness]\n{table}"), ""));
            let found = outcome(&session).diagnostics;
            found.into_iter().map(|it| it.message).collect::<Vec<_>>()
        };
        let nothing = "`[archcheck.thinness]` asks for nothing: `for`, or both of `statements` and `branches`, is missing";
        assert_eq!(said("for = \"layer:adapter\""), [nothing]);
        assert_eq!(said("for = []\nbranches = 1"), [nothing]);
        assert_eq!(
            said("for = \"layer:adaptor\"\nbranches = 1"),
            ["there is no layer `adaptor`"]
        );
        assert_eq!(said("for = \"layer:adapter\"\nbranches = 1"), [""; 0]);
    }
}
