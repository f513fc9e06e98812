//! `adapter_without_port`: a part of an adapter layer reaches outside, and no port leads to it.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{causes::show_sites, said},
    model::{
        architecture::{Architecture, ModuleRow, Use, UseRow},
        declarations::{Subject, Trait},
        parts::Parts,
    },
    policy::{
        LayerId, Role,
        effects::{Effect, table},
    },
};

/// A part of an adapter layer reaches outside, and no port leads to it.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "adapter_without_port",
        summary: "a part of an adapter layer reaches outside, and no port leads to it",
        level: Level::Allow,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds parts of layers of role `adapter` that talk to something outside, and that neither stand behind a port nor drive the
application. The parts are the modules side by side right below where the layer begins; where it begins in several crates or
modules, each of these is one. A part is found if all of this holds:

- it names something that has the effect `network` or `io`, as `impure_domain` has them; formats and standard streams are none;
- nothing in it, and no type of it, implements a trait of a layer of role `port`, `domain` or `application`, nor may a macro;
- it uses no layer of role `port` or `application`: what does drives them, as a server does that calls a use case;
- no other part of a layer of role `adapter` uses it: what is used so is a piece of an adapter, as a table of errors is.

So types of messages, configurations, errors and mappings are not found.

It is off unless the project asks for it: a part that serves only the machine around the program, as an endpoint for health
checks does, looks the same. Where there is none, or they are waived, it is worth while:

```toml
[lints]
archcheck.adapter_without_port = "warn"
```

### Why is this bad?

Technology without a port is called by its own name, or not at all: it cannot be replaced, and no test of the application
sees what it does.

### Example

```rust
mod adapter {
    pub mod mail {
        pub async fn send(text: &str) { reqwest::Client::new().post(URL).body(text.to_owned()).send().await; }
    }
}
```

### Use instead

```rust
mod port { pub trait Notify { fn notify(&self, text: &str); } }
mod adapter {
    pub mod mail { impl crate::port::Notify for Mail { fn notify(&self, text: &str) { … } } }
}
```

### Limits

What a part does without a name that is known to reach outside is not seen, nor what it calls by methods.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    if architecture.idle_without(Role::Adapter, findings) {
        return;
    }
    let parts = parts(architecture);
    findings.checked(parts.len());
    if parts.is_empty() {
        findings.idle("layers of role `adapter` have no parts that are looked at");
    }
    let owner: BTreeMap<ModuleRow, ModuleRow> = parts
        .iter()
        .flat_map(|(&part, modules)| modules.iter().map(move |&module| (module, part)))
        .collect();
    let served = served(architecture, &owner);
    for (part, modules) in &parts {
        let reaching = reaching(architecture, modules);
        let Some(&first) = reaching.first() else {
            continue;
        };
        if served.contains(part) {
            continue;
        }
        let place = architecture.use_of(first);
        let item = architecture.text(place.item);
        let path = &architecture.module(*part).path;
        let finding = findings.report(
            architecture.module(*part).span,
            path.clone(),
            format!("no port leads to `{path}`, which reaches outside"),
        );
        finding.label("it implements no port and drives nothing");
        finding.related(place.span, format!("it uses `{item}`"));
        let same: Vec<UseRow> = reaching
            .iter()
            .copied()
            .filter(|&row| architecture.use_of(row).item == place.item)
            .collect();
        show_sites(architecture, finding, &same);
        finding.help("say what the core needs of it as a trait in a layer of ports, and implement that here; or move it to a layer with another role");
    }
}

/// The parts of layers of adapters, with their modules.
fn parts(architecture: &Architecture) -> BTreeMap<ModuleRow, BTreeSet<ModuleRow>> {
    let layers: Vec<LayerId> = (0..architecture.policy.layers.len() as u32)
        .map(LayerId)
        .filter(|&layer| architecture.policy.layer(layer).role == Some(Role::Adapter))
        .collect();
    let split = Parts::new(architecture, &layers);
    let mut parts: BTreeMap<ModuleRow, BTreeSet<ModuleRow>> = BTreeMap::new();
    let rows = architecture.module_rows();
    for row in rows.filter(|&row| said::is_program(architecture, row)) {
        if let Some(part) = split.of[row.index()] {
            parts.entry(part).or_default().insert(row);
        }
    }
    parts
}

