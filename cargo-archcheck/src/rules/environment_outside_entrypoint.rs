//! `environment_outside_entrypoint`: variables, arguments or configuration are read outside of the entrypoint.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{causes::show_sites, outside, said},
    model::architecture::{Architecture, ModuleRow, UseRow},
    path::{head, std_head},
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
by `std::env`, and crates for configuration and command lines (`config`, `figment`, `envy`, `dotenvy`, `clap` …), each of which
is one finding in a module. Names are resolved, as they are for `impure_domain`, and what that or `forbid` says of a place is
not said again here. Tests, build scripts, layers without a role and code in no layer may read what they like.

`env!` and `option_env!` are left alone: they read the environment of the build, which nobody can tell the program anything
with. What has to be pure must not depend on that either: `impure_domain`.

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
    let is_std = |row: &UseRow| {
        let item = architecture.text(architecture.use_of(*row).item);
        std_head(head(item)) == "std"
    };
    let (std, crates): (BTreeSet<UseRow>, BTreeSet<UseRow>) = wrong.into_iter().partition(is_std);
    let message = |module: &str, item: &str| {
        format!("only the entrypoint reads the environment, but `{module}` does: `{item}`")
    };
    outside::report(architecture, findings, &std, message, HELP);
    let mut used: BTreeMap<(ModuleRow, &str), Vec<UseRow>> = BTreeMap::new();
    for row in crates {
        let place = architecture.use_of(row);
        let item = architecture.text(place.item);
        let krate = head(item);
        let krate = krate.trim_end_matches('!');
        used.entry((place.from, krate)).or_default().push(row);
    }
    for ((from, krate), uses) in used {
        let module = &architecture.module(from).path;
        let first = architecture.use_of(uses[0]);
        let finding = findings.report(
            first.span,
            format!("{module} -> {krate}"),
            format!(
                "only the entrypoint reads the environment, but `{module}` uses `{krate}`, which is for that"
            ),
        );
        finding.label(format!("this is `{}`", architecture.text(first.item)));
        show_sites(architecture, finding, &uses);
        outside::explain(architecture, finding, from);
        finding.help(HELP);
    }
}

const HELP: &str = "read it in the entrypoint, and pass it in as a value";

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
                "orders/src/lib.rs:3:`env::var`",
                "orders/src/lib.rs:3:`env_config::from_env`",
            ]
        );
    }

    #[test]
    fn a_crate_for_it_is_one_finding_in_a_module() {
        let code = "
//- orders: clap
//- orders/src/lib.rs
pub mod adapter { use clap::{Arg, ArgAction}; fn f() { Arg::new(ArgAction::SetTrue, clap::crate_name!()); } }
pub mod application { use clap::Parser; }
//- orders/src/main.rs
fn main() {}
";
        assert_eq!(
            check(&RULE, &format!("{CONFIG}{code}")),
            [
                "orders/src/lib.rs:1:`Arg`: only the entrypoint reads the environment, but `orders::adapter` uses `clap`, which is for that",
                "orders/src/lib.rs:2:`clap::Parser`: only the entrypoint reads the environment, but `orders::application` uses `clap`, which is for that",
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
