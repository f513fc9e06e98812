//! `port_without_adapter`: a port that nothing stands behind.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{
        architecture::Architecture,
        declarations::{Implementation, Subject, Trait},
    },
    policy::Role,
};

/// A port that nothing stands behind.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "port_without_adapter",
        summary: "a port that nothing stands behind",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds ports that no adapter implements. A port is a trait in a layer whose role is `port` that can be named from outside of
its module and has a method that takes `self`. An implementation in a layer whose role is `adapter` stands behind it. So does
one in the application or the domain, which is what adapters that drive the program call.

Implementations in tests do not count, nor do those that pass calls on (`impl<T: Port> Port for Arc<T>`), nor blanket ones in
the layer of ports. A trait that adds methods to another by a blanket implementation (`impl<T: Port> PortExt for T`) needs no
adapter of its own.

### Why is this bad?

A port that only tests implement says what the program needs, and the program does not have it: it is dead, or the code that
needs it was given something else behind its back.

### Example

```rust
pub mod port {
    pub trait Clock { fn now(&self) -> u64; }
}
pub mod adapter {
    pub struct SystemClock;
}
```

### Use instead

```rust
pub mod adapter {
    pub struct SystemClock;
    impl crate::port::Clock for SystemClock { /* … */ }
}
```

### Limits

What macros generate is not known: a port that the body or the arguments of a macro name, or a derive that is called like it,
is not reported. Without a module in a layer whose role is `adapter` the rule is idle: adapters may be elsewhere.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Port, findings)
        || architecture.idle_without(Role::Adapter, findings)
    {
        return;
    }
    let declarations = &architecture.declarations;
    let ports: Vec<&Trait> = architecture.served_ports().collect();
    let mut unknown = 0;
    for port in &ports {
        let behind: Vec<&Implementation> = declarations
            .implementations_of(port)
            .filter(|one| one.subject != Subject::Forwarder)
            .collect();
        if behind.iter().any(|one| serves(architecture, one)) {
            continue;
        }
        if declarations.hints_of(port).next().is_some() {
            unknown += 1;
            continue;
        }
        report(architecture, findings, port, &behind);
    }
    findings.checked(ports.len() - unknown);
    if ports.is_empty() {
        findings.idle("no layer of ports declares a trait that something outside could implement");
    } else if unknown == ports.len() {
        findings.idle("only macros name the ports: what they implement is not known");
    }
}

/// Whether an implementation stands behind a port.
fn serves(architecture: &Architecture, one: &Implementation) -> bool {
    match architecture.role_of(one.module) {
        Some(Role::Adapter | Role::Application | Role::Domain) => true,
        // The behaviour of data that ports speak of; whether it is more than that, `port_with_implementation` says.
        Some(Role::Port) => one.subject != Subject::Blanket,
        _ => false,
    }
}

