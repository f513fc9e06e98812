//! `stray_port`: a port that stands outside of the layer of ports.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{architecture::Architecture, declarations::Subject},
    policy::Role,
};

/// A port that stands outside of the layer of ports.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "stray_port",
        summary: "a port that stands outside of the layer of ports",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds traits of the domain or the application that an adapter implements and that no module in a layer whose role is `port`
re-exports. Only traits that can be seen from outside of their layer and have a method that takes `self` count. Without a
module in a layer whose role is `port` the rule is idle.

### Why is this bad?

Whoever looks for what the program needs from outside looks at its ports. One that stands elsewhere is overlooked.

### Example

```rust
pub mod port { pub trait Clock { fn now(&self) -> u64; } }
pub mod domain { pub trait Store { fn store(&self); } }
pub mod adapter {
    impl crate::domain::Store for Memory { /* … */ }
}
```

### Use instead

```rust
pub mod port {
    pub use crate::domain::Store;
    pub trait Clock { fn now(&self) -> u64; }
}
```

### Limits

Implementations that macros generate are not seen.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Port, findings) {
        return;
    }
    let declarations = &architecture.declarations;
    let mut checked = 0;
    for one in &declarations.traits {
        let is_core = matches!(
            architecture.role_of(one.module),
            Some(Role::Domain | Role::Application)
        );
        if !is_core || !one.visible || !one.is_served() || !architecture.is_in_view(one.module) {
            continue;
        }
        checked += 1;
        let behind = declarations.implementations_of(one).find(|behind| {
            architecture.role_of(behind.module) == Some(Role::Adapter)
                && behind.subject != Subject::Forwarder
        });
        let Some(behind) =
            behind.filter(|_| !is_exported(&declarations.exported_by_ports, &one.path))
        else {
            continue;
        };
        let message = format!(
            "the trait `{}` is a port, and stands outside of the layer of ports",
            one.path
        );
        let finding = findings.report(one.span, one.path.clone(), message);
        finding.label("no module of ports re-exports it");
        finding.related(behind.span, "an adapter implements it here");
        finding.help(format!(
            "move it to the ports, or re-export it there: `pub use {};`",
            one.path
        ));
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("the domain and the application declare no traits that something outside could implement");
    }
}

/// Whether something is exported, itself or with the module around it.
fn is_exported(exported: &[String], path: &str) -> bool {
    exported.iter().any(|known| {
        let rest = path.strip_prefix(known.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    fn found(port: &str, domain: &str, adapter: &str) -> usize {
        let text = format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n//- x/src/lib.rs\npub mod port {{ {port} }}\npub mod domain {{ {domain} }}\npub mod adapter {{ pub struct M; {adapter} }}\n"
        );
        check(&RULE, &text).len()
    }

    const STORE: &str = "pub trait Store { fn store(&self); }";
    const MEMORY: &str = "impl crate::domain::Store for M { fn store(&self) {} }";

    #[test]
    fn a_trait_that_an_adapter_implements_belongs_to_the_ports() {
        for port in [
            "",
            "use crate::domain::Store;",
            "pub use crate::domain::Other;",
        ] {
            assert_eq!(
                found(port, &format!("{STORE} pub struct Other;"), MEMORY),
                1,
                "{port}"
            );
        }
    }

    #[test]
    fn re_exported_or_no_port() {
        for (port, domain, adapter) in [
            ("pub use crate::domain::Store;", STORE, MEMORY),
            ("pub use crate::domain::Store as Keep;", STORE, MEMORY),
            ("pub use crate::domain::*;", STORE, MEMORY),
            ("pub use crate::domain;", STORE, MEMORY),
            ("", STORE, ""),
            (
                "",
                "pub trait Store { const N: u8; }",
                "impl crate::domain::Store for M { const N: u8 = 1; }",
            ),
            (
                "",
                STORE,
                "#[cfg(test)] mod tests { struct T; impl crate::domain::Store for T { fn store(&self) {} } }",
            ),
            (
                "",
                STORE,
                "use crate::domain::Store; impl<T: Store> Store for Box<T> { fn store(&self) {} }",
            ),
            (
                "",
                STORE,
                "pub trait Store { fn store(&self); } impl Store for M { fn store(&self) {} }",
            ),
        ] {
            assert_eq!(found(port, domain, adapter), 0, "{port} {adapter}");
        }
    }
}