/// The uses in modules of what reaches outside.
fn reaching(architecture: &Architecture, modules: &BTreeSet<ModuleRow>) -> Vec<UseRow> {
    let uses = said::external_uses(architecture, modules);
    uses.filter(|(_, _, item)| {
        // What a program says on its standard streams concerns no port.
        let speaks = item.starts_with("std::io::") || item.ends_with('!');
        let mut effects = table().effects_of(item);
        !speaks && effects.any(|effect| matches!(effect, Effect::Network | Effect::Io))
    })
    .map(|(row, _, _)| row)
    .collect()
}

/// The parts that stand behind a port, drive the application, or are pieces of others.
fn served(
    architecture: &Architecture,
    owner: &BTreeMap<ModuleRow, ModuleRow>,
) -> BTreeSet<ModuleRow> {
    let declarations = &architecture.declarations;
    let is_port = |one: &&Trait| architecture.role_of(one.module).is_some_and(Role::is_core);
    let types = declarations.types.iter();
    let types: BTreeMap<&str, ModuleRow> = types.map(|it| (it.path.as_str(), it.module)).collect();
    let mut served = BTreeSet::new();
    for one in &declarations.implementations {
        if declarations
            .trait_of(one)
            .as_ref()
            .is_none_or(|it| !is_port(it))
        {
            continue;
        }
        served.extend(owner.get(&one.module));
        if let Subject::Item(path) = &one.subject {
            served.extend(
                types
                    .get(path.as_str())
                    .and_then(|module| owner.get(module)),
            );
        }
    }
    for port in declarations.traits.iter().filter(is_port) {
        let hints = declarations.hints_of(port);
        served.extend(hints.filter_map(|hint| owner.get(&hint.module)));
    }
    for place in architecture.uses.iter().filter(|place| counts(place)) {
        let own = owner.get(&place.from);
        for target in [place.def, place.via].into_iter().flatten() {
            match architecture.role_of(target) {
                Some(Role::Port | Role::Application) => served.extend(own),
                // Where the layer begins, parts are put together: that is no use by another part.
                Some(Role::Adapter) if own.is_some() && owner.get(&target) != own => {
                    served.extend(owner.get(&target));
                }
                _ => {}
            }
        }
    }
    served
}

fn counts(place: &Use) -> bool {
    place.kind == govern_workspace::DependencyKind::Normal
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{findings, session};

    fn keys(adapter: &str) -> Vec<String> {
        let text = format!(
            "//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders: reqwest, axum
//- orders/src/lib.rs
pub mod port {{ pub trait Notify {{ fn notify(&self); }} }}
pub mod application {{ pub fn place() {{}} }}
pub mod domain {{ pub struct Order; }}
pub mod adapter {{ {adapter} }}
"
        );
        let session = session(&text);
        let found = findings(&RULE, &session);
        found.found().iter().map(|it| it.key.clone()).collect()
    }

    #[test]
    fn technology_that_no_port_leads_to_is_found() {
        for code in [
            "pub mod mail { pub struct Mail(reqwest::Client); }",
            "pub mod mail { pub fn send() { inner::f(); } mod inner { pub fn f() { std::fs::read(\"a\"); } } }",
            "pub mod mail { use crate::domain::Order; pub fn f(_: Order, _: reqwest::Client) {} }",
            "pub use mail::Mail; pub mod mail { pub struct Mail(reqwest::Client); impl std::fmt::Debug for Mail {} }",
            "pub mod mail { #[cfg(test)] use crate::port::Notify; pub struct Mail(reqwest::Client); }",
        ] {
            assert_eq!(keys(code), ["orders::adapter::mail"], "{code}");
        }
    }

    #[test]
    fn what_serves_drives_or_is_a_piece_is_left_alone() {
        for code in [
            "pub mod mail { pub struct Mail(reqwest::Client); impl crate::port::Notify for Mail { fn notify(&self) {} } }",
            "pub mod mail { pub struct Mail(reqwest::Client); } pub mod all { impl crate::port::Notify for super::mail::Mail { fn notify(&self) {} } }",
            "pub mod http { pub fn route() { axum::Router::new(); crate::application::place(); } }",
            "pub mod http { pub fn route(_: axum::Router, _: &dyn crate::port::Notify) {} }",
            "pub mod client { pub fn client() -> reqwest::Client { x() } } pub mod mail { pub fn f(_: &dyn crate::port::Notify) { super::client::client(); } }",
            "pub mod config { pub struct Config { pub url: String } pub enum Failure { Gone } }",
            "pub mod log { pub fn log() { println!(); std::io::stdout(); } }",
            "pub mod mail { pub struct Mail(reqwest::Client); port! { Notify for Mail } }",
        ] {
            assert_eq!(keys(code), [""; 0], "{code}");
        }
    }
}
