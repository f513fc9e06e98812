//! `fat_port`: a port with more methods than the project allows.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{architecture::Architecture, declarations::Trait, ports::is_extension},
    policy::Role,
};

/// A port with more methods than the project allows.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "fat_port",
        summary: "a port with more methods than the project allows",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds ports with more methods than `max-methods` in `[archcheck.ports]` allows. A port is a trait in a layer whose role is
`port` that can be seen from outside of its layer. Methods with a default body count: an adapter may replace them. A trait that
only adds methods to another (`impl<T: Port> PortExt for T`) is none. Without `max-methods` the rule is idle.

### Why is this bad?

Who needs one method of a broad port depends on all of them, and so does every adapter and every test double.

### Example

```toml
[archcheck.ports]
max-methods = 2
```

```rust
pub trait Orders {
    fn load(&self);
    fn store(&self);
    fn publish(&self);
}
```

### Use instead

```rust
pub trait OrderStore {
    fn load(&self);
    fn store(&self);
}
pub trait EventPublisher {
    fn publish(&self);
}
```
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let Some(most) = architecture.policy.ports.max_methods else {
        findings.idle(super::NOT_ASKED);
        return;
    };
    if architecture.idle_without(Role::Port, findings) {
        return;
    }
    let mut checked = 0;
    let declarations = &architecture.declarations;
    let is_port = |port: &&Trait| !is_extension(declarations, port);
    for port in architecture.ports().filter(is_port) {
        checked += 1;
        let count = port.methods.len();
        if count <= most {
            continue;
        }
        let message = format!(
            "the port `{}` has {count} methods, more than {most}",
            port.path
        );
        let finding = findings.report(port.span, port.path.clone(), message);
        finding.label("it is broad");
        finding.note(format!("`max-methods = {most}` in `[archcheck.ports]`"));
        finding.help("split it by who needs what; one adapter may implement several ports");
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("no layer of ports declares a trait that can be named from outside");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn methods_are_counted_with_defaults_and_without_other_items() {
        let text = |most| {
            format!(
                "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nports.max-methods = {most}\n//- x/src/lib.rs\npub mod port {{ pub trait P {{ type T; const C: u8; fn a(&self); fn b(&self) {{}} #[cfg(test)] fn c(&self); }} }}\npub mod domain {{ pub trait D {{ fn a(&self); fn b(&self); fn c(&self); }} }}\n"
            )
        };
        assert_eq!(check(&RULE, &text(2)), [""; 0]);
        assert_eq!(
            check(&RULE, &text(1)),
            ["x/src/lib.rs:1:`P`: the port `x::port::P` has 2 methods, more than 1"]
        );
        // What only adds methods to a port is none.
        let added = text(1).replace(
            "pub trait P {",
            "pub trait PExt: P { fn d(&self) {} fn e(&self) {} } impl<T: P + ?Sized> PExt for T {} pub trait P {",
        );
        assert_eq!(check(&RULE, &added).len(), 1);
    }
}
