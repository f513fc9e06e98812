//! `port_not_send_sync`: a port that does not ask for `Send` and `Sync`.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    model::{
        architecture::Architecture,
        declarations::{Declarations, Means, Trait},
    },
    policy::Role,
};

/// A port that does not ask for `Send` and `Sync`.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "port_not_send_sync",
        summary: "a port that does not ask for `Send` and `Sync`",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

With `send-sync = true` in `[archcheck.ports]`, finds ports whose supertraits and `where` clauses do not ask for `Send` and
`Sync`, themselves or through other traits of the workspace. A port is a trait in a layer whose role is `port` that can be seen
from outside of its layer and has a method that takes `self`; a trait that only adds methods to another
(`impl<T: Port> PortExt for T`) is none. Otherwise the rule is idle.

### Why is this bad?

What stands behind a port of a service is shared among tasks and threads. A port that does not say so gets an adapter that
cannot be, and the mistake shows far away, where a task is spawned.

### Example

```rust
pub trait Clock {
    fn now(&self) -> u64;
}
```

### Use instead

```rust
pub trait Clock: Send + Sync {
    fn now(&self) -> u64;
}
```

### Limits

A `Send` or `Sync` in a `where` clause of the trait counts, whatever it is asked of. Supertraits of external crates are not
known: a port that has one other than those of the standard library is not reported.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if !architecture.policy.ports.send_sync {
        findings.idle(super::NOT_ASKED);
        return;
    }
    if architecture.idle_without(Role::Port, findings) {
        return;
    }
    let declarations = &architecture.declarations;
    let mut checked = 0;
    for port in architecture.served_ports() {
        let mut asked = Asked::default();
        asked.add(declarations, port, &mut Vec::new());
        if asked.unknown {
            continue;
        }
        checked += 1;
        let missing: Vec<&str> = [("Send", asked.send), ("Sync", asked.sync)]
            .into_iter()
            .filter(|(_, there)| !there)
            .map(|(name, _)| name)
            .collect();
        if missing.is_empty() {
            continue;
        }
        let bounds = missing.join(" + ");
        let missing = missing.join("` and `");
        let message = format!("the port `{}` does not ask for `{missing}`", port.path);
        let finding = findings.report(port.span, port.path.clone(), message);
        finding.label("whatever implements it may stay in one thread");
        finding.note("`send-sync = true` in `[archcheck.ports]`");
        finding.help(match port.supertraits.is_empty() {
            true => format!("write `trait {}: {bounds}`", port.name()),
            false => format!("add `{bounds}` to the supertraits of `{}`", port.name()),
        });
    }
    findings.checked(checked);
    if checked == 0 {
        findings.idle("no layer of ports declares a trait whose supertraits are known");
    }
}

/// What a trait asks of those who implement it.
#[derive(Default)]
struct Asked {
    send: bool,
    sync: bool,
    /// Whether it has a supertrait that may ask for more.
    unknown: bool,
}

impl Asked {
    fn add<'a>(&mut self, declarations: &'a Declarations, one: &'a Trait, seen: &mut Vec<&'a str>) {
        if seen.contains(&one.path.as_str()) {
            return;
        }
        seen.push(&one.path);
        for mention in &one.header {
            self.send |= mention.is_std("std::marker::Send");
            self.sync |= mention.is_std("std::marker::Sync");
            self.unknown |= mention.foreign().is_some();
            if let Means::Item(path) = &mention.means
                && let Some(known) = declarations.traits.iter().find(|known| known.path == *path)
            {
                self.add(declarations, known, seen);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    fn text(code: &str) -> String {
        format!(
            "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\nports.send-sync = true\n//- x: ext\n//- x/src/lib.rs\npub mod port {{ {code} }}\n"
        )
    }

    #[test]
    fn what_is_missing_is_said() {
        for (code, missing) in [
            ("pub trait P { fn f(&self); }", "`Send` and `Sync`"),
            ("pub trait P: Send { fn f(&self); }", "`Sync`"),
            (
                "pub trait P: Clone + Sync { fn f(&self) -> Box<dyn Fn() + Send>; }",
                "`Send`",
            ),
            (
                "pub trait P { type T: Send + Sync; fn f(&self); }",
                "`Send` and `Sync`",
            ),
        ] {
            let expected =
                format!("x/src/lib.rs:1:`P`: the port `x::port::P` does not ask for {missing}");
            assert_eq!(check(&RULE, &text(code)), [expected], "{code}");
        }
    }

    #[test]
    fn what_to_write_keeps_what_is_asked_already() {
        let help = |code: &str| {
            let session = session(&text(code));
            let found = findings(&RULE, &session);
            found.found()[0].help.join("; ")
        };
        assert_eq!(
            help("pub trait P { fn f(&self); }"),
            "write `trait P: Send + Sync`"
        );
        assert_eq!(
            help("pub trait P: Clone + Sync { fn f(&self); }"),
            "add `Send` to the supertraits of `P`"
        );
    }

    #[test]
    fn what_asks_for_both() {
        for code in [
            "pub trait P: Send + Sync + 'static { fn f(&self); }",
            "pub trait P: core::marker::Sync + std::marker::Send { fn f(&self); }",
            "pub trait P where Self: Send + Sync { fn f(&self); }",
            "pub trait Base: Send + Sync {} pub trait Mid: Base {} pub trait P: Mid { fn f(&self); }",
            "pub trait P: ext::Service { fn f(&self); }",
            "pub trait Mark {} trait Private { fn f(&self); }",
            "pub trait P: Send + Sync { fn f(&self); } pub trait Ext { fn g(&self); } impl<T: P> Ext for T { fn g(&self) {} }",
        ] {
            assert_eq!(check(&RULE, &text(code)), [""; 0], "{code}");
        }
    }

    #[test]
    fn it_is_asked_for() {
        let code = text("pub trait P { fn f(&self); }").replace("true", "false");
        let session = session(&code);
        assert_eq!(findings(&RULE, &session).found(), []);
    }
}
