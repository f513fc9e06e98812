//! `test_double_in_production`: the entrypoint wires what stands in for an adapter in tests.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};
use govern_workspace::DependencyKind;

use super::NOT_ASKED;
use crate::{
    findings::{
        causes::{by_cause, show_sites},
        outside, said,
    },
    model::architecture::{Architecture, UseRow},
    policy::Role,
};

/// The entrypoint wires what stands in for an adapter in tests.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "test_double_in_production",
        summary: "the entrypoint wires what stands in for an adapter in tests",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds uses of test doubles of the workspace in layers of role `entrypoint`, in code of the program, however they are named or
re-exported. What they are is said by `[archcheck.test-doubles]`: modules, with what is inside them, and names of items. Each
list has a default, which counts as long as the list is not written. Tests may use them. The rule looks at nothing unless the
table is there: an adapter that keeps everything in memory can be meant for production.

### Why is this bad?

What only pretends to keep, to send or to check does so in production, too, and everything seems to work.

### Example

```toml
[archcheck.test-doubles]
```

```rust
// src/main.rs
fn main() { orders::run(orders_adapters::in_memory::Store::default()) }
```

### Use instead

```rust
// src/main.rs
fn main() { orders::run(orders_adapters::postgres::Store::connect(&config.database)) }
```

```toml
[archcheck.test-doubles]
modules = ["orders_adapters::mock"]     # default: ["**::in_memory", "**::mock", "**::fake"]
items = ["Mock*", "*Stub"]              # default: ["Mock*", "Fake*"]
```

### Limits

What another layer wires for the entrypoint is not seen; `wiring_outside_entrypoint` finds that. Doubles of external crates
are forbidden by `[[archcheck.forbid]]`.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let Some(doubles) = &architecture.policy.doubles else {
        findings.idle(NOT_ASKED);
        return;
    };
    if architecture.idle_without(Role::Entrypoint, findings) {
        return;
    }
    let modules = said::modules_of_role(architecture, |role| role == Role::Entrypoint);
    findings.checked(modules.len());
    let wrong: BTreeSet<UseRow> = architecture
        .use_rows()
        .filter(|&row| {
            let place = architecture.use_of(row);
            place.kind == DependencyKind::Normal
                && modules.contains(&place.from)
                && place.def.is_some()
                && doubles.named(architecture.text(place.item)).is_some()
        })
        .collect();
    for ((from, item), uses) in by_cause(architecture, &wrong) {
        let module = &architecture.module(from).path;
        let finding = findings.report(
            architecture.use_of(uses[0]).span,
            format!("{module} -> {item}"),
            format!("`{item}` is for tests, but `{module}` uses it in production"),
        );
        finding.label(format!("this is `{item}`"));
        show_sites(architecture, finding, &uses);
        if let Some(name) = doubles.named(item) {
            match name.span {
                Some(span) => finding.related(span, "it is a test double by this"),
                None => finding.note(format!("by default, `{}` is a test double", name.text)),
            };
        }
        outside::explain(architecture, finding, from);
        finding.help("wire the adapter that does the work; if that is this one, narrow what `[archcheck.test-doubles]` says");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{findings, session};

    fn run(config: &str) -> (Vec<String>, usize) {
        let text = format!(
            "//- govern.toml
[archcheck]
preset = \"hexagonal\"
{config}
//- orders/src/lib.rs
pub mod adapter {{
    pub mod in_memory {{ pub struct Store; }}
    pub use in_memory::Store as Kept;
    pub struct MockBus; pub struct Real; pub struct Mocking;
    pub fn unmock() {{}}
}}
//- orders/src/main.rs
use orders::adapter::{{Kept, Real}};
fn main() {{ Kept; Real; orders::adapter::MockBus; orders::adapter::unmock(); wiremock::MockServer; }}
#[cfg(test)] mod tests {{ use orders::adapter::MockBus; }}
#[cfg(windows)] fn f(_: orders::adapter::Mocking) {{}}
"
        );
        let session = session(&text);
        let found = findings(&RULE, &session);
        let keys = found.found().iter().map(|it| it.key.clone()).collect();
        let run = govern_gate::run(&[&crate::GATE], &session);
        let found = run.report.diagnostics.iter();
        let unmatched = found.filter(|it| it.message.contains("matches no"));
        (keys, unmatched.count())
    }

    #[test]
    fn doubles_are_for_tests() {
        let (keys, unmatched) = run("[archcheck.test-doubles]");
        assert_eq!(
            keys,
            [
                "orders -> orders::adapter::MockBus",
                "orders -> orders::adapter::in_memory::Store",
            ]
        );
        assert_eq!(unmatched, 0);
    }

    #[test]
    fn the_project_says_what_they_are() {
        let table = "[archcheck.test-doubles]\nmodules = []\nitems = [\"Mocking\", \"*Stub\"]";
        assert_eq!(run(table), (Vec::new(), 1));
        assert_eq!(run(""), (Vec::new(), 0));
        let (keys, _) = run("[archcheck.test-doubles]\nitems = [\"Real\"]");
        assert_eq!(
            keys,
            [
                "orders -> orders::adapter::Real",
                "orders -> orders::adapter::in_memory::Store",
            ]
        );
    }
}
