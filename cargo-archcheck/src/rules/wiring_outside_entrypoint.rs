//! `wiring_outside_entrypoint`: an adapter is made outside of the entrypoint.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::{
    findings::{outside, said},
    model::architecture::{Architecture, ModuleRow, Site, What},
    policy::Role,
};

/// An adapter is made outside of the entrypoint.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "wiring_outside_entrypoint",
        summary: "an adapter is made outside of the entrypoint",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds code that makes a value of a type which a layer of role `adapter` declares, outside of the layers of role `adapter`
and `entrypoint`: by its fields (`Store { … }`, `Store(…)`), or by an associated function that gives back the type
(`Store::connect(…) -> Result<Store, Error>`), however it is named or re-exported. Tests may do it. Where the layer may not
use the adapter at all, `layer_violation` says so, and this rule does not say it again.

### Why is this bad?

Which adapter stands behind a port is decided in one place, or it is not decided: what makes its own store keeps it when all
others have got another one.

### Example

```rust
mod jobs {
    pub async fn nightly() { tidy(&crate::adapter::Store::connect("nats://…").await).await }
}
```

### Use instead

```rust
mod jobs {
    pub async fn nightly(store: &impl crate::port::Store) { tidy(store).await }
}
```

### Limits

A function that is not associated with the type, and methods such as those of a builder, are not seen to make one.
"#;

/// Where a value is made, and by which associated function.
type Making<'a> = (&'a Site, Option<&'a str>);

fn check(architecture: &Architecture, findings: &mut Findings) {
    for (role, name) in [(Role::Adapter, "adapter"), (Role::Entrypoint, "entrypoint")] {
        if !said::has_role(architecture, role) {
            findings.idle(format!("no layer has the role {name}"));
            return;
        }
    }
    let modules: BTreeSet<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| said::is_program(architecture, row))
        .filter(|&row| {
            let role = architecture.role_of(row);
            !matches!(role, Some(Role::Adapter | Role::Entrypoint))
        })
        .collect();
    if modules.is_empty() {
        findings.idle("all code is in layers of the roles adapter and entrypoint");
        return;
    }
    findings.checked(modules.len());
    let mut made: BTreeMap<(ModuleRow, &str), Vec<Making<'_>>> = BTreeMap::new();
    for site in architecture
        .sites
        .iter()
        .filter(|site| modules.contains(&site.module))
    {
        let What::Construction { item, function, of } = &site.what else {
            continue;
        };
        let (from, to) = (architecture.module(site.module), architecture.module(*of));
        let said = match (from.layer, to.layer) {
            (Some(from), Some(to)) => !architecture.policy.allows(from, to),
            _ => false,
        };
        if !said {
            let places = made.entry((site.module, item)).or_default();
            places.push((site, function.as_deref()));
        }
    }
    for ((from, item), places) in made {
        let (first, function) = places[0];
        let module = &architecture.module(from).path;
        let finding = findings.report(
            first.span,
            format!("{module} -> {item}"),
            format!("only the entrypoint makes adapters, but `{module}` makes `{item}`"),
        );
        finding.label(match function {
            Some(function) => format!("`{function}` gives back a `{item}`"),
            None => "its fields are given here".to_owned(),
        });
        for (site, _) in &places[1..] {
            finding.related(site.span, "made here, too");
        }
        outside::explain(architecture, finding, from);
        finding.help("take it from the entrypoint, behind its port");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn what_makes_an_adapter_is_found_and_what_uses_one_is_not() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
//- orders/src/lib.rs
pub mod adapter {
    pub struct Store { pub name: u8 }
    impl Store {
        pub const LIMIT: u8 = 1;
        pub fn connect() -> Result<Self, u8> { make() }
        pub fn subject(id: u8) -> String { x() }
    }
    #[derive(Default)] pub struct Clock(pub u8);
    pub fn help() { Store { name: 1 }; }
}
pub mod jobs {
    use crate::adapter::{Clock, Store as Disk};
    fn a() { Disk::connect(); }
    fn b() { let c = Clock::default(); Some(1).map(Clock); }
    fn c(disk: &Disk) -> Disk { Disk::subject(Disk::LIMIT); crate::adapter::help(); x() }
    fn d(Clock(n): Clock) {}
    #[cfg(test)] mod tests { fn t() { crate::adapter::Store::connect(); } }
}
pub mod tools { pub use crate::adapter::Store; fn a() { Store { name: 1 }; } }
pub mod domain { fn a() { crate::adapter::Store::connect(); } }
//- orders/src/main.rs
fn main() { orders::adapter::Store::connect(); }
";
        let only = "only the entrypoint makes adapters, but";
        assert_eq!(
            check(&RULE, text),
            [
                format!(
                    "orders/src/lib.rs:14:`Clock::default`: {only} `orders::jobs` makes `orders::adapter::Clock`"
                ),
                format!(
                    "orders/src/lib.rs:13:`Disk::connect`: {only} `orders::jobs` makes `orders::adapter::Store`"
                ),
                format!(
                    "orders/src/lib.rs:19:`Store`: {only} `orders::tools` makes `orders::adapter::Store`"
                ),
            ]
        );
    }
}