fn report(
    architecture: &Architecture,
    findings: &mut Findings,
    port: &Trait,
    behind: &[&Implementation],
) {
    let message = format!("no adapter implements the port `{}`", port.path);
    let finding = findings.report(port.span, port.path.clone(), message);
    finding.label("nothing stands behind it");
    for one in behind {
        let what = match architecture.module(one.module).layer {
            Some(layer) => format!(
                "implemented here, in `{}`, which is no layer of adapters",
                architecture.policy.layer(layer).name
            ),
            None => "implemented here, in no layer".to_owned(),
        };
        finding.related(one.span, what);
    }
    finding.help(format!(
        "implement `{}` in an adapter, or remove it if nothing needs it",
        port.name()
    ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    fn found(code: &str) -> Vec<String> {
        check(
            &RULE,
            &format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n//- orders/src/lib.rs\n{code}"
            ),
        )
    }

    const PORT: &str = "pub mod port { pub trait Clock { fn now(&self) -> u64; } }\n";

    fn with(code: &str) -> usize {
        found(&format!("{PORT}{code}")).len()
    }

    #[test]
    fn a_port_that_nobody_implements_is_found() {
        assert_eq!(
            found(&format!("{PORT}pub mod adapter {{ pub struct System; }}")),
            ["orders/src/lib.rs:1:`Clock`: no adapter implements the port `orders::port::Clock`"]
        );
    }

    #[test]
    fn what_stands_behind_a_port() {
        for code in [
            "pub mod adapter { pub struct S; impl crate::port::Clock for S { fn now(&self) -> u64 { 1 } } }",
            "pub mod adapter { mod deep { use crate::port as p; pub struct S; impl p::Clock for S { fn now(&self) -> u64 { 1 } } } }",
            "pub mod adapter {} pub mod application { pub struct S; impl crate::port::Clock for S { fn now(&self) -> u64 { 1 } } }",
            "pub mod adapter { use crate::port::Clock; pub trait Sys {} impl<T: Sys> Clock for T { fn now(&self) -> u64 { 1 } } }",
        ] {
            assert_eq!(with(code), 0, "{code}");
        }
    }

    #[test]
    fn what_does_not() {
        for code in [
            "pub mod adapter { #[cfg(test)] mod tests { pub struct S; impl crate::port::Clock for S { fn now(&self) -> u64 { 1 } } } }",
            "pub mod adapter { use crate::port::Clock; impl<T: Clock> Clock for Box<T> { fn now(&self) -> u64 { 1 } } }",
            "pub mod adapter { use crate::port::Clock; impl<T: Clock> Clock for &T { fn now(&self) -> u64 { 1 } } }",
            "pub mod adapter { pub trait Clock {} pub struct S; impl Clock for S {} }",
            "pub mod adapter {} pub mod entrypoint { pub struct S; impl crate::port::Clock for S { fn now(&self) -> u64 { 1 } } }",
        ] {
            assert_eq!(with(code), 1, "{code}");
        }
    }

    #[test]
    fn traits_that_are_no_ports() {
        let code = "
pub mod port {
    pub trait Clock { fn now(&self) -> u64; }
    pub trait ClockExt: Clock { fn later(&self) -> u64 { self.now() + 1 } }
    impl<T: Clock> ClockExt for T {}
    pub trait Mark {}
    pub trait Kind { const NAME: &'static str; }
    trait Inner { fn f(&self); }
    pub trait Describe { fn describe(&self) -> String; }
    pub enum Failure { Gone }
    impl Describe for Failure { fn describe(&self) -> String { String::new() } }
    #[cfg(test)] pub trait Probe { fn probe(&self); }
}
pub mod adapter { pub struct S; impl crate::port::Clock for S { fn now(&self) -> u64 { 1 } } }
";
        assert_eq!(found(code), [""; 0]);
    }

    #[test]
    fn what_only_a_macro_knows_is_no_accusation() {
        for code in [
            "pub mod adapter { macro_rules! clock { ($name:ident) => { impl $crate::port::Clock for $name { fn now(&self) -> u64 { 1 } } } } pub struct S; clock!(S); }",
            "pub mod adapter { use crate::port::Clock; pub struct S; adapter! { S as Clock } }",
            "pub mod adapter { #[derive(macros::Clock)] pub struct S; }",
        ] {
            assert_eq!(with(code), 0, "{code}");
        }
    }

    #[test]
    fn without_adapters_it_is_idle() {
        let session = session(&format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n//- orders/src/lib.rs\n{PORT}"
        ));
        assert_eq!(findings(&RULE, &session).found(), []);
        let outcome = crate::fixture::outcome(&session);
        let rule = outcome
            .rules
            .iter()
            .find(|rule| rule.info.name == RULE.info.name)
            .unwrap();
        assert_eq!(
            rule.idle.as_deref(),
            Some("no module is in a layer whose role is `adapter`")
        );
        assert_eq!(rule.checked, 0);
    }
}
