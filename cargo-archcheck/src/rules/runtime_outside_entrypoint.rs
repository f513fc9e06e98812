//! `runtime_outside_entrypoint`: a runtime is made, or the process ended, outside of the entrypoint.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{outside, said},
    model::architecture::{Architecture, UseRow},
    policy::effects::table,
};

/// A runtime is made, or the process ended, outside of the entrypoint.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "runtime_outside_entrypoint",
        summary: "a runtime is made, or the process ended, outside of the entrypoint",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds what starts or ends a program in layers that have a role other than `entrypoint`: `#[tokio::main]` and its like,
runtimes that are built (`tokio::runtime::Runtime`, `tokio::runtime::Builder`), futures that are blocked on
(`futures::executor::block_on`, `smol::block_on`, `pollster::block_on`), the global thread pool of rayon,
`std::process::exit` and `abort`. Names are resolved, as they are for `impure_domain`, and what that or `forbid` says of a
place is not said again here. Tests, build scripts, layers without a role and code in no layer may do it.

To spawn a task on the runtime that is there is no matter of this rule.

### Why is this bad?

A second runtime inside of the first blocks its threads or panics. What ends the process skips what others have to clean up,
and no test can see what it returned.

### Example

```rust
mod adapter {
    pub fn publish(bus: &Bus) { tokio::runtime::Runtime::new().unwrap().block_on(bus.flush()) }
}
```

### Use instead

```rust
mod adapter {
    pub async fn publish(bus: &Bus) { bus.flush().await }
}
```

### Limits

Methods are not seen: `handle.block_on(…)` on a handle that is passed in.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let Some(modules) = outside::modules(architecture, findings) else {
        return;
    };
    let mut wrong: BTreeSet<UseRow> = BTreeSet::new();
    for (row, place, item) in said::external_uses(architecture, &modules) {
        if table().entry.contains(item) && said::impurity(architecture, place.from, item).is_none()
        {
            wrong.insert(row);
        }
    }
    let message = |module: &str, item: &str| {
        format!("only the entrypoint starts and ends the program, but `{module}` uses `{item}`")
    };
    let help =
        "make it `async`, or return what happened, and let the entrypoint run it and act on it";
    outside::report(architecture, findings, &wrong, message, help);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn what_starts_or_ends_a_program_is_for_the_entrypoint() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders: rt = tokio, futures
//- orders/src/lib.rs
pub mod adapter {
    use rt::runtime::{Handle, Runtime};
    fn f() { Runtime::new(); std::process::exit(1); futures::executor::block_on(x()); }
    #[rt::main] async fn main() {}
    fn g(_: Handle) -> std::process::ExitCode { rt::spawn(x()); std::process::ExitCode::SUCCESS }
    #[test] fn t() { std::process::exit(1); }
}
pub mod elsewhere { fn f() { std::process::exit(1); } }
//- orders/src/main.rs
#[rt::main] async fn main() { std::process::exit(1); }
";
        let found = check(&RULE, text);
        let places: Vec<&str> = found
            .iter()
            .map(|line| line.split_once(": ").expect("a message").0)
            .collect();
        assert_eq!(
            places,
            [
                "orders/src/lib.rs:3:`futures::executor::block_on`",
                "orders/src/lib.rs:3:`std::process::exit`",
                "orders/src/lib.rs:4:`rt::main`",
                "orders/src/lib.rs:2:`Runtime`",
            ]
        );
    }
}
