//! `environment_outside_entrypoint`: variables, arguments or configuration are read outside of the entrypoint.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{outside, said},
    model::architecture::{Architecture, UseRow, What},
    policy::effects::{Effect, table},
};

/// Variables, arguments or configuration are read outside of the entrypoint.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "environment_outside_entrypoint",
        summary: "variables, arguments or configuration are read outside of the entrypoint",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds what reads the environment in layers that have a role other than `entrypoint`: variables, arguments and directories
by `std::env`, crates for configuration and command lines (`config`, `figment`, `envy`, `dotenvy`, `clap` …), `env!` and
`option_env!`. Names are resolved, as they are for `impure_domain`, and what that or `forbid` says of a place is not said
again here. Tests, build scripts, layers without a role and code in no layer may read what they like.

A variable is left alone that is the same for all who build: those of cargo (`CARGO_…`, `OUT_DIR`), of vergen (`VERGEN_…`),
and those that name a version (`…_VERSION`, `…_COMMIT`, `…_SHA`, `…_HASH`, `…_REVISION`).

### Why is this bad?

What a program can be told is only known when there is one place that reads it. What reads a variable somewhere inside
cannot be made twice with different settings, and a test of it has to change the environment of all tests.

### Example

```rust
mod adapter {
    pub fn connect() -> Bus { Bus::new(std::env::var("BUS_URL").unwrap_or_default()) }
}
```

### Use instead

```rust
mod adapter {
    pub fn connect(url: String) -> Bus { Bus::new(url) }
}
```

### Limits

Which methods of an external crate read the environment is not known, only the crates whose business it is.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let Some(modules) = outside::modules(architecture, findings) else {
        return;
    };
    let mut wrong: BTreeSet<UseRow> = BTreeSet::new();
    for (row, place, item) in said::external_uses(architecture, &modules) {
        let is_read = table()
            .effects_of(item)
            .any(|effect| effect == Effect::Environment);
        if is_read && said::impurity(architecture, place.from, item).is_none() {
            wrong.insert(row);
        }
    }
    let message = |module: &str, item: &str| {
        format!("only the entrypoint reads the environment, but `{module}` does: `{item}`")
    };
    let help = "read it in the entrypoint, and pass it in as a value";
    outside::report(architecture, findings, &wrong, message, help);
    for site in architecture
        .sites
        .iter()
        .filter(|site| modules.contains(&site.module))
    {
        let What::BuildVariable { by, name } = &site.what else {
            continue;
        };
        let pure = architecture.module(site.module).layer.is_some_and(|layer| {
            let pure = &architecture.policy.layer(layer).pure.effects;
            pure.contains(&Effect::Environment)
        });
        if pure || said::is_of_build(name) {
            continue;
        }
        let module = &architecture.module(site.module).path;
        let item = format!("{by} {name}");
        let finding = findings.report(
            site.span,
            format!("{module} -> {item}"),
            message(module, &item),
        );
        finding.label("this is read while the code is built");
        outside::explain(architecture, finding, site.module);
        finding.help(help);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    const CONFIG: &str = "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n";

    fn found(code: &str) -> Vec<String> {
        let found = check(&RULE, &format!("{CONFIG}{code}"));
        let places = found
            .iter()
            .map(|line| line.split_once(": ").expect("a message").0.to_owned());
        places.collect()
    }

    #[test]
    fn only_the_entrypoint_reads_it() {
        let code = "
//- orders: env-config = envy
//- orders/src/lib.rs
pub mod adapter {
    use std::env;
    fn f() { env::var(\"A\"); env!(\"HOME\"); option_env!(\"B\"); env_config::from_env(); }
    fn g() { print(env!(\"CARGO_PKG_NAME\")); option_env!(\"GIT_SHA\"); env::consts::OS; }
    #[cfg(test)] mod tests { fn f() { std::env::var(\"A\"); } }
    #[test] fn t() { std::env::var(\"A\"); }
}
pub mod domain { fn f() { std::env::var(\"said by impure_domain\"); } }
pub mod elsewhere { fn f() { std::env::var(\"A\"); } }
//- orders/src/main.rs
fn main() { std::env::args(); env!(\"HOME\"); }
//- orders/build.rs
fn main() { std::env::var(\"OUT_DIR\"); }
";
        assert_eq!(
            found(code),
            [
                "orders/src/lib.rs:3:`env_config::from_env`",
                "orders/src/lib.rs:3:`env::var`",
                "orders/src/lib.rs:3:`env!(\"HOME\")`",
                "orders/src/lib.rs:3:`option_env!(\"B\")`",
            ]
        );
    }

    #[test]
    fn without_an_entrypoint_it_is_idle() {
        let text = "//- a/src/lib.rs\nfn f() { std::env::var(\"A\"); }";
        let session = session(text);
        assert_eq!(findings(&RULE, &session).found(), []);
    }
}
